package decode

import "encoding/binary"

// LLCHeader reads an 802.2 LLC header of an unnumbered information frame (IEEE
// 802.2 section 3), with the SNAP header (IEEE 802 section 10.3) behind it when
// both service access points are SNAP's.
type LLCHeader []byte

const (
	llcHead = 3
	// snapHead is the length of LLC and SNAP together.
	snapHead = 8

	sapIP              = 0x06
	sapSNAP            = 0xaa
	unnumbered         = 0x03 // control field: unnumbered information
	ouiEncapsulated    = 0x000000
	ouiCiscoEthernet90 = 0x0000f8
)

// DSAP, SSAP and Control return the three fields of the LLC header; they need
// three bytes.
func (h LLCHeader) DSAP() uint8 { return h[0] }

// SSAP returns the source service access point.
func (h LLCHeader) SSAP() uint8 { return h[1] }

// Control returns the control field.
func (h LLCHeader) Control() uint8 { return h[2] }

// IsSNAP reports whether a SNAP header follows.
func (h LLCHeader) IsSNAP() bool { return h[0] == sapSNAP && h[1] == sapSNAP && h[2] == unnumbered }

// OUI returns the organisation of a SNAP header; it needs eight bytes.
func (h LLCHeader) OUI() uint32 { return binary.BigEndian.Uint32(h[2:]) & 0xffffff }

// Type returns the EtherType of a SNAP header; it needs eight bytes.
func (h LLCHeader) Type() uint16 { return binary.BigEndian.Uint16(h[6:]) }

func (d *Decoder) llc(s *Segment, off, end, length int) {
	h := LLCHeader(s.Frame[off:end])
	l := Layer{Kind: LayerLLC, Off: off, Head: llcHead, End: end, Len: length}
	if len(h) >= llcHead && h.IsSNAP() {
		l.Head = snapHead
	}
	if len(h) < l.Head {
		l.Fault = FaultCut
	}
	if !s.push(l) || l.Fault != FaultNone {
		return
	}
	off, length = off+l.Head, length-l.Head
	switch {
	case h.IsSNAP() && (h.OUI() == ouiEncapsulated || h.OUI() == ouiCiscoEthernet90):
		d.etherType(s, h.Type(), off, end, length)
	case h.DSAP() == sapIP && h.SSAP() == sapIP && h.Control() == unnumbered:
		d.ipv4(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}
