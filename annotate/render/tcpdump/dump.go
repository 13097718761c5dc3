package tcpdump

// Dump is the form of the bytes that follow a line; tcpdump prints one form
// only, hexadecimal with text before hexadecimal before text.
type Dump uint8

// The forms; those with Link begin at the link header.
const (
	NoDump      Dump = iota
	Hex              // -x
	HexLink          // -xx
	HexText          // -X
	HexTextLink      // -XX
	Text             // -A
	TextLink         // -AA
)

// link reports whether the link header is part of the dump.
func (d Dump) link() bool { return d == HexLink || d == HexTextLink || d == TextLink }

// dumpWidth is how many bytes a line of a hexadecimal dump shows.
const dumpWidth = 16

// AppendDump appends the dump of the packet that Append printed last: newline
// and lines, the last one without a newline. It appends nothing when no dump is
// wanted or no bytes are left.
func (l *Line) AppendDump(dst []byte) []byte {
	if l.opt.Dump == NoDump || l.ended == undumped {
		return dst
	}
	b := l.seg.Frame
	if !l.opt.Dump.link() && l.ended != hard {
		// Padding behind the IP datagram is part of the dump.
		b = b[min(l.linkLen, len(b)):]
	}
	if len(b) == 0 {
		return dst
	}
	switch l.opt.Dump {
	case Text, TextLink:
		return appendText(dst, b)
	case HexText, HexTextLink:
		return appendHexLines(dst, b, appendHexTextLine)
	default:
		return appendHexLines(dst, b, appendHexLine)
	}
}

// appendHexLines appends a line for every 16 bytes: a newline, a tab, the
// offset, and what line appends.
func appendHexLines(dst, b []byte, line func(dst, b []byte) []byte) []byte {
	for at := 0; at < len(b); at += dumpWidth {
		digits := 4
		if at > 0xffff {
			digits = 5
		}
		dst = append(dst, "\n\t0x"...)
		dst = appendHexPadded(dst, uint64(at), digits)
		dst = append(dst, ": "...)
		dst = line(dst, b[at:min(at+dumpWidth, len(b))])
	}
	return dst
}

// hexColumns is the width of a whole line of bytes, each two with a space in
// front, and textColumn where their text begins.
const (
	hexColumns = dumpWidth / 2 * 5
	textColumn = hexColumns + 2
)

// putHex puts " 0102 03" for the bytes 1, 2, 3 into line and returns how long
// that is.
func putHex(line *[textColumn + dumpWidth]byte, b []byte) int {
	at := 0
	for i, c := range b {
		if i%2 == 0 {
			line[at] = ' '
			at++
		}
		line[at], line[at+1] = lowerHex[c>>4], lowerHex[c&0xf]
		at += 2
	}
	return at
}

// appendHexLine appends the bytes in hexadecimal.
func appendHexLine(dst, b []byte) []byte {
	var line [textColumn + dumpWidth]byte
	return append(dst, line[:putHex(&line, b)]...)
}

// appendHexTextLine appends the bytes in hexadecimal, padded, and as text.
func appendHexTextLine(dst, b []byte) []byte {
	var line [textColumn + dumpWidth]byte
	for at := putHex(&line, b); at < textColumn; at++ {
		line[at] = ' '
	}
	for i, c := range b {
		line[textColumn+i] = graphic(c)
	}
	return append(dst, line[:textColumn+len(b)]...)
}

// graphic returns c, or a dot when it is not a visible ASCII character.
func graphic(c byte) byte {
	if c > ' ' && c < 0x7f {
		return c
	}
	return '.'
}

// appendText appends a newline and the bytes as text; tab, space and newline
// stay as they are, a carriage return in front of a newline vanishes.
func appendText(dst, b []byte) []byte {
	dst = append(dst, '\n')
	for i, c := range b {
		switch c {
		case '\t', ' ', '\n':
			dst = append(dst, c)
		case '\r':
			// tcpdump looks for the newline only when two bytes follow.
			if i+2 < len(b) && b[i+1] != '\n' {
				dst = append(dst, '.')
			}
		default:
			dst = append(dst, graphic(c))
		}
	}
	return dst
}
