package tcpdump

import (
	"bytes"

	"tcpshake/decode"
)

// null appends the text of a NULL or LOOP header.
func (l *Line) null(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	family := decode.FamilyOf(l.bytes(ly))
	if l.opt.Quiet > 0 {
		dst = append(dst, familyName(family)...)
	} else {
		dst = append(dst, "AF "...)
		dst = append(dst, familyName(family)...)
		dst = appendCount(dst, " (", int(family), ")")
	}
	return appendLength(dst, ly.Len)
}

// familyName names an address family that can lead to TCP.
func familyName(family uint32) string {
	if family == 2 {
		return "IPv4"
	}
	return "IPv6"
}

// raw appends the text of a frame without link header.
func (l *Line) raw(dst []byte) []byte {
	if !l.opt.Link {
		return dst
	}
	return append(dst, "ip: "...)
}

// enc appends the text of an ENC header. The parenthesis stays open when
// there are flags without a name.
func (l *Line) enc(dst []byte, ly *decode.Layer) []byte {
	h := decode.ENCHeader(l.bytes(ly))
	dst = append(dst, '(')
	flags := h.Flags()
	if flags == 0 {
		dst = append(dst, "unprotected): "...)
	}
	dst, flags = appendENCFlag(dst, flags, decode.ENCAuthentic, "authentic")
	dst, _ = appendENCFlag(dst, flags, decode.ENCConfidential, "confidential")
	dst = append(dst, "SPI 0x"...)
	return append(appendHexPadded(dst, uint64(h.SPI()), 8), ": "...)
}

// appendENCFlag appends the name of a flag if it is set, and returns the other
// flags.
func appendENCFlag(dst []byte, flags, flag decode.ENCFlags, name string) ([]byte, decode.ENCFlags) {
	if flags&flag == 0 {
		return dst, flags
	}
	dst = append(dst, name...)
	if flags &^= flag; flags != 0 {
		return append(dst, ','), flags
	}
	return append(dst, "): "...), flags
}

// nflog appends the text of an NFLOG header.
func (l *Line) nflog(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.NFLOGHeader(l.bytes(ly))
	dst = appendCount(dst, "version ", int(h.Version()), ", resource ID ")
	dst = appendUint(dst, uint32(h.Resource()))
	name := familyName(uint32(h.Family()))
	if l.opt.Quiet > 0 {
		dst = append(append(dst, ", "...), name...)
	} else {
		dst = append(append(dst, ", family "...), name...)
		dst = appendCount(dst, " (", int(h.Family()), ")")
	}
	return appendLength(dst, ly.Len)
}

// pktap appends the text of a PKTAP header.
func (l *Line) pktap(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.PKTAPHeader(l.bytes(ly))
	name := dltName(h.DLT())
	if l.opt.Quiet > 0 {
		dst = append(dst, name...)
	} else {
		dst = append(dst, "DLT "...)
		dst = appendCount(append(dst, name...), " (", h.DLT(), ") len ")
		dst = appendUint(dst, uint32(h.HeaderLen()))
	}
	return appendLength(dst, ly.Len)
}

// dltName returns libpcap's name of a link type that can lead to TCP.
func dltName(dlt int) string {
	switch dlt {
	case 0:
		return "NULL"
	case 1:
		return "EN10MB"
	case 9:
		return "PPP"
	case 12:
		return "RAW"
	case 50:
		return "PPP_SERIAL"
	case 51:
		return "PPP_ETHER"
	case 104:
		return "C_HDLC"
	case 108:
		return "LOOP"
	case 109:
		return "ENC"
	case 113:
		return "LINUX_SLL"
	case 117:
		return "PFLOG"
	case 228:
		return "IPV4"
	case 229:
		return "IPV6"
	case 239:
		return "NFLOG"
	case 258:
		return "PKTAP"
	case 276:
		return "LINUX_SLL2"
	default:
		return "<unknown>"
	}
}

// appendName appends a name that zero bytes fill up, in visible characters.
func appendName(dst, name []byte) []byte {
	if i := bytes.IndexByte(name, 0); i >= 0 {
		name = name[:i]
	}
	for _, c := range name {
		dst = appendVisible(dst, c)
	}
	return dst
}
