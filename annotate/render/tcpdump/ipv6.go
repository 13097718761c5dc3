package tcpdump

import "tcpshake/decode"

const ip6Name = "ip6"

// ipv6 appends the text of an IPv6 header. The order is tcpdump's: what is wrong
// first ends the line.
func (l *Line) ipv6(dst []byte, ly *decode.Layer) ([]byte, stop) {
	h := decode.IPv6Header(l.bytes(ly))
	if len(h) < decode.IPv6Head {
		return cut(dst, ip6Name), soft
	}
	if ly.Len < decode.IPv6Head {
		return appendCount(dst, "truncated-ip6 ", ly.Len, ""), soft
	}
	if !l.opt.Link {
		dst = append(dst, "IP6 "...)
	}
	if h.Version() != 6 {
		return appendCount(dst, "version error: ", int(h.Version()), " != 6"), soft
	}
	if h.PayloadLen() != 0 {
		dst = appendMissing6(dst, ly.Len, h.PayloadLen())
	}
	l.env = envelope{
		ip: h, off: ly.Off, length: ly.Len,
		named: h.NextHeader() != protoTCP,
	}
	if h.PayloadLen() == 0 {
		l.env.payload = nowhere
		if h.JumboLen() != 0 {
			l.env.payload = jumbo
		}
	}
	if l.opt.Verbose > 0 {
		dst = appendIPv6Fields(dst, h)
	}
	if l.env.named {
		dst = append(l.route(dst), ' ')
	}
	return dst, goOn
}

// appendMissing6 appends how many bytes of the payload that an IPv6 packet
// promises a frame with length bytes for it has no room for.
func appendMissing6(dst []byte, length, payload int) []byte {
	if missing := decode.IPv6Head + payload - length; missing > 0 {
		return appendCount(dst, "truncated-ip6 - ", missing, " bytes missing!")
	}
	return dst
}

// appendIPv6Fields appends the fields that -v shows.
func appendIPv6Fields(dst []byte, h decode.IPv6Header) []byte {
	dst = append(dst, '(')
	if class := h.TrafficClass(); class != 0 {
		dst = append(dst, "class 0x"...)
		dst = append(appendHexPadded(dst, uint64(class), 2), ", "...)
	}
	if label := h.FlowLabel(); label != 0 {
		dst = append(dst, "flowlabel 0x"...)
		dst = append(appendHexPadded(dst, uint64(label), 5), ", "...)
	}
	dst = appendCount(dst, "hlim ", int(h.HopLimit()), ", next-header ")
	dst = append(dst, protocolName(h.NextHeader())...)
	dst = appendCount(dst, " (", int(h.NextHeader()), ")")
	return appendCount(dst, " payload length: ", h.PayloadLen(), ") ")
}
