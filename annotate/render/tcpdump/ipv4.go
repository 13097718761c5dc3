package tcpdump

import "tcpshake/decode"

// ipv4 appends the text of an IPv4 header. The order is tcpdump's: what is wrong
// first ends the line.
func (l *Line) ipv4(dst []byte, ly *decode.Layer) ([]byte, stop) {
	h := decode.IPv4Header(l.bytes(ly))
	switch {
	case len(h) == 0:
		return cut(dst, "ip"), hard
	case h.Version() != 4:
		return appendNotIPv4(dst, h.Version()), soft
	}
	if !l.opt.Link {
		dst = append(dst, "IP "...)
	}
	switch {
	case len(h) < decode.IPv4MinHead:
		return cut(dst, "ip"), soft
	case ly.Len < decode.IPv4MinHead:
		return appendCount(dst, "truncated-ip ", ly.Len, ""), soft
	case h.HeaderLen() < decode.IPv4MinHead:
		return appendCount(dst, "bad-hlen ", h.HeaderLen(), ""), soft
	}
	total := h.TotalLen()
	if ly.Len < total {
		dst = appendCount(dst, "truncated-ip - ", total-ly.Len, " bytes missing! ")
	}
	if total < h.HeaderLen() {
		// 0 too, which is what a segment has that the interface is to split (TSO).
		return appendCount(dst, "bad-len ", total, ""), soft
	}
	l.env = envelope{
		ip: h, off: ly.Off, length: ly.Len,
		fragmented: h.Flags()&decode.MoreFragments != 0,
		named:      h.Protocol() != protoTCP,
	}
	if l.opt.Verbose > 0 {
		end := goOn
		if dst, end = l.ipv4Fields(dst, h[:min(len(h), total)]); end != goOn {
			return dst, end
		}
	}
	return l.ipv4Payload(dst, h)
}

// ipv4Payload appends what stands between the header and what it carries.
func (l *Line) ipv4Payload(dst []byte, h decode.IPv4Header) ([]byte, stop) {
	switch {
	case h.FragmentOffset() != 0:
		return l.laterFragment(dst, h.Protocol()), soft
	case len(h) < h.HeaderLen():
		dst = appendCount(dst, " [remaining caplen(", len(h), ") < header length(")
		dst = appendCount(dst, "", h.HeaderLen(), ")]")
		return cut(dst, "ip"), hard
	case l.env.named:
		dst = append(l.route(dst), ' ')
	}
	return dst, goOn
}

// appendNotIPv4 appends that a header which should be IPv4 is not.
func appendNotIPv4(dst []byte, version uint8) []byte {
	dst = appendCount(dst, "IP", int(version), "")
	if version == 6 {
		dst = append(dst, ", wrong link-layer encapsulation"...)
	}
	return append(dst, invalid...)
}

// protoTCP is TCP's protocol number.
const protoTCP = 6

// laterFragment appends the text of a fragment without TCP header.
func (l *Line) laterFragment(dst []byte, proto uint8) []byte {
	if l.opt.Quiet > 1 {
		return dst
	}
	dst = append(l.route(dst), ' ')
	if !l.opt.Numeric && proto == protoTCP {
		return append(dst, tcpName...)
	}
	return appendCount(dst, "ip-proto-", int(proto), "")
}

// ipv4Fields appends the fields that -v shows, with the newline and the indent
// behind them. h ends where the datagram ends.
func (l *Line) ipv4Fields(dst []byte, h decode.IPv4Header) ([]byte, stop) {
	dst = append(dst, "(tos 0x"...)
	dst = appendHex(dst, uint64(h.TOS()))
	dst = append(dst, ecnText[h.TOS()&3]...)
	if h.TTL() > 0 {
		dst = appendCount(dst, ", ttl ", int(h.TTL()), "")
	}
	dst = appendCount(dst, ", id ", int(h.ID()), "")
	dst = appendCount(dst, ", offset ", h.FragmentOffset(), ", flags [")
	dst = appendIPv4Flags(dst, h.Flags())
	dst = append(dst, "], proto "...)
	dst = append(dst, protocolName(h.Protocol())...)
	dst = appendCount(dst, " (", int(h.Protocol()), ")")
	dst = appendCount(dst, ", length ", h.TotalLen(), "")
	end := goOn
	if h.HeaderLen() > decode.IPv4MinHead {
		dst = append(dst, ", options ("...)
		if dst, end = appendIPv4Options(dst, h); end == hard {
			return dst, end
		}
		dst = append(dst, ')')
	}
	if !l.opt.NoCheck && len(h) >= h.HeaderLen() {
		dst = appendIPv4Checksum(dst, h)
	}
	dst = append(dst, ")\n    "...)
	if end == soft {
		dst = append(l.route(dst), ' ')
		return cut(dst, "ip"), soft
	}
	return dst, goOn
}

// ecnText names the ECN field (RFC 3168 section 5).
var ecnText = [4]string{"", ",ECT(1)", ",ECT(0)", ",CE"}

// appendIPv4Flags appends the flags in tcpdump's order.
func appendIPv4Flags(dst []byte, f decode.IPv4Flags) []byte {
	if f == 0 {
		return append(dst, "none"...)
	}
	from := len(dst)
	for _, name := range [...]struct {
		flag decode.IPv4Flags
		text string
	}{{decode.MoreFragments, ", +"}, {decode.DontFragment, ", DF"}, {decode.ReservedFlag, ", rsvd"}} {
		if f&name.flag != 0 {
			dst = append(dst, name.text...)
		}
	}
	return append(dst[:from], dst[from+len(", "):]...)
}

// appendIPv4Checksum appends a wrong header checksum and what it should be.
func appendIPv4Checksum(dst []byte, h decode.IPv4Header) []byte {
	c := decode.IPv4Checksum(h[:h.HeaderLen()])
	if c.Good {
		return dst
	}
	dst = append(dst, ", bad cksum "...)
	dst = appendHex(dst, uint64(c.Stored))
	dst = append(dst, " (->"...)
	dst = appendHex(dst, uint64(c.Want))
	return append(dst, ")!"...)
}
