package tcpdump

import "tcpshake/decode"

// headers appends the text of every header of the packet, from the link header
// to TCP.
func (l *Line) headers(dst []byte) ([]byte, stop) {
	layers := l.seg.Layers()
	if l.opt.Dump != NoDump {
		l.linkLen = linkLen(l.seg)
	}
	l.env = envelope{}
	end := goOn
	for i := range layers {
		if l.env.payload != given {
			dst, end = l.beyond(dst, layers, i)
		} else {
			dst, end = l.header(dst, layers, i)
		}
		if end != goOn {
			return dst, end
		}
	}
	return dst, soft
}

// header appends the text of layers[i].
func (l *Line) header(dst []byte, layers []decode.Layer, i int) ([]byte, stop) {
	ly := &layers[i]
	switch ly.Kind {
	case decode.LayerIPv4:
		return l.ipv4(dst, ly)
	case decode.LayerIPv6:
		return l.ipv6(dst, ly)
	case decode.LayerTCP:
		return l.tcp(dst, ly)
	case decode.LayerHopByHop:
		return l.hopByHop(dst, layers, i)
	case decode.LayerDestination:
		return l.destination(dst, ly)
	case decode.LayerRouting:
		return l.routing(dst, ly)
	case decode.LayerFragment:
		return l.fragment(dst, ly)
	case decode.LayerAH:
		return l.ah(dst, ly)
	case decode.LayerGRE:
		return l.gre(dst, ly)
	case decode.LayerMPLS:
		return l.mpls(dst, ly)
	case decode.LayerICMP:
		return l.icmp(dst, layers, i)
	case decode.LayerNone, decode.LayerOther:
		return dst, soft
	default:
		return l.link(dst, layers, i)
	}
}

// beyond appends the text of layers[i] behind an IPv6 header whose payload
// length is 0. tcpdump looks at the length only where the extension headers
// end; without a jumbo payload option it takes the 0 at its word.
func (l *Line) beyond(dst []byte, layers []decode.Layer, i int) ([]byte, stop) {
	if isExtension(layers[i].Kind) {
		return l.header(dst, layers, i)
	}
	switch {
	case l.env.payload == jumbo:
		l.env.payload = given
		dst = appendMissing6(dst, l.env.length, decode.IPv6Header(l.env.ip).JumboLen())
		return l.header(dst, layers, i)
	case layers[i].Off > l.env.off+decode.IPv6Head:
		return cut(dst, ip6Name), soft
	}
	nothing := &l.nothing[0]
	*nothing = layers[i]
	nothing.End, nothing.Len, nothing.Fault = nothing.Off, 0, decode.FaultCut
	return l.header(dst, l.nothing[:], 0)
}

// isExtension reports whether a header is one of IPv6's extension headers that
// are skipped.
func isExtension(kind decode.LayerKind) bool {
	switch kind {
	case decode.LayerHopByHop, decode.LayerDestination, decode.LayerRouting, decode.LayerFragment:
		return true
	default:
		return false
	}
}

// bytes returns the header's bytes and what follows it.
func (l *Line) bytes(ly *decode.Layer) []byte { return l.seg.Frame[ly.Off:ly.End] }

// envelope is what the headers in front of a TCP header say about the text of
// the TCP part. Every IP header begins a new one, so that a tunnel's inner
// packet, and the packet that an ICMP error quotes, are printed as any other.
type envelope struct {
	// ip is the IP header and what of its payload is captured. It begins at off,
	// and length is how many bytes the enclosing layer gives it.
	ip          []byte
	off, length int
	// fragmented is set for a fragment: its checksum covers bytes of others.
	fragmented bool
	// named is set when the addresses have been printed already, as they are in
	// front of IPv6 extension headers and AH: only the ports follow.
	named bool
	// payload says where the length of an IPv6 packet stands.
	payload payloadLen
}

// is4 reports whether the header is one of IPv4.
func (e *envelope) is4() bool { return decode.IPv4Header(e.ip).Version() == 4 }

// ends returns the addresses of the header.
func (e *envelope) ends() (src, dst decode.Addr) {
	if e.is4() {
		h := decode.IPv4Header(e.ip)
		return h.Src(), h.Dst()
	}
	h := decode.IPv6Header(e.ip)
	return h.Src(), h.Dst()
}

// payloadLen says where the length of a packet stands.
type payloadLen uint8

const (
	given   payloadLen = iota // in the IP header
	jumbo                     // in a jumbo payload option
	nowhere                   // the IPv6 header has 0, and there is no such option
)

// route appends both addresses of the packet, as they stand in front of
// anything but TCP.
func (l *Line) route(dst []byte) []byte {
	from, to := l.env.ends()
	dst = l.appendHost(dst, from)
	dst = append(dst, " > "...)
	dst = l.appendHost(dst, to)
	return append(dst, ':')
}

// cut appends the mark of a header that ends too early; name is tcpdump's word
// for it.
func cut(dst []byte, name string) []byte {
	dst = append(dst, " [|"...)
	dst = append(dst, name...)
	return append(dst, ']')
}

// appendCount appends a number between two texts.
func appendCount(dst []byte, before string, n int, after string) []byte {
	dst = append(dst, before...)
	dst = appendUint(dst, uint32(n))
	return append(dst, after...)
}
