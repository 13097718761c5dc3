package tcpdump

import "encoding/binary"

// The link types of the generator, by the number that stands in capture files.
const (
	linkNull   = 0
	linkEN10MB = 1
	linkPPP    = 9
	linkRaw    = 101
	linkLoop   = 108
	linkSLL    = 113
	linkIPv4   = 228
	linkIPv6   = 229
	linkSLL2   = 276
)

// EtherTypes.
const (
	etherIPv4  = 0x0800
	etherVLAN  = 0x8100
	etherIPv6  = 0x86dd
	etherMPLS  = 0x8847
	etherPPPoE = 0x8864
)

// link returns a frame of a link type with an IP packet in it.
func (g generator) link(linkType int) []byte {
	p := g.ip(2)
	v6 := p[0]>>4 == 6
	switch linkType {
	case linkEN10MB:
		return g.ethernet(p, v6)
	case linkNull:
		return append(g.family(v6, pick[binary.AppendByteOrder](g, binary.LittleEndian, binary.BigEndian)), p...)
	case linkLoop:
		return append(g.family(v6, binary.BigEndian), p...)
	case linkSLL:
		return append(g.sll(v6), p...)
	case linkSLL2:
		return append(g.sll2(v6), p...)
	case linkPPP:
		return append(g.ppp(v6), p...)
	case linkIPv4:
		return g.ip4(2)
	case linkIPv6:
		return g.ip6(2)
	case linkRaw:
		return p
	default:
		return g.oddLink(linkType, p, v6)
	}
}

func etherType(v6 bool) uint16 {
	if v6 {
		return etherIPv6
	}
	return etherIPv4
}

// ethernet returns an Ethernet frame with up to two VLAN tags, padded now and
// then; the packet may stand in PPPoE or behind MPLS labels.
func (g generator) ethernet(p []byte, v6 bool) []byte {
	b := []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01")
	for range pick(g, 0, 0, 0, 1, 2) {
		b = binary.BigEndian.AppendUint16(b, pick[uint16](g, etherVLAN, 0x88a8, 0x9100, 0x9200))
		b = binary.BigEndian.AppendUint16(b, uint16(g.Uint32()))
	}
	switch g.IntN(12) {
	case 0:
		b = binary.BigEndian.AppendUint16(b, etherPPPoE)
		b = append(b, 0x11, 0, 0, byte(g.IntN(3)))
		b = binary.BigEndian.AppendUint16(b, uint16(len(p)+2+pick(g, 0, 0, 0, -3, 5)))
		b = append(b, 0, pick[byte](g, 0x21, 0x57))
	case 1:
		b = binary.BigEndian.AppendUint16(b, etherMPLS)
		if g.oneIn(2) {
			b = binary.BigEndian.AppendUint32(b, g.Uint32()&^0x100)
		}
		b = binary.BigEndian.AppendUint32(b, g.Uint32()|0x100)
	case 2:
		b = binary.BigEndian.AppendUint16(b, uint16(len(p)+8+pick(g, 0, 0, -3, 5)))
		b = append(b, pick(g, "\xaa\xaa\x03\x00\x00\x00", "\xaa\xaa\x03\x00\x00\xf8")...)
		b = binary.BigEndian.AppendUint16(b, etherType(v6))
	default:
		b = binary.BigEndian.AppendUint16(b, etherType(v6))
	}
	b = append(b, p...)
	return append(b, make([]byte, pick(g, 0, 0, 0, 6))...)
}

// family returns the header of NULL and LOOP.
func (g generator) family(v6 bool, order binary.AppendByteOrder) []byte {
	if v6 {
		return order.AppendUint32(nil, pick[uint32](g, 24, 28, 30))
	}
	return order.AppendUint32(nil, 2)
}

func (g generator) sll(v6 bool) []byte {
	b := []byte{0, byte(g.IntN(6)), 0, 1, 0, pick[byte](g, 6, 6, 0)}
	b = append(b, g.bytes(8)...)
	if g.oneIn(5) {
		b = binary.BigEndian.AppendUint16(b, etherVLAN)
		b = binary.BigEndian.AppendUint16(b, uint16(g.Uint32()))
	}
	return binary.BigEndian.AppendUint16(b, etherType(v6))
}

// sll2 names interfaces that this machine does not have: tcpdump looks them up
// where it runs.
func (g generator) sll2(v6 bool) []byte {
	b := binary.BigEndian.AppendUint16(nil, etherType(v6))
	b = append(b, 0, 0)
	b = binary.BigEndian.AppendUint32(b, pick[uint32](g, 99999, 1<<31))
	b = append(b, 0, 1, byte(g.IntN(6)), pick[byte](g, 6, 6, 0))
	return append(b, g.bytes(8)...)
}

func (g generator) ppp(v6 bool) []byte {
	b := []byte(pick(g, "\xff\x03\x00", "\x00", ""))
	if v6 {
		return append(b, 0x57)
	}
	return append(b, 0x21)
}
