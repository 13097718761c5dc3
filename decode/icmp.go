package decode

import "encoding/binary"

// ICMPHeader reads the eight bytes in front of what an ICMP (RFC 792) or ICMPv6
// (RFC 4443) error quotes.
type ICMPHeader []byte

const (
	icmpHead = 8
	// quotedTCP is how much of the TCP header every error quotes (RFC 792): the
	// ports and the sequence number.
	quotedTCP = 8
)

// Types of ICMP errors.
const (
	ICMPUnreachable  = 3
	ICMPSourceQuench = 4
	ICMPRedirect     = 5
	ICMPTimeExceeded = 11
	ICMPParameter    = 12
)

// Types of ICMPv6 errors.
const (
	ICMPv6Unreachable  = 1
	ICMPv6TooBig       = 2
	ICMPv6TimeExceeded = 3
	ICMPv6Parameter    = 4
)

// ICMPFragmentationNeeded is the code of an ICMPUnreachable that tells an MTU
// (RFC 1191 section 4).
const ICMPFragmentationNeeded = 4

// Type returns the type.
func (h ICMPHeader) Type() uint8 { return h[0] }

// Code returns the code.
func (h ICMPHeader) Code() uint8 { return h[1] }

// Checksum returns the checksum as on the wire.
func (h ICMPHeader) Checksum() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// Word returns the last four bytes, whose meaning hangs on the type.
func (h ICMPHeader) Word() uint32 { return binary.BigEndian.Uint32(h[4:]) }

// MTU returns the next-hop MTU of "fragmentation needed", 0 when it is not told.
func (h ICMPHeader) MTU() uint16 { return binary.BigEndian.Uint16(h[6:]) }

// icmp4 looks for a TCP segment that an ICMP error quotes.
func (d *Decoder) icmp4(s *Segment, off, end, length int) {
	h, ok := s.icmp(off, end, length)
	if !ok {
		return
	}
	switch h.Type() {
	case ICMPUnreachable, ICMPSourceQuench, ICMPRedirect, ICMPTimeExceeded, ICMPParameter:
	default:
		return
	}
	s.ICMP = ICMP{From: s.Src.Addr, Version: 4, Type: h.Type(), Code: h.Code()}
	if h.Type() == ICMPUnreachable && h.Code() == ICMPFragmentationNeeded {
		s.ICMP.MTU = uint32(h.MTU())
	}
	off += icmpHead
	q := IPv4Header(s.Frame[off:end])
	// What the quoted datagram's own length field gives, not the error's.
	l := Layer{Kind: LayerIPv4, Off: off, End: end, Len: length - icmpHead}
	if len(q) >= IPv4MinHead {
		l.Len = q.TotalLen()
		l.End = min(end, off+l.Len)
		q = q[:l.End-off]
	}
	l.Head, l.Fault = q.check(l.Len)
	if !s.push(l) || l.Fault != FaultNone {
		return
	}
	s.ICMP.Src.Addr, s.ICMP.Dst.Addr = q.Src(), q.Dst()
	s.quote(q.Protocol(), off+l.Head, l.End, l.Len-l.Head)
}

// icmp6 looks for a TCP segment that an ICMPv6 error quotes.
func (d *Decoder) icmp6(s *Segment, off, end, length int) {
	h, ok := s.icmp(off, end, length)
	if !ok || h.Type() < ICMPv6Unreachable || h.Type() > ICMPv6Parameter {
		return
	}
	s.ICMP = ICMP{From: s.Src.Addr, Version: 6, Type: h.Type(), Code: h.Code()}
	if h.Type() == ICMPv6TooBig {
		s.ICMP.MTU = h.Word()
	}
	off, length = off+icmpHead, length-icmpHead
	q := IPv6Header(s.Frame[off:end])
	l := Layer{Kind: LayerIPv6, Off: off, Head: IPv6Head, End: end, Len: length}
	l.Fault = q.check(length)
	if !s.push(l) || l.Fault != FaultNone {
		return
	}
	s.ICMP.Src.Addr, s.ICMP.Dst.Addr = q.Src(), q.Dst()
	s.quote(q.NextHeader(), off+IPv6Head, min(end, off+IPv6Head+q.PayloadLen()), q.PayloadLen())
}

// icmp records an ICMP or ICMPv6 header.
func (s *Segment) icmp(off, end, length int) (ICMPHeader, bool) {
	l := Layer{Kind: LayerICMP, Off: off, Head: icmpHead, End: end, Len: length}
	if end-off < icmpHead {
		l.Fault = FaultCut
	}
	if !s.push(l) || l.Fault != FaultNone {
		return nil, false
	}
	return ICMPHeader(s.Frame[off:end]), true
}

// quote reads the ends and the sequence number of a quoted TCP segment. Extension
// headers in front of it are not skipped.
func (s *Segment) quote(proto uint8, off, end, length int) {
	if proto != protoTCP || end-off < quotedTCP {
		return
	}
	if !s.push(Layer{Kind: LayerTCP, Off: off, End: end, Len: length}) {
		return
	}
	b := s.Frame[off:end]
	s.ICMP.Src.Port = binary.BigEndian.Uint16(b)
	s.ICMP.Dst.Port = binary.BigEndian.Uint16(b[2:])
	s.ICMP.Seq = Seq(binary.BigEndian.Uint32(b[4:]))
	s.Class = ICMPError
}
