package decode

// Class says what a frame is to a tool that follows TCP.
type Class uint8

// The classes of frames.
const (
	// NotTCP is anything that neither holds TCP nor speaks about it.
	NotTCP Class = iota
	// TCP is a segment whose fixed header is captured and whose lengths agree:
	// all fields of the Segment are valid.
	TCP
	// Broken is meant to be TCP (its protocol field says so) but cannot be
	// followed: an IP or TCP header is cut, or its lengths contradict each other.
	// Layers says where. Src, Dst, their ports and Flags are set as far as they
	// were read.
	Broken
	// Fragment is an IP fragment of a TCP segment: a later one, or a first one,
	// whose length is unknown. It is printed and counted, never followed.
	Fragment
	// ICMPError is an ICMP or ICMPv6 error that quotes a TCP segment: ICMP is
	// valid.
	ICMPError
)

// String returns the name of the class.
func (c Class) String() string { return classNames[c] }

var classNames = [...]string{
	NotTCP: "not TCP", TCP: "TCP", Broken: "broken", Fragment: "fragment", ICMPError: "ICMP error",
}

// Segment is what one frame holds. A Decoder fills the same Segment again and
// again; the slices point into the frame. What decoding a usual frame sets stands in
// front, in two lines of the processor's cache: whoever looks at segments on another
// processor, or at many of them, waits for each line.
type Segment struct {
	// Src and Dst are the ends of the innermost IP header's TCP segment.
	Src, Dst Endpoint
	// Seq, Ack, Flags, Window and Urgent are the fields of the TCP header
	// (RFC 9293 section 3.1); Window is as on the wire, not scaled.
	Seq, Ack Seq
	Flags    Flags
	Window   uint16
	Urgent   uint16
	// Checksum is the TCP checksum as on the wire, not verified.
	Checksum uint16
	// TTL is the time to live or hop limit, IPID the IPv4 identification (0 for
	// IPv6), ECN the two low bits of the traffic class, of the innermost header.
	IPID uint16
	TTL  uint8
	ECN  uint8
	// Class says which of the fields are valid.
	Class Class
	// Outgoing is set when the link layer says that this host sent the frame
	// (LINUX_SLL, LINUX_SLL2).
	Outgoing bool
	// usualHead is the length of the IP header of a frame that is usual, otherwise 0. Its
	// layers follow from it: they are made when somebody asks. onlyTimestamps is set
	// in it when the options are the time stamps as nearly all send them; see
	// usualHeadLen.
	usualHead uint8
	// n is how many of the layers are valid.
	n uint8

	// Len is the number of payload bytes that the IP length fields promise, not
	// counting SYN and FIN.
	Len int
	// Frame is the captured part of the frame.
	Frame []byte
	// LinkHash tells frames apart that differ in MAC addresses, VLAN tags or the
	// interface (LINUX_SLL2).
	LinkHash uint32
	// WireLen is the frame's length on the wire in bytes.
	WireLen uint32
	// tcpOff is where the TCP header of a segment of class TCP begins in Frame,
	// dataOff where its payload does or would, and end where the datagram ends or
	// is cut.
	tcpOff, dataOff, end uint32
	// Options are the TCP options that the endpoints act on.
	Options Options

	// layers has room for the headers once there was one.
	layers *[MaxLayers]Layer
	// ICMP is valid when Class is ICMPError.
	ICMP ICMP
}

// Layers returns the headers that the walk met, outermost first. The last one
// tells why the walk ended there.
func (s *Segment) Layers() []Layer {
	switch {
	case s.n != 0:
		return s.layers[:s.n]
	case s.usualHead == 0:
		return nil
	default:
		s.makeUsualLayers()
		return s.layers[:s.n]
	}
}

// IsUsual reports whether the frame is one of the many that are Ethernet, an IP
// header without options, and a TCP header, each of them captured whole and with
// nothing wrong about it; the length of the datagram fits in that of the frame.
func (s *Segment) IsUsual() bool { return s.usualHead != 0 }

// OnlyTimestamps reports whether the frame is usual and TCPHeader.OnlyTimestamps of
// its segment, so that Options hold them.
func (s *Segment) OnlyTimestamps() bool { return s.usualHead&onlyTimestamps != 0 }

// TCP returns the captured bytes of a segment of class TCP from its header on.
func (s *Segment) TCP() TCPHeader { return TCPHeader(s.Frame[s.tcpOff:s.end]) }

// HeadersLen returns how many bytes stand in front of the payload of a segment of
// class TCP by what the headers say: more than len(Frame) when the last one is
// cut. It is 0 for a segment that no frame was decoded for.
func (s *Segment) HeadersLen() int { return int(s.dataOff) }

// Payload returns the captured part of the Len bytes of payload of a segment of
// class TCP.
func (s *Segment) Payload() []byte {
	if s.dataOff >= s.end {
		return nil
	}
	return s.Frame[s.dataOff:s.end]
}

// SeqLen returns the sequence space that the segment takes: its payload, and
// one each for SYN and FIN (RFC 9293 section 3.4).
func (s *Segment) SeqLen() int {
	n := s.Len
	if s.Flags.Has(SYN) {
		n++
	}
	if s.Flags.Has(FIN) {
		n++
	}
	return n
}

// End returns the sequence number after the segment's last one.
func (s *Segment) End() Seq { return s.Seq.Add(s.SeqLen()) }

// ICMP is an ICMP or ICMPv6 error about a TCP segment.
type ICMP struct {
	// From is the sender of the error, Version 4 or 6 the protocol.
	From       Addr
	Version    uint8
	Type, Code uint8
	// MTU is the next-hop MTU of "fragmentation needed" or "packet too big", 0
	// when it is not told.
	MTU uint32
	// Src and Dst are the ends of the quoted segment, Seq its sequence number.
	Src, Dst Endpoint
	Seq      Seq
}

// OptionSet tells which options a segment carries.
type OptionSet uint16

// The options that the endpoints act on.
const (
	OptMSS       OptionSet = 1 << iota // RFC 9293 section 3.7.1
	OptWScale                          // RFC 7323 section 2
	OptSACKOK                          // RFC 2018 section 2
	OptSACK                            // RFC 2018 section 3
	OptTimestamp                       // RFC 7323 section 3
	OptTFO                             // RFC 7413: kind 34, or 254 with magic f989
	OptMPTCP                           // RFC 8684
	OptMD5                             // RFC 2385
	OptAO                              // RFC 5925
	OptUTO                             // RFC 5482
	OptAccECN                          // kinds 172 and 174, or 254 with ACC0 and ACC1
	OptBad                             // an option's length is wrong, or it is cut
)

// SACKBlock is one block of a SACK option (RFC 2018 section 3).
type SACKBlock struct{ Left, Right Seq }

// Options are the TCP options of one segment. A value is valid when its bit is
// in Set.
type Options struct {
	Set          OptionSet
	MSS          uint16
	TSVal, TSEcr uint32
	WScale       uint8 // as on the wire: may exceed 14
	TFOCookieLen uint8 // 0 is a cookie request
	MPTCPSubtype uint8 // 0 capable, 1 join, 2 dss, ... (RFC 8684 section 8.3)
	MPTCPReason  uint8 // of MP_TCPRST, 0 when it tells none
	SACKBlocks   uint8
	SACK         [4]SACKBlock
}

// Has reports whether all options of want are there.
func (o *Options) Has(want OptionSet) bool { return o.Set&want == want }
