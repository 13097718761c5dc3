package decode

import "encoding/binary"

// PPPHeader reads a PPP header (RFC 1661 section 2) whose address and control
// field, or direction, may be left out and whose protocol field may be
// compressed to one byte (RFC 1661 sections 6.5 and 6.6).
type PPPHeader []byte

// The first two bytes of a PPP header when they are no protocol.
const (
	PPPAddressControl = 0xff03
	PPPIncoming       = 0x0003 // NetBSD's direction in place of the address
	PPPOutgoing       = 0x0103
)

// PPP protocol numbers that the walk follows.
const (
	PPPIPv4          = 0x0021
	PPPIPv4VJ        = 0x002f // Van Jacobson, uncompressed: a whole IP header
	PPPIPv6          = 0x0057
	PPPMPLS          = 0x0281
	PPPMPLSMulticast = 0x0283
)

// Prefix returns the two bytes in front of the protocol field, 0 when there are
// none; it needs two bytes.
func (h PPPHeader) Prefix() uint16 {
	switch prefix := binary.BigEndian.Uint16(h); prefix {
	case PPPAddressControl, PPPIncoming, PPPOutgoing:
		return prefix
	default:
		return 0
	}
}

// Protocol returns the protocol number and the length of the header; the length
// is 0 when the header is cut.
func (h PPPHeader) Protocol() (proto uint16, head int) {
	if len(h) < 2 {
		return 0, 0
	}
	if h.Prefix() != 0 {
		head = 2
	}
	switch rest := h[head:]; {
	case len(rest) >= 1 && rest[0]&1 != 0:
		return uint16(rest[0]), head + 1
	case len(rest) >= 2:
		return binary.BigEndian.Uint16(rest), head + 2
	default:
		return 0, 0
	}
}

// ppp walks PPP inside something else.
func (d *Decoder) ppp(s *Segment, off, end, length int) {
	h := PPPHeader(s.Frame[off:end])
	proto, head := h.Protocol()
	l := Layer{Kind: LayerPPP, Off: off, Head: head, End: end, Len: length}
	switch {
	case head == 0:
		l.Fault = FaultCut
	case length < head:
		l.Fault = FaultShort
	}
	if s.push(l) && l.Fault == FaultNone {
		d.pppPayload(s, proto, off+head, end, length-head)
	}
}

func (d *Decoder) pppPayload(s *Segment, proto uint16, off, end, length int) {
	switch proto {
	case PPPIPv4, PPPIPv4VJ, etherIPv4:
		d.ipv4(s, off, end, length)
	case PPPIPv6, etherIPv6:
		d.ipv6(s, off, end, length)
	case PPPMPLS, PPPMPLSMulticast:
		d.mpls(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}

const pppMinFrame = 4

// pppFrame walks frames of link type PPP, which never are shorter than a header
// without compression.
func (d *Decoder) pppFrame(s *Segment, off, end, length int) {
	if end-off < pppMinFrame {
		s.push(Layer{Kind: LayerPPP, Fault: FaultCut, Off: off, End: end, Len: length})
		return
	}
	d.ppp(s, off, end, length)
}

// pppSerial walks frames of link type PPP_SERIAL: PPP in HDLC-like framing (RFC
// 1662 section 3.1), or Cisco HDLC.
func (d *Decoder) pppSerial(s *Segment, off, end, length int) {
	if off < end && (s.Frame[off] == HDLCUnicast || s.Frame[off] == HDLCBroadcast) {
		d.hdlc(s, off, end, length)
		return
	}
	if !s.fixed(LayerPPPSerial, pppMinFrame, off, end, length) {
		return
	}
	if s.Frame[off] != PPPAddressControl>>8 {
		s.other(off+2, end, length-2)
		return
	}
	proto := binary.BigEndian.Uint16(s.Frame[off+2:])
	d.pppPayload(s, proto, off+pppMinFrame, end, length-pppMinFrame)
}

// HDLCHeader reads the four bytes of a Cisco HDLC header.
type HDLCHeader []byte

const (
	hdlcHead = 4

	// HDLCUnicast and HDLCBroadcast are the addresses of a Cisco HDLC header.
	HDLCUnicast   = 0x0f
	HDLCBroadcast = 0x8f
)

// Address returns the address field.
func (h HDLCHeader) Address() uint8 { return h[0] }

// Protocol returns the EtherType of what follows.
func (h HDLCHeader) Protocol() uint16 { return binary.BigEndian.Uint16(h[2:]) }

func (d *Decoder) hdlc(s *Segment, off, end, length int) {
	if !s.fixed(LayerHDLC, hdlcHead, off, end, length) {
		return
	}
	proto := HDLCHeader(s.Frame[off:]).Protocol()
	if proto == etherPPPoE {
		s.other(off+hdlcHead, end, length-hdlcHead)
		return
	}
	d.etherType(s, proto, off+hdlcHead, end, length-hdlcHead)
}
