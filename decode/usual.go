package decode

import "encoding/binary"

const (
	// ipv4WithoutOptions is the first byte of an IPv4 header that has none.
	ipv4WithoutOptions = 0x45
	// fragmentBits are the bits of an IPv4 header's fourth word that only fragments
	// have.
	fragmentBits = uint16(MoreFragments) | 0x1fff
	usualTCP     = ethernetHead + IPv4MinHead
)

// usual decodes a frame that is Ethernet, IPv4 without options and not
// fragmented, and a whole TCP header, as nearly all are. It reports whether the
// frame is one of these; s is not touched when it is not. What it sets is what
// the walk over the headers sets, in a third of the instructions because it asks
// no question whose answer is known; a test compares them.
func (s *Segment) usual(frame []byte, wireLen int) bool {
	if len(frame) < usualTCP+tcpHeaderLen || len(frame) > wireLen {
		return false
	}
	head := frame[:usualTCP+tcpHeaderLen]
	ip, tcp := head[ethernetHead:usualTCP], TCPHeader(head[usualTCP:])
	total, data := int(binary.BigEndian.Uint16(ip[2:])), tcp.HeaderLen()
	if binary.BigEndian.Uint16(head[12:]) != etherIPv4 || ip[0] != ipv4WithoutOptions || ip[9] != protoTCP ||
		binary.BigEndian.Uint16(ip[6:])&fragmentBits != 0 || data < tcpHeaderLen ||
		IPv4MinHead+data > total || usualTCP+data > len(frame) {
		return false
	}
	s.Frame, s.WireLen, s.Class = frame, wireLen, TCP
	s.Src.Addr.set4(binary.BigEndian.Uint32(ip[12:]))
	s.Dst.Addr.set4(binary.BigEndian.Uint32(ip[16:]))
	s.Src.Port, s.Dst.Port = tcp.SrcPort(), tcp.DstPort()
	s.Seq, s.Ack, s.Flags = tcp.Seq(), tcp.Ack(), tcp.Flags()
	s.Window, s.Checksum, s.Urgent = tcp.Window(), tcp.Checksum(), tcp.Urgent()
	s.TTL, s.ECN, s.IPID = ip[8], ip[1]&3, binary.BigEndian.Uint16(ip[4:])
	s.Outgoing, s.Interface = false, 0
	s.LinkHash = hashLink(hashLink(0, binary.BigEndian.Uint64(head)), uint64(binary.BigEndian.Uint32(head[8:])))
	s.usualLayers(len(frame), wireLen, total, data)
	s.Len, s.Payload = total-IPv4MinHead-data, nil
	if end := s.layers[2].End; end > usualTCP+data {
		s.Payload = frame[usualTCP+data : end]
	}
	s.Options.Set = 0
	if data > tcpHeaderLen {
		s.Options.parse(frame[usualTCP+tcpHeaderLen:usualTCP+data], data-tcpHeaderLen)
	}
	return true
}

// usualLayers notes the headers of a usual frame: total is the length of the
// datagram, data where the payload begins in the segment.
func (s *Segment) usualLayers(captured, wireLen, total, data int) {
	eth, ip, tcp := &s.layers[0], &s.layers[1], &s.layers[2]
	eth.Kind, eth.Fault, eth.Off, eth.Head, eth.End, eth.Len = LayerEthernet, FaultNone, 0, ethernetHead, captured, wireLen
	ip.Kind, ip.Fault, ip.Off, ip.Head, ip.End, ip.Len = LayerIPv4, FaultNone, ethernetHead, IPv4MinHead, captured, wireLen-ethernetHead
	tcp.Kind, tcp.Fault, tcp.Off, tcp.Head = LayerTCP, FaultNone, usualTCP, data
	tcp.End, tcp.Len = min(captured, ethernetHead+total), total-IPv4MinHead
	s.n = 3
}
