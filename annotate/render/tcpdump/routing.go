package tcpdump

import "tcpshake/decode"

const routingName = "rt6"

// routing appends the text of an IPv6 routing header. tcpdump reads it field by
// field, so one that is cut shows as much as there is.
func (l *Line) routing(dst []byte, ly *decode.Layer) ([]byte, stop) {
	h := decode.RoutingHeader(l.bytes(ly))
	dst = append(dst, "RT6"...)
	if len(h) < 2 {
		return cut(dst, routingName), hard
	}
	dst = appendCount(dst, " (len=", h.Units(), "")
	if len(h) < 3 {
		return cut(dst, routingName), hard
	}
	dst = appendCount(dst, ", type=", int(h.Type()), "")
	if h.Type() == decode.RoutingSource {
		dst = append(dst, " [Deprecated]"...)
	}
	if len(h) < 4 {
		return cut(dst, routingName), hard
	}
	dst = appendCount(dst, ", segleft=", int(h.SegmentsLeft()), "")
	end := goOn
	switch h.Type() {
	case decode.RoutingSource, decode.RoutingMobile:
		dst, end = l.reserved(dst, h)
	case decode.RoutingSegment:
		dst, end = l.segmentRouting(dst, h)
	default:
		return append(append(dst, " (unknown type)"...), invalid...), soft
	}
	if end != goOn {
		return dst, end
	}
	return l.routes(dst, h)
}

// reserved appends the word behind the fixed part.
func (l *Line) reserved(dst []byte, h decode.RoutingHeader) ([]byte, stop) {
	if len(h) < 8 {
		return cut(dst, routingName), hard
	}
	if h.Reserved() != 0 || l.opt.Verbose > 0 {
		dst = append(dst, ", rsv=0x"...)
		dst = appendHex(dst, uint64(h.Reserved()))
	}
	return dst, goOn
}

// segmentRouting appends the fields of a segment routing header (RFC 8754
// section 2).
func (l *Line) segmentRouting(dst []byte, h decode.RoutingHeader) ([]byte, stop) {
	if len(h) < 5 {
		return cut(dst, routingName), hard
	}
	dst = appendCount(dst, ", last-entry=", int(h.LastEntry()), "")
	if len(h) < 6 {
		return cut(dst, routingName), hard
	}
	if h.Flags() != 0 || l.opt.Verbose > 0 {
		dst = append(dst, ", flags=0x"...)
		dst = appendHex(dst, uint64(h.Flags()))
	}
	if len(h) < 8 {
		return cut(dst, routingName), hard
	}
	dst = append(dst, ", tag="...)
	return appendHex(dst, uint64(h.Tag())), goOn
}

// routes appends the list of addresses.
func (l *Line) routes(dst []byte, h decode.RoutingHeader) ([]byte, stop) {
	if h.Units()%2 != 0 {
		dst = appendCount(dst, " (invalid length ", h.Units(), ")")
		return append(dst, invalid...), soft
	}
	for i := range h.Addrs() {
		if len(h) < 8+16*(i+1) {
			return cut(dst, routingName), hard
		}
		dst = appendCount(dst, ", [", i, "]")
		dst = l.appendHost(dst, h.Addr(i))
	}
	return append(dst, ") "...), goOn
}
