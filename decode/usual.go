package decode

import "encoding/binary"

const (
	// ipv4WithoutOptions is the first byte of an IPv4 header that has none.
	ipv4WithoutOptions = 0x45
	// fragmentBits are the bits of an IPv4 header's fourth word that only fragments
	// have.
	fragmentBits = uint16(MoreFragments) | 0x1fff
	// usual4 and usual6 are where the payload of a usual frame begins at the
	// earliest.
	usual4 = ethernetHead + IPv4MinHead + tcpHeaderLen
	usual6 = ethernetHead + IPv6Head + tcpHeaderLen
	// onlyTimestamps is a bit that no length of an IP header without options has.
	onlyTimestamps = 1 << 7
	// usualWire bounds the length of a usual frame on the wire: libpcap captures no
	// more of a frame.
	usualWire = 262144
)

// usual decodes a frame that is usual in the sense of IsUsual, as nearly all are.
// It reports whether the frame is one of these; s is not touched when it is not.
// What it sets is what the walk over the headers sets, in a third of the
// instructions because it asks no question whose answer is known; a test compares
// them.
func (s *Segment) usual(frame []byte, wireLen int) bool {
	if len(frame) < usual4 || len(frame) > wireLen || wireLen > usualWire {
		return false
	}
	switch binary.BigEndian.Uint16(frame[12:]) {
	case etherIPv4:
		return s.usualIPv4(frame, wireLen)
	case etherIPv6:
		return s.usualIPv6(frame, wireLen)
	default:
		return false
	}
}

// usualIPv4 is usual for a frame of at least usual4 bytes that says it is IPv4.
// The headers are arrays here and below: where their length is known, no byte of
// them is asked for whether it is there.
func (s *Segment) usualIPv4(frame []byte, wireLen int) bool {
	head := (*[usual4]byte)(frame)
	ip := IPv4Header(head[ethernetHead : ethernetHead+IPv4MinHead])
	length := ip.TotalLen() - IPv4MinHead
	if ip[0] != ipv4WithoutOptions || ip.Protocol() != protoTCP || binary.BigEndian.Uint16(ip[6:])&fragmentBits != 0 ||
		!fitsUsual(TCPHeader(head[ethernetHead+IPv4MinHead:]).HeaderLen(), length, len(frame), wireLen, IPv4MinHead) {
		return false
	}
	s.Src.Addr.set4(binary.BigEndian.Uint32(ip[12:]))
	s.Dst.Addr.set4(binary.BigEndian.Uint32(ip[16:]))
	s.TTL, s.ECN, s.IPID = ip.TTL(), ip.TOS()&3, ip.ID()
	s.takeUsual(frame, wireLen, IPv4MinHead, length)
	return true
}

// usualIPv6 is usual for a frame that says it is IPv6.
func (s *Segment) usualIPv6(frame []byte, wireLen int) bool {
	if len(frame) < usual6 {
		return false
	}
	head := (*[usual6]byte)(frame)
	ip := IPv6Header(head[ethernetHead : ethernetHead+IPv6Head])
	length := ip.PayloadLen()
	if ip.Version() != 6 || ip.NextHeader() != protoTCP ||
		!fitsUsual(TCPHeader(head[ethernetHead+IPv6Head:]).HeaderLen(), length, len(frame), wireLen, IPv6Head) {
		return false
	}
	ip.ends(&s.Src, &s.Dst)
	s.TTL, s.ECN, s.IPID = ip.HopLimit(), ip.TrafficClass()&3, 0
	s.takeUsual(frame, wireLen, IPv6Head, length)
	return true
}

// fitsUsual reports whether a TCP header of head bytes is captured whole, and
// whether the segment, of length bytes by the IP header, fits in what the frame had
// on the wire behind an IP header of ipHead bytes.
func fitsUsual(head, length, captured, wire, ipHead int) bool {
	return head >= tcpHeaderLen && head <= length && ethernetHead+ipHead+head <= captured && ethernetHead+ipHead+length <= wire
}

// takeUsual notes what is the same for both versions of IP: ipHead is the length
// of the IP header, length that of the segment.
func (s *Segment) takeUsual(frame []byte, wireLen int, ipHead, length int) {
	off := ethernetHead + ipHead
	eth, tcp := (*[ethernetHead]byte)(frame), TCPHeader((*[tcpHeaderLen]byte)(frame[off:])[:])
	data := off + tcp.HeaderLen()
	s.Frame, s.WireLen, s.Class = frame, uint32(wireLen), TCP
	s.Src.Port, s.Dst.Port = tcp.SrcPort(), tcp.DstPort()
	s.Seq, s.Ack, s.Flags = tcp.Seq(), tcp.Ack(), tcp.Flags()
	s.Window, s.Checksum, s.Urgent = tcp.Window(), tcp.Checksum(), tcp.Urgent()
	s.Outgoing = false
	s.LinkHash = hashLink(hashLink(0, binary.BigEndian.Uint64(eth[:])), uint64(binary.BigEndian.Uint32(eth[8:])))
	s.Len = off + length - data
	s.tcpOff, s.dataOff, s.end = uint32(off), uint32(data), uint32(min(len(frame), off+length))
	s.usualHead, s.n = uint8(ipHead), 0
	s.Options.Set = 0
	switch options := frame[off+tcpHeaderLen : data]; {
	case len(options) == 0:
	case s.Options.onlyTimestamps(options):
		s.usualHead |= onlyTimestamps
	default:
		s.Options.parse(options, len(options))
	}
}

// usualHeadLen returns the length of the IP header of a usual frame.
func (s *Segment) usualHeadLen() int { return int(s.usualHead &^ onlyTimestamps) }

// makeUsualLayers makes the layers of a usual frame.
func (s *Segment) makeUsualLayers() {
	s.makeRoom()
	kind := LayerIPv4
	if s.usualHeadLen() == IPv6Head {
		kind = LayerIPv6
	}
	wire, ip, tcp := int(s.WireLen), s.usualHeadLen(), int(s.tcpOff)
	frame, head := len(s.Frame), s.HeadersLen()-tcp
	s.layers[0] = Layer{Kind: LayerEthernet, Head: ethernetHead, End: frame, Len: wire}
	s.layers[1] = Layer{Kind: kind, Off: ethernetHead, Head: ip, End: frame, Len: wire - ethernetHead}
	s.layers[2] = Layer{Kind: LayerTCP, Off: tcp, Head: head, End: int(s.end), Len: head + s.Len}
	s.n = 3
}
