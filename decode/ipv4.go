package decode

import "encoding/binary"

// IPv4Header reads an IPv4 header (RFC 791 section 3.1). Its methods need the
// 20 bytes of the fixed header, if they do not say otherwise.
type IPv4Header []byte

// IPv4MinHead is the length of an IPv4 header without options.
const IPv4MinHead = 20

// Version returns the version field; it needs one byte.
func (h IPv4Header) Version() uint8 { return h[0] >> 4 }

// HeaderLen returns the header length in bytes, 0 to 60; it needs one byte.
func (h IPv4Header) HeaderLen() int { return int(h[0]&0xf) * 4 }

// TOS returns the type of service, now DSCP and ECN.
func (h IPv4Header) TOS() uint8 { return h[1] }

// TotalLen returns the length of the datagram, header included, in bytes.
func (h IPv4Header) TotalLen() int { return int(binary.BigEndian.Uint16(h[2:])) }

// ID returns the identification.
func (h IPv4Header) ID() uint16 { return binary.BigEndian.Uint16(h[4:]) }

// IPv4Flags are the three flag bits, where they stand in the header's fourth
// word.
type IPv4Flags uint16

// The flags.
const (
	MoreFragments IPv4Flags = 0x2000
	DontFragment  IPv4Flags = 0x4000
	ReservedFlag  IPv4Flags = 0x8000 // RFC 3514
)

// Flags returns the flags.
func (h IPv4Header) Flags() IPv4Flags {
	return IPv4Flags(binary.BigEndian.Uint16(h[6:])) & (MoreFragments | DontFragment | ReservedFlag)
}

// FragmentOffset returns the offset of a fragment in bytes.
func (h IPv4Header) FragmentOffset() int { return int(binary.BigEndian.Uint16(h[6:])&0x1fff) * 8 }

// TTL returns the time to live.
func (h IPv4Header) TTL() uint8 { return h[8] }

// Protocol returns the protocol number; it needs ten bytes.
func (h IPv4Header) Protocol() uint8 { return h[9] }

// Checksum returns the header checksum as on the wire.
func (h IPv4Header) Checksum() uint16 { return binary.BigEndian.Uint16(h[10:]) }

// Src returns the source address.
func (h IPv4Header) Src() Addr { return AddrFrom4([4]byte(h[12:])) }

// Dst returns the destination address.
func (h IPv4Header) Dst() Addr { return AddrFrom4([4]byte(h[16:])) }

// Ends returns source and destination as numbers.
func (h IPv4Header) Ends() (src, dst Words) {
	src.High = uint64(binary.BigEndian.Uint32(h[12:])) << 32
	dst.High = uint64(binary.BigEndian.Uint32(h[16:])) << 32
	return src, dst
}

// ends writes the addresses to two ends without ports.
func (h IPv4Header) ends(src, dst *Endpoint) {
	src.Addr.set4(binary.BigEndian.Uint32(h[12:]))
	dst.Addr.set4(binary.BigEndian.Uint32(h[16:]))
	src.Port, dst.Port = 0, 0
}

// check returns the length of the header and what is wrong with it. length is
// how many bytes the enclosing layer gives.
func (h IPv4Header) check(length int) (head int, fault Fault) {
	switch {
	case len(h) == 0:
		return 0, FaultCut
	case h.Version() != 4:
		return 0, FaultVersion
	case len(h) < IPv4MinHead:
		return 0, FaultCut
	case length < IPv4MinHead:
		return 0, FaultShort
	}
	head = h.HeaderLen()
	total := h.TotalLen()
	switch {
	case head < IPv4MinHead:
		return head, FaultHeaderLen
	case total == 0:
		return head, FaultNoLen
	case total < head:
		return head, FaultTotalLen
	case h.FragmentOffset() != 0:
		return head, FaultLaterFragment
	case len(h) < head:
		return head, FaultCut
	}
	return head, FaultNone
}

func (d *Decoder) ipv4(s *Segment, off, end, length int) {
	h := IPv4Header(s.Frame[off:end])
	head, fault := h.check(length)
	l := s.next()
	if l == nil {
		return
	}
	l.Kind, l.Fault = LayerIPv4, fault
	l.Off, l.Head, l.End, l.Len = off, head, end, length
	if len(h) < IPv4MinHead {
		s.Src, s.Dst = Endpoint{}, Endpoint{}
		if len(h) >= 10 {
			s.broken(h.Protocol())
		}
		return
	}
	h.ends(&s.Src, &s.Dst)
	s.TTL, s.ECN, s.IPID = h.TTL(), h.TOS()&3, h.ID()
	total := h.TotalLen()
	if fault != FaultNone {
		if total = s.ipv4Fault(h, fault, head, length); total == 0 {
			return
		}
	}
	off, end, length = off+head, min(end, off+total), total-head
	if proto := h.Protocol(); proto == protoTCP {
		d.tcp(s, off, end, length)
	} else {
		d.payload(s, proto, off, end, length)
	}
	if h.Flags()&MoreFragments != 0 {
		// A first fragment is walked like a whole datagram: its TCP header is there to
		// be printed.
		s.fragment()
	}
}

// ipv4Fault decides how the walk goes on behind a faulty header: it returns the
// total length to go by, 0 when the walk ends.
func (s *Segment) ipv4Fault(h IPv4Header, fault Fault, head, length int) int {
	switch {
	case fault == FaultNoLen:
		// Only TCP is captured without a length. If the protocol field says something
		// else, it is as wrong as the length, and what was meant cannot be told.
		s.Class = Broken
		if h.FragmentOffset() == 0 && min(len(h), length) >= head {
			return length
		}
		return 0
	case fault == FaultLaterFragment && h.Protocol() == protoTCP:
		s.Class = Fragment
	default:
		s.broken(h.Protocol())
	}
	return 0
}

// fragment marks a segment as a fragment of one: how long the segment is cannot
// be told from it.
func (s *Segment) fragment() {
	if s.Class == TCP || s.Class == Broken {
		s.Class = Fragment
	}
}
