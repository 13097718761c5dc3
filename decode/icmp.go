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

// Quoted returns what follows the eight bytes: what an error quotes.
func (h ICMPHeader) Quoted() []byte { return h[icmpHead:] }

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

// Codes of ICMPUnreachable and ICMPv6Unreachable.
const (
	ICMPProtocolUnreachable = 2
	ICMPPortUnreachable     = 3
	ICMPFragmentationNeeded = 4 // tells an MTU (RFC 1191 section 4)
	ICMPv6PortUnreachable   = 4
)

// Type returns the type.
func (h ICMPHeader) Type() uint8 { return h[0] }

// Code returns the code.
func (h ICMPHeader) Code() uint8 { return h[1] }

// Checksum returns the checksum as on the wire.
func (h ICMPHeader) Checksum() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// Word returns the last four bytes, whose meaning hangs on the type.
func (h ICMPHeader) Word() uint32 { return binary.BigEndian.Uint32(h[4:]) }

// Gateway returns the address in a redirect.
func (h ICMPHeader) Gateway() Addr { return AddrFrom4([4]byte(h[4:])) }

// Pointer returns the octet that a parameter problem of IPv4 is about.
func (h ICMPHeader) Pointer() uint8 { return h[4] }

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
	off += icmpHead
	q := IPv4Header(s.Frame[off:end])
	if len(q) < IPv4MinHead || q.Protocol() != protoTCP {
		return
	}
	s.ICMP = ICMP{From: s.Src.Addr, Version: 4, Type: h.Type(), Code: h.Code()}
	if h.Type() == ICMPUnreachable && h.Code() == ICMPFragmentationNeeded {
		s.ICMP.MTU = uint32(h.MTU())
	}
	s.ICMP.Src.Addr, s.ICMP.Dst.Addr = q.Src(), q.Dst()
	head, fault := q.check(len(q))
	// The quoted datagram ends where its own length field says.
	total := q.TotalLen()
	quoted := min(end, off+total)
	s.Class = Broken
	if !s.push(Layer{Kind: LayerIPv4, Fault: fault, Off: off, Head: head, End: quoted, Len: total}) {
		return
	}
	switch {
	case fault == FaultLaterFragment:
		s.Class = Fragment
	case fault == FaultNone, fault == FaultNoLen && len(q) >= head:
		off, total = off+head, total-head
		s.push(Layer{Kind: LayerTCP, Off: off, End: max(off, quoted), Len: total})
		s.quote(s.Frame[off:end])
	}
}

// icmp6 looks for a TCP segment that an ICMPv6 error quotes.
func (d *Decoder) icmp6(s *Segment, off, end, length int) {
	h, ok := s.icmp(off, end, length)
	if !ok || h.Type() < ICMPv6Unreachable || h.Type() > ICMPv6Parameter {
		return
	}
	q := IPv6Header(s.Frame[off+icmpHead : end])
	if fault := q.check(len(q)); fault != FaultNone && fault != FaultNoLen {
		return
	}
	s.ICMP = ICMP{From: s.Src.Addr, Version: 6, Type: h.Type(), Code: h.Code()}
	if h.Type() == ICMPv6TooBig {
		s.ICMP.MTU = h.Word()
	}
	s.ICMP.Src.Addr, s.ICMP.Dst.Addr = q.Src(), q.Dst()
	next, e := q.NextHeader(), Extension(q[IPv6Head:])
	for kind := extensionKind(next); kind != LayerNone; kind = extensionKind(next) {
		if e.check(kind) != FaultNone {
			return
		}
		next, e = e.NextHeader(), e[e.size(kind):]
	}
	if next != protoTCP {
		return
	}
	s.Class = Broken
	s.push(Layer{Kind: LayerTCP, Off: end - len(e), End: end, Len: len(e)})
	s.quote(e)
}

// icmp records an ICMP or ICMPv6 header.
func (s *Segment) icmp(off, end, length int) (ICMPHeader, bool) {
	if !s.fixed(LayerICMP, icmpHead, off, end, length) {
		return nil, false
	}
	return ICMPHeader(s.Frame[off:end]), true
}

// quote reads the ends and the sequence number of a quoted TCP segment, if that
// much of it is there.
func (s *Segment) quote(b []byte) {
	if len(b) < 4 {
		return
	}
	s.ICMP.Src.Port = binary.BigEndian.Uint16(b)
	s.ICMP.Dst.Port = binary.BigEndian.Uint16(b[2:])
	if len(b) < quotedTCP {
		return
	}
	s.ICMP.Seq = Seq(binary.BigEndian.Uint32(b[4:]))
	s.Class = ICMPError
}

// ICMPChecksum verifies the checksum of a whole ICMP message.
func ICMPChecksum(message []byte) Checksum {
	return newChecksum(ICMPHeader(message).Checksum(), addBytes(0, message))
}

// ICMPv6Checksum verifies the checksum of a whole ICMPv6 message in an IPv6
// packet; what of that must be there is as for TCPChecksum.
func ICMPv6Checksum(packet, message []byte) Checksum {
	sum := pseudoHeader(packet, uint32(len(message)), protoICMPv6)
	return newChecksum(ICMPHeader(message).Checksum(), addBytes(sum, message))
}

// SumsUp reports whether the Internet checksum over b, its own field included,
// is right.
func SumsUp(b []byte) bool { return fold(addBytes(0, b)) == 0xffff }
