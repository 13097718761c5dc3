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
// included, becomes \x1b or \u202e.
func Text(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !printable(r) }) < 0 {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case printable(r):
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

// Lines escapes the text of each line and keeps the lines.
func Lines(s string) string {
	parts := strings.Split(s, "\n")
	for i := range parts {
		parts[i] = Text(parts[i])
	}
	return strings.Join(parts, "\n")
}

// printable is false for utf8.RuneError, which stands for bytes that are no UTF-8.
func printable(r rune) bool { return r != utf8.RuneError && unicode.IsPrint(r) }
