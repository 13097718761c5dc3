package decode

import "encoding/binary"

// AHHeader reads an authentication header (RFC 4302 section 2).
type AHHeader []byte

// ahFixedHead is the length of the header without an integrity check value.
const ahFixedHead = 12

// NextHeader returns the protocol number of what follows; it needs one byte.
func (h AHHeader) NextHeader() uint8 { return h[0] }

// PayloadLen returns the length field: the 4-byte words of the header minus 2;
// it needs two bytes.
func (h AHHeader) PayloadLen() int { return int(h[1]) }

// HeaderLen returns the length of the header in bytes; it needs two bytes.
func (h AHHeader) HeaderLen() int { return (h.PayloadLen() + 2) * 4 }

// Reserved returns the reserved field; it needs four bytes.
func (h AHHeader) Reserved() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// SPI returns the security parameters index; it needs eight bytes.
func (h AHHeader) SPI() uint32 { return binary.BigEndian.Uint32(h[4:]) }

// Sequence returns the sequence number; it needs twelve bytes.
func (h AHHeader) Sequence() uint32 { return binary.BigEndian.Uint32(h[8:]) }

// ICV returns what is there of the integrity check value; it needs twelve
// bytes.
func (h AHHeader) ICV() []byte {
	return h[ahFixedHead:max(ahFixedHead, min(len(h), h.HeaderLen()))]
}

func (d *Decoder) ah(s *Segment, off, end, length int) {
	h := AHHeader(s.Frame[off:end])
	l := Layer{Kind: LayerAH, Off: off, End: end, Len: length}
	if len(h) >= 2 {
		l.Head = h.HeaderLen()
	}
	switch {
	case len(h) < ahFixedHead || len(h) < l.Head:
		l.Fault = FaultCut
	case l.Head < ahFixedHead:
		l.Fault = FaultHeaderLen
	}
	if !s.push(l) || len(h) == 0 {
		return
	}
	if l.Fault == FaultCut {
		s.broken(h.NextHeader())
		return
	}
	d.payload(s, h.NextHeader(), off+l.Head, end, length-l.Head)
	if l.Fault != FaultNone && s.Class != NotTCP {
		// Printed as if all were well, but what was taken for TCP began in the middle
		// of something else.
		s.Class = Broken
	}
}
