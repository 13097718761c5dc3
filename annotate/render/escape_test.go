package render

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestEscape has the cases that the escaping of errors (capture) has: both must agree.
func TestEscape(t *testing.T) {
	tests := []struct{ name, in, want string }{
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
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Escape(tt.in); got != tt.want {
				t.Errorf("Escape(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// checkHarmless fails when s can do more to a terminal than print.
func checkHarmless(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q is not UTF-8", s)
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("%q: does not print from byte %d on", s, i)
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("eth0")
	f.Add("\x1b]0;title\a\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) { checkHarmless(t, Escape(s)) })
}
