package decode

import "encoding/binary"

// GREHeader reads a GRE header (RFC 2784 section 2, RFC 2890 section 2; version
// 1: RFC 2637 section 4.1). The fields behind the first four bytes are there by
// the flags.
type GREHeader []byte

// GREFlags are the first two bytes of a GRE header without the version.
type GREFlags uint16

// The flags. Routing and StrictRoute are those of RFC 1701, GREAck of RFC 2637.
const (
	GREChecksum    GREFlags = 0x8000
	GRERouting     GREFlags = 0x4000
	GREKey         GREFlags = 0x2000
	GRESequence    GREFlags = 0x1000
	GREStrictRoute GREFlags = 0x0800
	GREAck         GREFlags = 0x0080
)

const greFixedHead = 4

// Flags returns the flags; it needs two bytes.
func (h GREHeader) Flags() GREFlags { return GREFlags(binary.BigEndian.Uint16(h) &^ 7) }

// Version returns 0 or, for PPTP, 1; it needs two bytes.
func (h GREHeader) Version() uint8 { return h[1] & 7 }

// Protocol returns the EtherType of what follows; it needs four bytes.
func (h GREHeader) Protocol() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// greFields are the flags that announce four bytes each, in the order of the
// fields. A checksum field is there with either of its flags.
var greFields = [...]GREFlags{GREChecksum | GRERouting, GREKey, GRESequence, GREAck}

// has reports whether the field of flag is there. Only version 1 has an
// acknowledgment, and only version 0 a checksum or a route.
func (h GREHeader) has(flag GREFlags) bool {
	pptp := h.Version() == 1
	switch flag {
	case GREAck:
		return pptp && h.Flags()&flag != 0
	case GREKey, GRESequence:
		return h.Flags()&flag != 0
	default:
		return !pptp && h.Flags()&flag != 0
	}
}

// Field returns the four bytes that a flag announces, the GREChecksum's with the
// offset behind the checksum; false when they are not there. It needs the header
// without fault.
func (h GREHeader) Field(flag GREFlags) (uint32, bool) {
	at := greFixedHead
	for _, field := range greFields {
		switch {
		case !h.has(field):
		case field&flag != 0:
			return binary.BigEndian.Uint32(h[at:]), true
		default:
			at += 4
		}
	}
	return 0, false
}

// size returns the length of the header in bytes.
func (h GREHeader) size() int {
	size := greFixedHead
	for _, field := range greFields {
		if h.has(field) {
			size += 4
		}
	}
	if h.has(GRERouting) {
		size += 4 // the entry that ends the list; see check
	}
	return size
}

// check returns the length of the header and what is wrong with it. Source
// routes (RFC 1701) are not followed unless they are empty: RFC 2784 took them
// out, and nothing sends them.
func (h GREHeader) check() (head int, fault Fault) {
	if len(h) < greFixedHead {
		return 0, FaultCut
	}
	if h.Version() > 1 {
		return 0, FaultVersion
	}
	head = h.size()
	if len(h) < head {
		return head, FaultCut
	}
	if h.has(GRERouting) && !endOfRoute(h[head-4:]) {
		return head, FaultHeaderLen
	}
	return head, FaultNone
}

// endOfRoute reports whether an entry of a source route is the one that ends it:
// no address family and no length.
func endOfRoute(entry []byte) bool { return entry[0] == 0 && entry[1] == 0 && entry[3] == 0 }

func (d *Decoder) gre(s *Segment, off, end, length int) {
	h := GREHeader(s.Frame[off:end])
	head, fault := h.check()
	if !s.push(Layer{Kind: LayerGRE, Fault: fault, Off: off, Head: head, End: end, Len: length}) || fault != FaultNone {
		return
	}
	proto := h.Protocol()
	off, length = off+head, length-head
	switch {
	case h.Version() == 1 && proto == etherPPP && h.has(GRESequence):
		// Without a sequence number it only acknowledges (RFC 2637 section 4.1).
		d.ppp(s, off, end, length)
	case h.Version() == 0 && proto == etherBridging:
		d.ethernet(s, off, end, length)
	case h.Version() == 0 && (proto == etherIPv4 || proto == etherIPv6 || proto == etherMPLS || proto == etherMPLSMulticast):
		d.etherType(s, proto, off, end, length)
	default:
		s.other(off, end, length)
	}
}
