package tcpdump

import "tcpshake/decode"

// pppoe appends the text of a PPPoE header.
func (l *Line) pppoe(dst []byte, ly *decode.Layer) []byte {
	h := decode.PPPoEHeader(l.bytes(ly))
	if h.Version() != 1 {
		dst = appendCount(dst, " [ver ", int(h.Version()), "]")
	}
	if h.Type() != 1 {
		dst = appendCount(dst, " [type ", int(h.Type()), "]")
	}
	dst = append(dst, "PPPoE "...)
	if room := ly.Len - ly.Head; h.PayloadLen() > room {
		dst = appendCount(dst, " [len ", h.PayloadLen(), " > ")
		dst = appendCount(dst, "", room, "!]")
	}
	if h.Session() != 0 {
		dst = append(dst, " [ses 0x"...)
		dst = append(appendHex(dst, uint64(h.Session())), ']')
	}
	return append(dst, ' ')
}

// ppp appends the text of a PPP header. With -e tcpdump gives up on a protocol
// that has no name, although it would print the packet.
func (l *Line) ppp(dst []byte, ly *decode.Layer) ([]byte, stop) {
	if !l.opt.Link {
		return dst, goOn
	}
	h := decode.PPPHeader(l.bytes(ly))
	switch h.Prefix() {
	case decode.PPPIncoming:
		dst = append(dst, "In  "...)
	case decode.PPPOutgoing:
		dst = append(dst, "Out "...)
	}
	proto, _ := h.Protocol()
	name := pppName(proto)
	if name == "" {
		dst = appendNumberOf(append(dst, "unknown"...), proto)
		return appendCount(dst, ", length ", ly.Len, ""), soft
	}
	dst = appendNumberOf(append(dst, name...), proto)
	return appendLength(dst, ly.Len), goOn
}

// pppSerial appends the text of a header of link type PPP_SERIAL.
func (l *Line) pppSerial(dst []byte, ly *decode.Layer) []byte {
	b := l.bytes(ly)
	if l.opt.Link {
		dst = append(appendHexBytes(dst, b[:1]), ' ')
		dst = append(appendHexBytes(dst, b[1:2]), ' ')
		dst = appendCount(dst, "", ly.Len, " ")
	}
	proto := uint16(b[2])<<8 | uint16(b[3])
	name := pppName(proto)
	if name == "" {
		dst = append(dst, "unknown PPP protocol (0x"...)
		return append(appendHexPadded(dst, uint64(proto), 4), "): "...)
	}
	return append(append(dst, name...), ": "...)
}

// pppName returns tcpdump's name of a PPP protocol that can lead to TCP, "" when
// it has none.
func pppName(proto uint16) string {
	switch proto {
	case decode.PPPIPv4:
		return "IP"
	case decode.PPPIPv4VJ:
		return "VJNC IP"
	case decode.PPPIPv6:
		return "IP6"
	case decode.PPPMPLS, decode.PPPMPLSMulticast:
		return "MPLS"
	default:
		return ""
	}
}

// hdlc appends the text of a Cisco HDLC header.
func (l *Line) hdlc(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.HDLCHeader(l.bytes(ly))
	switch h.Address() {
	case decode.HDLCUnicast:
		dst = append(dst, "unicast"...)
	case decode.HDLCBroadcast:
		dst = append(dst, "bcast"...)
	default:
		dst = append(dst, "0x"...)
		dst = appendHexPadded(dst, uint64(h.Address()), 2)
	}
	return appendLength(appendEtherType(append(dst, ", "...), h.Protocol()), ly.Len)
}
