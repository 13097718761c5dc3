package decode

import "encoding/binary"

const familyHead = 4

// FamilyOf returns the address family of a NULL or LOOP header, in the byte
// order of the host that wrote it: families are small, so a value that needs
// the upper half was written the other way round. b has four bytes or more.
func FamilyOf(b []byte) uint32 {
	family := binary.LittleEndian.Uint32(b)
	if family > 0xffff {
		family = binary.BigEndian.Uint32(b)
	}
	return family
}

// null walks NULL and LOOP frames.
func (d *Decoder) null(s *Segment, off, end, length int) {
	if !s.fixed(LayerNull, familyHead, off, end, length) {
		return
	}
	d.family(s, FamilyOf(s.Frame[off:]), off+familyHead, end, length-familyHead)
}

// raw walks frames that begin with the IP header, whose version tells which.
func (d *Decoder) raw(s *Segment, off, end, length int) {
	if !s.fixed(LayerRaw, 0, off, end, length) || off == end {
		return
	}
	switch s.Frame[off] >> 4 {
	case 4:
		d.ipv4(s, off, end, length)
	case 6:
		d.ipv6(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}

// ENCHeader reads the 12 bytes in front of a packet of OpenBSD's enc interface,
// which shows what IPsec carries. Its fields are in the byte order of the host
// that wrote it.
type ENCHeader []byte

const encHead = 12

// ENCFlags tell how IPsec protected the packet.
type ENCFlags uint32

// The flags.
const (
	ENCConfidential ENCFlags = 0x0400
	ENCAuthentic    ENCFlags = 0x0800
)

// order returns the byte order of the header, as FamilyOf tells it.
func (h ENCHeader) order() binary.ByteOrder {
	if binary.LittleEndian.Uint32(h) > 0xffff {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// SPI returns the security parameters index.
func (h ENCHeader) SPI() uint32 { return binary.BigEndian.Uint32(h[4:]) }

// Flags returns the flags.
func (h ENCHeader) Flags() ENCFlags { return ENCFlags(h.order().Uint32(h[8:])) }

func (d *Decoder) enc(s *Segment, off, end, length int) {
	if !s.fixed(LayerENC, encHead, off, end, length) {
		return
	}
	d.family(s, FamilyOf(s.Frame[off:]), off+encHead, end, length-encHead)
}
