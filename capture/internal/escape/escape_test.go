package escape

import "testing"

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", `eth0 "x" \ ü 測`, `eth0 "x" \ ü 測`},
		{"escape sequence", "a\x1b[2Jb", `a\x1b[2Jb`},
		{"line end", "a\nb\r", `a\x0ab\x0d`},
		{"delete", "\x7f", `\x7f`},
		{"C1 control", "\u009b31m", `\u009b31m`},
		{"no UTF-8", "a\xff\x9bb", `a\xff\x9bb`},
		{"writing direction", "a\u202eb", `a\u202eb`},
		{"zero width", "a\u200bb", `a\u200bb`},
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
