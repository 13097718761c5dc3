package decode

import "encoding/binary"

// PPPoEHeader reads the six bytes of a PPPoE header (RFC 2516 section 4).
type PPPoEHeader []byte

const pppoeHead = 6

// Version returns the version, 1.
func (h PPPoEHeader) Version() uint8 { return h[0] >> 4 }

// Type returns the type, 1.
func (h PPPoEHeader) Type() uint8 { return h[0] & 0xf }

// Code returns the code, 0 in the session stage.
func (h PPPoEHeader) Code() uint8 { return h[1] }

// Session returns the session identifier.
func (h PPPoEHeader) Session() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// PayloadLen returns the length of what follows, in bytes.
func (h PPPoEHeader) PayloadLen() int { return int(binary.BigEndian.Uint16(h[4:])) }

// pppoe walks PPPoE; the discovery stage carries no packets. The bytes behind
// the payload, an Ethernet frame's padding, are not cut off: the packet's own
// length field does it.
func (d *Decoder) pppoe(s *Segment, off, end, length int) {
	if !s.fixed(LayerPPPoE, pppoeHead, off, end, length) {
		return
	}
	h := PPPoEHeader(s.Frame[off : off+pppoeHead])
	if h.Code() != 0 {
		s.other(off+pppoeHead, end, length-pppoeHead)
		return
	}
	d.ppp(s, off+pppoeHead, end, min(h.PayloadLen(), length-pppoeHead))
}
