package decode

import "encoding/binary"

// PFLOGHeader reads the header of BSD's pflog interface, which logs what the
// packet filter did. Its methods need 64 bytes, if they do not say otherwise.
type PFLOGHeader []byte

const (
	pflogMinHead = 45
	// pflogSize is the length of today's header. There must be as many bytes, even
	// though the headers of old systems are shorter.
	pflogSize = 64
)

// HeaderLen returns the length of the header without padding; it needs one
// byte.
func (h PFLOGHeader) HeaderLen() int { return int(h[0]) }

// size returns the length of the header with padding.
func (h PFLOGHeader) size() int { return (h.HeaderLen() + 3) &^ 3 }

// Family returns the address family.
func (h PFLOGHeader) Family() uint8 { return h[1] }

// Action returns what the rule did with the packet.
func (h PFLOGHeader) Action() uint8 { return h[2] }

// Reason returns why it was logged.
func (h PFLOGHeader) Reason() uint8 { return h[3] }

// Interface returns the name of the interface, with the zero bytes behind it.
func (h PFLOGHeader) Interface() []byte { return h[4:20] }

// Ruleset returns the name of the rule set, with the zero bytes behind it.
func (h PFLOGHeader) Ruleset() []byte { return h[20:36] }

// Rule returns the number of the rule.
func (h PFLOGHeader) Rule() uint32 { return binary.BigEndian.Uint32(h[36:]) }

// Subrule returns the number of the rule inside its rule set, 2^32-1 when it is
// in none.
func (h PFLOGHeader) Subrule() uint32 { return binary.BigEndian.Uint32(h[40:]) }

// Direction returns the direction.
func (h PFLOGHeader) Direction() uint8 { return h[60] }

func (d *Decoder) pflog(s *Segment, off, end, length int) {
	h := PFLOGHeader(s.Frame[off:end])
	l := Layer{Kind: LayerPFLOG, Off: off, End: end, Len: length}
	if len(h) > 0 {
		l.Head = h.size()
	}
	switch {
	case len(h) < max(l.Head, pflogSize):
		l.Fault = FaultCut
	case h.HeaderLen() < pflogMinHead:
		l.Fault = FaultHeaderLen
	}
	if s.push(l) && l.Fault == FaultNone {
		d.family(s, uint32(h.Family()), off+l.Head, end, length-l.Head)
	}
}

// PKTAPHeader reads the header of Apple's pktap interface. Its methods need 108
// bytes.
type PKTAPHeader []byte

const (
	pktapMinHead = 108
	pktapPacket  = 1 // the record type of a packet
)

// HeaderLen returns the length of the header.
func (h PKTAPHeader) HeaderLen() int { return int(binary.LittleEndian.Uint32(h)) }

// RecordType returns what follows the header.
func (h PKTAPHeader) RecordType() uint32 { return binary.LittleEndian.Uint32(h[4:]) }

// DLT returns the link type of the frame that follows.
func (h PKTAPHeader) DLT() int { return int(binary.LittleEndian.Uint32(h[8:])) }

func (d *Decoder) pktap(s *Segment, off, end, length int) {
	h := PKTAPHeader(s.Frame[off:end])
	l := Layer{Kind: LayerPKTAP, Off: off, End: end, Len: length}
	switch {
	case len(h) < pktapMinHead:
		l.Fault = FaultCut
	case h.HeaderLen() < pktapMinHead || h.HeaderLen() > length:
		l.Fault = FaultHeaderLen
	case len(h) < h.HeaderLen():
		l.Fault = FaultCut
	default:
		l.Head = h.HeaderLen()
	}
	if !s.push(l) || l.Fault != FaultNone {
		return
	}
	off, length = off+l.Head, length-l.Head
	walk := walkerOf(h.DLT())
	// 101 is RAW in savefiles only.
	if h.RecordType() != pktapPacket || h.DLT() == dltRaw || walk == nil {
		s.other(off, end, length)
		return
	}
	walk(d, s, off, end, length)
}
