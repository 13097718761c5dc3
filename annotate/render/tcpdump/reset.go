package tcpdump

import "tcpshake/decode"

// maxResetText is how much of a RST's payload is shown.
const maxResetText = 30

// payload appends what there is to say about the payload of a segment, of which
// length bytes were sent. With the dissectors off that is the text which a RST
// may carry (RFC 9293 section 3.5.3 leaves its contents open).
func (l *Line) payload(dst []byte, h decode.TCPHeader, length int) ([]byte, stop) {
	if head := h.HeaderLen(); len(h) < head {
		// EOL ended the options before the cut was met.
		dst = append(dst, " [remaining caplen("...)
		dst = appendUint(dst, uint32(len(h)))
		dst = append(dst, ") < header length("...)
		dst = appendUint(dst, uint32(head))
		return cut(append(dst, ")]"...), l.protocol), hard
	}
	if l.opt.Verbose == 0 || !h.Flags().Has(decode.RST) {
		return dst, soft
	}
	return appendResetText(dst, h[h.HeaderLen():], length), soft
}

// appendResetText appends the beginning of the captured bytes b of a text of
// length bytes.
func appendResetText(dst, b []byte, length int) []byte {
	dst = append(dst, " ["...)
	if len(b) < length {
		dst = append(dst, '!')
	}
	dst = append(dst, "RST"...)
	if length > maxResetText {
		dst = append(dst, '+')
		length = maxResetText
	}
	dst = append(dst, ' ')
	for _, c := range b[:min(len(b), length)] {
		dst = appendVisible(dst, c)
	}
	return append(dst, ']')
}

// appendVisible appends c as vis(3) and cat -v do: "^A" for a control character,
// "M-" in front of one with the high bit.
func appendVisible(dst []byte, c byte) []byte {
	if c >= 0x80 {
		dst = append(dst, "M-"...)
		c &= 0x7f
	}
	if c < ' ' || c == 0x7f {
		return append(dst, '^', c^0x40)
	}
	return append(dst, c)
}
