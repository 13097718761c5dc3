package decode

// finalDestination returns the destination that the checksum of a segment
// counts, 4 or 16 bytes: the last address of a source route, otherwise the
// destination of the IP header. packet begins with that header, whose fixed part
// is there.
func finalDestination(packet []byte) []byte {
	if IPv4Header(packet).Version() == 4 {
		return finalIPv4(packet)
	}
	return finalIPv6(packet)
}

// finalIPv4 reads the options of the IPv4 header b, which has at least 20 bytes.
func finalIPv4(b []byte) []byte {
	h, dst := IPv4Header(b), b[16:20]
	if h.HeaderLen() > len(b) {
		return dst
	}
	it := h.Options()
	for o, ok := it.Next(); ok && o.Fault == FaultNone; o, ok = it.Next() {
		// The shortest route with an address has seven bytes.
		if (o.Kind == IPv4OptionLSRR || o.Kind == IPv4OptionSSRR) && o.Len >= 7 {
			return o.Data[o.Len-4 : o.Len]
		}
	}
	return dst
}

// finalIPv6 looks for a routing header among the extension headers of the IPv6
// packet b, which has at least 40 bytes.
func finalIPv6(b []byte) []byte {
	dst, next := b[24:40], IPv6Header(b).NextHeader()
	for b = b[IPv6Head:]; len(b) >= 8; {
		kind := extensionKind(next)
		switch kind {
		case LayerNone:
			return dst
		case LayerRouting:
			return routed(dst, b)
		}
		e := Extension(b)
		next = e.NextHeader()
		b = b[min(e.size(kind), len(b)):]
	}
	return dst
}

// routed returns the last address of the routing header b, dst when there is
// none. b has at least eight bytes.
func routed(dst, b []byte) []byte {
	const fixed, addr = 8, 16
	size := Extension(b).size(LayerRouting)
	switch RoutingHeader(b).Type() {
	case RoutingSource, RoutingMobile:
		if size >= fixed+addr && size <= len(b) {
			return b[size-addr : size]
		}
	case RoutingSegment:
		// Segments are in reverse order (RFC 8754 section 2). tcpdump reads the first
		// also where the header says that there is none.
		if len(b) >= fixed+addr {
			return b[fixed : fixed+addr]
		}
	}
	return dst
}
