package decode

import "encoding/binary"

// IPv6Header reads an IPv6 header (RFC 8200 section 3). Its methods need its 40
// bytes, if they do not say otherwise.
type IPv6Header []byte

// IPv6Head is the length of an IPv6 header without extension headers.
const IPv6Head = 40

// Version returns the version field; it needs one byte.
func (h IPv6Header) Version() uint8 { return h[0] >> 4 }

// TrafficClass returns DSCP and ECN; it needs two bytes.
func (h IPv6Header) TrafficClass() uint8 { return h[0]<<4 | h[1]>>4 }

// FlowLabel returns the 20 bits of the flow label; it needs four bytes.
func (h IPv6Header) FlowLabel() uint32 { return binary.BigEndian.Uint32(h) & 0xfffff }

// PayloadLen returns the payload length in bytes, extension headers included;
// 0 for a jumbogram.
func (h IPv6Header) PayloadLen() int { return int(binary.BigEndian.Uint16(h[4:])) }

// NextHeader returns the protocol number of what follows; it needs seven bytes.
func (h IPv6Header) NextHeader() uint8 { return h[6] }

// HopLimit returns the hop limit.
func (h IPv6Header) HopLimit() uint8 { return h[7] }

// Src returns the source address.
func (h IPv6Header) Src() Addr { return AddrFrom16([16]byte(h[8:])) }

// Dst returns the destination address.
func (h IPv6Header) Dst() Addr { return AddrFrom16([16]byte(h[24:])) }

// Ends returns source and destination as numbers.
func (h IPv6Header) Ends() (src, dst Words) { return words(h[8:]), words(h[24:]) }

// ends writes the addresses to two ends without ports.
func (h IPv6Header) ends(src, dst *Endpoint) {
	*src = Endpoint{Addr: Addr{b: [16]byte(h[8:24]), version: 6}}
	*dst = Endpoint{Addr: Addr{b: [16]byte(h[24:40]), version: 6}}
}

// check returns what is wrong with the header. length is how many bytes the
// enclosing layer gives.
func (h IPv6Header) check(length int) Fault {
	switch {
	case len(h) < IPv6Head:
		return FaultCut
	case length < IPv6Head:
		return FaultShort
	case h.Version() != 6:
		return FaultVersion
	case h.PayloadLen() == 0 && length > IPv6Head && h.JumboLen() == 0:
		return FaultNoLen
	}
	return FaultNone
}

func (d *Decoder) ipv6(s *Segment, off, end, length int) {
	h := IPv6Header(s.Frame[off:end])
	l := s.next()
	if l == nil {
		return
	}
	fault := h.check(length)
	l.Kind, l.Fault = LayerIPv6, fault
	l.Off, l.Head, l.End, l.Len = off, IPv6Head, end, length
	if len(h) < IPv6Head {
		s.Src, s.Dst = Endpoint{}, Endpoint{}
		if len(h) >= 7 {
			s.broken(h.NextHeader())
		}
		return
	}
	h.ends(&s.Src, &s.Dst)
	s.TTL, s.ECN, s.IPID = h.HopLimit(), h.TrafficClass()&3, 0
	payload := h.PayloadLen()
	switch {
	case fault == FaultNoLen:
		payload = length - IPv6Head
	case fault != FaultNone:
		s.broken(h.NextHeader())
		return
	case payload == 0:
		payload = h.JumboLen()
	}
	off += IPv6Head
	end = min(end, off+payload)
	if next := h.NextHeader(); next != protoTCP {
		d.extensions(s, next, off, end, payload)
		return
	}
	d.tcp(s, off, end, payload)
}

// JumboLen returns the payload length of a jumbogram (RFC 2675 section 3):
// what the jumbo payload option says when the payload length field is 0, the
// option stands in the hop-by-hop header, and is above 65,535. Otherwise 0. It
// needs the header alone, and looks as far behind it as h goes.
func (h IPv6Header) JumboLen() int {
	if h.PayloadLen() != 0 || h.NextHeader() != protoHopByHop {
		return 0
	}
	it := Extension(h[IPv6Head:]).options()
	for {
		o, ok := it.Next()
		if !ok {
			return 0
		}
		if o.Kind == OptionJumbo && o.Fault == FaultNone {
			return jumboLen(&o)
		}
	}
}

// jumboLen returns the length that a jumbo payload option gives, 0 when it is
// one that the payload length field could have held.
func jumboLen(o *IPv6Option) int {
	if n := o.Jumbo(); n > 0xffff {
		return int(n)
	}
	return 0
}
