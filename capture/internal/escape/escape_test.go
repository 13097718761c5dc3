package escape

import "testing"

// TestText has the cases that the escaping of what is printed has: both must agree.
func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "eth0.100", "eth0.100"},
		{"empty", "", ""},
		{"quotes and backslash", `a "b" \ c`, `a "b" \ c`},
		{"escape sequence", "a\x1b[31mb", `a\x1b[31mb`},
		{"line break", "a\nb\r", `a\x0ab\x0d`},
		{"tab and NUL", "\t\x00", `\x09\x00`},
		{"delete", "\x7f", `\x7f`},
		{"C1 as a code point", "\u009b31m", `\u009b31m`},
		{"C1 as a byte", "\x9b31m", `\x9b31m`},
		{"not UTF-8", "\xff\xc3", `\xff\xc3`},
		{"letters", "büro-日本", "büro-日本"},
		{"right-to-left override", "a\u202eb", `a\u202eb`},
		{"isolate", "\u2066x\u2069", `\u2066x\u2069`},
		{"zero width and byte order mark", "\u200b\ufeff", `\u200b\ufeff`},
		{"line separator", "\u2028", `\u2028`},
		{"last of four digits", "\uffffb", `\uffffb`},
		{"eight digits, then a digit", "\U000e0001b", `\U000e0001b`},
		{"tag", "\U000e0041", `\U000e0041`},
		{"replacement character itself", "\ufffd", "\ufffd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Text(c.in); got != c.want {
				t.Errorf("%q becomes %q, not %q", c.in, got, c.want)
			}
		})
	}
}

func TestLinesKeepsLineEnds(t *testing.T) {
	if got := Lines("a\x1b\nb\t"); got != "a\\x1b\nb\\x09" {
		t.Errorf("%q", got)
	}
}
