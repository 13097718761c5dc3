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
func (s *Segment) usualIPv4(frame []byte, wireLen int) bool {
	head := frame[:usual4]
	ip, tcp := head[ethernetHead:ethernetHead+IPv4MinHead], TCPHeader(head[ethernetHead+IPv4MinHead:])
	total, data := int(binary.BigEndian.Uint16(ip[2:])), tcp.HeaderLen()
	if ip[0] != ipv4WithoutOptions || ip[9] != protoTCP || binary.BigEndian.Uint16(ip[6:])&fragmentBits != 0 ||
		!fitsUsual(data, total-IPv4MinHead, len(frame)-ethernetHead-IPv4MinHead, wireLen-ethernetHead-IPv4MinHead) {
		return false
	}
	s.Src.Addr.set4(binary.BigEndian.Uint32(ip[12:]))
	s.Dst.Addr.set4(binary.BigEndian.Uint32(ip[16:]))
	s.TTL, s.ECN, s.IPID = ip[8], ip[1]&3, binary.BigEndian.Uint16(ip[4:])
	s.takeUsual(frame, wireLen, tcp, IPv4MinHead, total-IPv4MinHead)
	return true
}

// usualIPv6 is usual for a frame that says it is IPv6.
func (s *Segment) usualIPv6(frame []byte, wireLen int) bool {
	if len(frame) < usual6 {
		return false
	}
	head := frame[:usual6]
	ip, tcp := IPv6Header(head[ethernetHead:ethernetHead+IPv6Head]), TCPHeader(head[ethernetHead+IPv6Head:])
	length := ip.PayloadLen()
	if ip.Version() != 6 || ip.NextHeader() != protoTCP ||
		!fitsUsual(tcp.HeaderLen(), length, len(frame)-ethernetHead-IPv6Head, wireLen-ethernetHead-IPv6Head) {
		return false
	}
	ip.ends(&s.Src, &s.Dst)
	s.TTL, s.ECN, s.IPID = ip.HopLimit(), ip.TrafficClass()&3, 0
	s.takeUsual(frame, wireLen, tcp, IPv6Head, length)
	return true
}

// fitsUsual reports whether a TCP header of head bytes is captured whole, and
// whether the segment, of length bytes by the IP header, fits in what is left of
// the frame on the wire.
func fitsUsual(head, length, captured, wire int) bool {
	return head >= tcpHeaderLen && head <= length && head <= captured && length <= wire
}

// takeUsual notes what is the same for both versions of IP: ipHead is the length
// of the IP header, length that of the segment.
func (s *Segment) takeUsual(frame []byte, wireLen int, tcp TCPHeader, ipHead, length int) {
	off, data := ethernetHead+ipHead, tcp.HeaderLen()
	s.Frame, s.WireLen, s.Class = frame, wireLen, TCP
	s.Src.Port, s.Dst.Port = tcp.SrcPort(), tcp.DstPort()
	s.Seq, s.Ack, s.Flags = tcp.Seq(), tcp.Ack(), tcp.Flags()
	s.Window, s.Checksum, s.Urgent = tcp.Window(), tcp.Checksum(), tcp.Urgent()
	s.Outgoing, s.Interface = false, 0
	s.LinkHash = hashLink(hashLink(0, binary.BigEndian.Uint64(frame)), uint64(binary.BigEndian.Uint32(frame[8:])))
	s.Len = length - data
	s.tcpOff, s.dataOff, s.end = off, off+data, min(len(frame), off+length)
	s.usualHead, s.n = ipHead, 0
	s.Options.Set = 0
	if data > tcpHeaderLen {
		s.Options.parse(frame[off+tcpHeaderLen:off+data], data-tcpHeaderLen)
	}
}

// makeUsualLayers makes the layers of a usual frame.
func (s *Segment) makeUsualLayers() {
	s.makeRoom()
	kind := LayerIPv4
	if s.usualHead == IPv6Head {
		kind = LayerIPv6
	}
	frame, head := len(s.Frame), s.dataOff-s.tcpOff
	s.layers[0] = Layer{Kind: LayerEthernet, Head: ethernetHead, End: frame, Len: s.WireLen}
	s.layers[1] = Layer{Kind: kind, Off: ethernetHead, Head: s.usualHead, End: frame, Len: s.WireLen - ethernetHead}
	s.layers[2] = Layer{Kind: LayerTCP, Off: s.tcpOff, Head: head, End: s.end, Len: head + s.Len}
	s.n = 3
}
