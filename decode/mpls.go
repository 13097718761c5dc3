package decode

import "encoding/binary"

// MPLSEntry is one entry of an MPLS label stack (RFC 3032 section 2.1).
type MPLSEntry uint32

// MPLSEntryAt returns the entry that begins b, which has four bytes or more.
func MPLSEntryAt(b []byte) MPLSEntry { return MPLSEntry(binary.BigEndian.Uint32(b)) }

// Label returns the label, 0 to 1,048,575.
func (e MPLSEntry) Label() uint32 { return uint32(e >> 12) }

// TrafficClass returns the traffic class, 0 to 7 (RFC 5462).
func (e MPLSEntry) TrafficClass() uint8 { return uint8(e >> 9 & 7) }

// Bottom reports whether the entry is the last of the stack.
func (e MPLSEntry) Bottom() bool { return e&0x100 != 0 }

// TTL returns the time to live.
func (e MPLSEntry) TTL() uint8 { return uint8(e) }

// Labels that say what follows (RFC 3032 section 2.1).
const (
	labelIPv4Null     = 0
	labelIPv6Null     = 2
	labelImplicitNull = 3 // never sent; tcpdump takes it for IPv4
)

func (d *Decoder) mpls(s *Segment, off, end, length int) {
	b := s.Frame[off:end]
	l := Layer{Kind: LayerMPLS, Off: off, End: end, Len: length}
	var entry MPLSEntry
	for !entry.Bottom() {
		if len(b) < l.Head+4 {
			l.Fault = FaultCut
			s.push(l)
			return
		}
		entry = MPLSEntryAt(b[l.Head:])
		l.Head += 4
	}
	if !s.push(l) {
		return
	}
	off, length = off+l.Head, length-l.Head
	switch b = b[l.Head:]; {
	case entry.Label() == labelIPv4Null || entry.Label() == labelImplicitNull:
		d.ipv4(s, off, end, length)
	case entry.Label() == labelIPv6Null:
		d.ipv6(s, off, end, length)
	case len(b) > 0 && b[0]>>4 == 4 && b[0]&0xf >= 5:
		// No field names the protocol: the first nibble tells it (RFC 4928 section 2).
		d.ipv4(s, off, end, length)
	case len(b) > 0 && b[0]>>4 == 6:
		d.ipv6(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}
