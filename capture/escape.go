package capture

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable makes text from outside fit to be shown: names of files and
// interfaces can hold escape sequences, which a terminal would obey. What is not
// printable, the controls of writing direction included, becomes \x1b or \u202e.
func printable(s string) string {
	clean := func(r rune) bool { return r != utf8.RuneError && unicode.IsPrint(r) }
	if strings.IndexFunc(s, func(r rune) bool { return !clean(r) }) < 0 {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case clean(r):
			out.WriteString(s[:n])
		case n == 1:
			fmt.Fprintf(&out, `\x%02x`, s[0])
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
		s = s[n:]
	}
	return out.String()
}
