package decode

import "strconv"

// Decoder decodes the frames of one link type. It keeps nothing from one frame
// to the next.
type Decoder struct {
	link walker
	// mayBeUsual is set when the frames are Ethernet.
	mayBeUsual bool
}

// walker walks the headers from the one that begins at off. Their data end at
// end; length is how many bytes there are by the length of the frame or of the
// enclosing header.
type walker func(d *Decoder, s *Segment, off, end, length int)

// LinkTypeError is the error of New for a link type that cannot be decoded.
type LinkTypeError struct {
	// DLT is the link type as libpcap numbers it.
	DLT int
}

// Error says which link type it is by its number.
func (e LinkTypeError) Error() string {
	return "link type " + strconv.Itoa(e.DLT) + " is not supported"
}

// New returns a Decoder for a link type as libpcap numbers them (the DLT; 1 is
// EN10MB). The error is an LinkTypeError.
func New(dlt int) (*Decoder, error) {
	walk := walkerOf(dlt)
	if walk == nil {
		return nil, LinkTypeError{dlt}
	}
	return &Decoder{link: walk, mayBeUsual: dlt == dltEthernet}, nil
}

// Decode fills s with what frame holds: the captured bytes of a frame that had
// wireLen bytes on the wire. The slices of s point into frame.
func (d *Decoder) Decode(frame []byte, wireLen int, s *Segment) {
	if d.mayBeUsual && s.usual(frame, wireLen) {
		return
	}
	s.reset(frame, wireLen)
	d.link(d, s, 0, len(frame), wireLen)
}

// reset empties s. It leaves alone what Class, Options.Set and n make invalid,
// and the ends, which the IP header sets: clearing a kilobyte would cost more
// than decoding.
func (s *Segment) reset(frame []byte, wireLen int) {
	s.Frame, s.WireLen = frame, uint32(wireLen)
	s.Class = NotTCP
	s.Seq, s.Ack, s.Flags = 0, 0, 0
	s.Window, s.Urgent, s.Checksum = 0, 0, 0
	s.Len, s.tcpOff, s.dataOff, s.end = 0, 0, 0, 0
	s.Options.Set = 0
	s.TTL, s.ECN, s.IPID = 0, 0, 0
	s.Outgoing, s.LinkHash = false, 0
	s.usualHead, s.n = 0, 0
}

// IP protocol numbers (IANA) that the walk follows.
const (
	protoHopByHop    = 0
	protoICMP        = 1
	protoIPv4        = 4
	protoTCP         = 6
	protoIPv6        = 41
	protoRouting     = 43
	protoFragment    = 44
	protoGRE         = 47
	protoAH          = 51
	protoICMPv6      = 58
	protoDestination = 60
)

// payload walks what an IP header, or AH behind it, carries.
func (d *Decoder) payload(s *Segment, proto uint8, off, end, length int) {
	switch proto {
	case protoTCP:
		d.tcp(s, off, end, length)
	case protoIPv4:
		d.ipv4(s, off, end, length)
	case protoIPv6:
		d.ipv6(s, off, end, length)
	case protoGRE:
		d.gre(s, off, end, length)
	case protoAH:
		d.ah(s, off, end, length)
	case protoICMP:
		if s.Src.Addr.Is4() {
			d.icmp4(s, off, end, length)
			return
		}
		s.other(off, end, length)
	case protoICMPv6:
		if !s.Src.Addr.Is4() {
			d.icmp6(s, off, end, length)
			return
		}
		s.other(off, end, length)
	default:
		s.other(off, end, length)
	}
}

// broken gives up on a header whose protocol field, if it is captured, says
// what would have followed.
func (s *Segment) broken(proto uint8) {
	if proto == protoTCP {
		s.Class = Broken
	}
}
