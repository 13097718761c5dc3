package decode

import "encoding/binary"

// EthernetHeader reads the 14 bytes of an Ethernet header (IEEE 802.3 section
// 3.1.1).
type EthernetHeader []byte

const (
	ethernetHead   = 14
	vlanHead       = 4
	maxEthernetLen = 1500 // a type field up to this is the length of an 802.3 frame
)

// Dst returns the destination address.
func (h EthernetHeader) Dst() [6]byte { return [6]byte(h) }

// Src returns the source address.
func (h EthernetHeader) Src() [6]byte { return [6]byte(h[6:]) }

// Type returns the EtherType, or the length of an 802.3 frame when it is at
// most 1500.
func (h EthernetHeader) Type() uint16 { return binary.BigEndian.Uint16(h[12:]) }

// VLANTag reads one VLAN tag (IEEE 802.1Q section 9.6) behind the EtherType
// that announced it: two bytes of control information and the next EtherType.
type VLANTag []byte

// ID returns the VLAN identifier, 0 to 4095.
func (t VLANTag) ID() uint16 { return binary.BigEndian.Uint16(t) & 0xfff }

// Priority returns the priority code point, 0 to 7.
func (t VLANTag) Priority() uint8 { return t[0] >> 5 }

// DropEligible returns the drop eligible indicator.
func (t VLANTag) DropEligible() bool { return t[0]&0x10 != 0 }

// Type returns the EtherType of what follows, or the length of an 802.3 frame.
func (t VLANTag) Type() uint16 { return binary.BigEndian.Uint16(t[2:]) }

// isVLAN reports whether an EtherType announces a VLAN tag of any kind.
func isVLAN(proto uint16) bool {
	switch proto {
	case etherVLAN, etherQinQ, etherVLAN9100, etherVLAN9200:
		return true
	default:
		return false
	}
}

// isCTag reports whether an EtherType announces a customer's tag.
func isCTag(proto uint16) bool { return proto == etherVLAN }

func (d *Decoder) ethernet(s *Segment, off, end, length int) {
	if !s.fixed(LayerEthernet, ethernetHead, off, end, length) {
		return
	}
	if length < ethernetHead {
		s.Layers()[s.n-1].Fault = FaultShort
		return
	}
	h := EthernetHeader(s.Frame[off : off+ethernetHead])
	s.LinkHash = hashLink(s.LinkHash, binary.BigEndian.Uint64(h))
	s.LinkHash = hashLink(s.LinkHash, uint64(binary.BigEndian.Uint32(h[8:])))
	off, length = off+ethernetHead, length-ethernetHead
	switch proto := h.Type(); {
	case proto == etherIPv4:
		d.ipv4(s, off, end, length)
	case isVLAN(proto):
		d.vlan(s, off, end, length)
	default:
		d.etherFrame(s, proto, off, end, length)
	}
}

// etherFrame walks what an Ethernet header or its last VLAN tag announces.
func (d *Decoder) etherFrame(s *Segment, proto uint16, off, end, length int) {
	if proto > maxEthernetLen {
		d.etherType(s, proto, off, end, length)
		return
	}
	length = min(length, int(proto))
	d.llc(s, off, min(end, off+length), length)
}

// vlan walks the VLAN tags of an Ethernet frame.
func (d *Decoder) vlan(s *Segment, off, end, length int) {
	l, proto := s.vlanTags(isVLAN, off, end, length)
	if s.push(l) && l.Fault == FaultNone {
		d.etherFrame(s, proto, off+l.Head, end, length-l.Head)
	}
}

// vlanTags reads a run of VLAN tags, however long, of which the first is
// announced: it is one header. isTag tells which EtherTypes announce another.
// The type behind the last tag is returned too.
func (s *Segment) vlanTags(isTag func(uint16) bool, off, end, length int) (Layer, uint16) {
	l := Layer{Kind: LayerVLAN, Off: off, End: end, Len: length}
	for {
		if min(end-off, length)-l.Head < vlanHead {
			l.Fault = FaultCut
			return l, 0
		}
		tag := VLANTag(s.Frame[off+l.Head:][:vlanHead])
		s.LinkHash = hashLink(s.LinkHash, uint64(tag.ID()))
		l.Head += vlanHead
		if proto := tag.Type(); !isTag(proto) {
			return l, proto
		}
	}
}

// hashLink mixes v into a hash (a step of splitmix64).
func hashLink(h uint32, v uint64) uint32 {
	v = (v ^ uint64(h)) * 0x9e3779b97f4a7c15
	return uint32(v >> 32)
}
