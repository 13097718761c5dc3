// Package escape makes text from outside fit to be shown. It does not judge
// whether a text is true.
package escape

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text escapes what a terminal would obey: names of files and interfaces can hold
// escape sequences. What is not printable, the controls of writing direction
// included, becomes \x1b, \u202e or \U000e0001.
func Text(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }) < 0 {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsPrint(r) && (r != utf8.RuneError || n > 1): // not what is no UTF-8
			out.WriteString(s[:n])
		case n == 1:
			fmt.Fprintf(&out, `\x%02x`, s[0])
		case r <= 0xffff:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			fmt.Fprintf(&out, `\U%08x`, r)
		}
		s = s[n:]
	}
	return out.String()
}

// Lines escapes the text of each line and keeps the lines.
func Lines(s string) string {
	parts := strings.Split(s, "\n")
	for i := range parts {
		parts[i] = Text(parts[i])
	}
	return strings.Join(parts, "\n")
}
