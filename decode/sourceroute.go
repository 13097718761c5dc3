package decode

// IPv4 option types that have no length byte, and those of source routes (RFC
// 791 section 3.1).
const (
	ipOptionEnd  = 0
	ipOptionNop  = 1
	ipOptionLSRR = 131
	ipOptionSSRR = 137
)

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
	dst, head := b[16:20], IPv4Header(b).HeaderLen()
	if head <= IPv4MinHead || head > len(b) {
		return dst
	}
	options := b[IPv4MinHead:head]
	for len(options) > 0 {
		switch options[0] {
		case ipOptionEnd:
			return dst
		case ipOptionNop:
			options = options[1:]
			continue
		}
		if len(options) < 2 || options[1] < 2 || int(options[1]) > len(options) {
			return dst
		}
		n := int(options[1])
		// The shortest route with an address has seven bytes.
		if (options[0] == ipOptionLSRR || options[0] == ipOptionSSRR) && n >= 7 {
			return options[n-4 : n]
		}
		options = options[n:]
	}
	return dst
}

// finalIPv6 looks for a routing header among the extension headers of the IPv6
// packet b, which has at least 40 bytes.
func finalIPv6(b []byte) []byte {
	dst, next := b[24:40], IPv6Header(b).NextHeader()
	for b = b[IPv6Head:]; len(b) >= 8; {
		size := 8
		switch next {
		case protoHopByHop, protoDestination:
			size += 8 * int(b[1])
		case protoFragment:
		case protoRouting:
			return routed(dst, b)
		default:
			return dst
		}
		next = b[0]
		b = b[min(size, len(b)):]
	}
	return dst
}

// routed returns the last address of the routing header b, dst when there is
// none.
func routed(dst, b []byte) []byte {
	const fixed, addr = 8, 16
	size := fixed + 8*int(b[1])
	switch b[2] {
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
