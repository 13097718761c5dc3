package render

import (
	"unicode"
	"unicode/utf8"
)

// appendEscaped appends s in a form that is safe on any terminal: what prints
// stays, everything else becomes visible as \xNN (a byte below 0x80 or one that
// is no UTF-8), \uNNNN or \UNNNNNNNN (a code point). That covers escape
// sequences, the C1 controls that some terminals obey, line breaks, and the
// format characters that turn the direction of text. Names of interfaces,
// files and hosts, filters and texts of libraries go through here.
func appendEscaped(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c >= 0x20 && c < 0x7f {
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1, r < utf8.RuneSelf:
			dst = appendHex(append(dst, `\x`...), uint32(s[i]), 2)
		case unicode.IsPrint(r):
			dst = append(dst, s[i:i+n]...)
		case r <= 0xffff:
			dst = appendHex(append(dst, `\u`...), uint32(r), 4)
		default:
			dst = appendHex(append(dst, `\U`...), uint32(r), 8)
		}
		i += n
	}
	return dst
}

// Escape returns what appendEscaped appends.
func Escape(s string) string {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return string(appendEscaped(nil, s))
		}
	}
	return s
}

// appendHex appends the lowest digits hexadecimal digits of v.
func appendHex(dst []byte, v uint32, digits int) []byte {
	const hex = "0123456789abcdef"
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hex[v>>shift&0xf])
	}
	return dst
}
