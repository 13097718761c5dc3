package decode

import "encoding/binary"

// PacketType is the direction in a header of Linux's cooked captures.
type PacketType uint16

// The packet types of Linux (packet(7)).
const (
	PacketIncoming PacketType = iota
	PacketBroadcast
	PacketMulticast
	PacketOtherHost
	PacketOutgoing
)

// SLLHeader reads the 16 bytes of a LINUX_SLL header.
type SLLHeader []byte

// SLL2Header reads the 20 bytes of a LINUX_SLL2 header.
type SLL2Header []byte

const (
	sllHead  = 16
	sll2Head = 20

	// sllLLC is the protocol of a frame that begins with an LLC header.
	sllLLC = 0x0004
)

// Type returns the direction.
func (h SLLHeader) Type() PacketType { return PacketType(binary.BigEndian.Uint16(h)) }

// AddrLen returns the length of the sender's link address, which may be more
// than the 8 bytes that are kept of it.
func (h SLLHeader) AddrLen() int { return int(binary.BigEndian.Uint16(h[4:])) }

// MAC returns the sender's address; it is one when AddrLen is 6.
func (h SLLHeader) MAC() [6]byte { return [6]byte(h[6:]) }

// Protocol returns the EtherType of what follows.
func (h SLLHeader) Protocol() uint16 { return binary.BigEndian.Uint16(h[14:]) }

// Protocol returns the EtherType of what follows.
func (h SLL2Header) Protocol() uint16 { return binary.BigEndian.Uint16(h) }

// Interface returns the index of the interface on the host that captured.
func (h SLL2Header) Interface() uint32 { return binary.BigEndian.Uint32(h[4:]) }

// Type returns the direction.
func (h SLL2Header) Type() PacketType { return PacketType(h[10]) }

// AddrLen returns the length of the sender's link address, which may be more
// than the 8 bytes that are kept of it.
func (h SLL2Header) AddrLen() int { return int(h[11]) }

// MAC returns the sender's address; it is one when AddrLen is 6.
func (h SLL2Header) MAC() [6]byte { return [6]byte(h[12:]) }

func (d *Decoder) sll(s *Segment, off, end, length int) {
	if !s.fixed(LayerSLL, sllHead, off, end, length) {
		return
	}
	h := SLLHeader(s.Frame[off : off+sllHead])
	s.Outgoing = h.Type() == PacketOutgoing
	s.LinkHash = hashLink(uint32(h.Type()), binary.BigEndian.Uint64(h[6:]))
	d.cooked(s, h.Protocol(), off+sllHead, end, length-sllHead)
}

func (d *Decoder) sll2(s *Segment, off, end, length int) {
	if !s.fixed(LayerSLL2, sll2Head, off, end, length) {
		return
	}
	h := SLL2Header(s.Frame[off : off+sll2Head])
	s.Outgoing = h.Type() == PacketOutgoing
	s.LinkHash = hashLink(hashLink(0, uint64(h.Type())<<32|uint64(h.Interface())), binary.BigEndian.Uint64(h[12:]))
	d.cooked(s, h.Protocol(), off+sll2Head, end, length-sll2Head)
}

// cooked walks what a cooked capture's header carries.
func (d *Decoder) cooked(s *Segment, proto uint16, off, end, length int) {
	switch proto {
	case sllLLC:
		d.llc(s, off, end, length)
	case etherVLAN:
		d.cookedVLAN(s, off, end, length)
	default:
		d.etherType(s, proto, off, end, length)
	}
}

// cookedVLAN walks the tags that stand behind a cooked header: the kernel
// leaves 802.1Q tags there only.
func (d *Decoder) cookedVLAN(s *Segment, off, end, length int) {
	l, proto := s.vlanTags(isCTag, off, end, length)
	if s.push(l) && l.Fault == FaultNone {
		d.etherType(s, proto, off+l.Head, end, length-l.Head)
	}
}
