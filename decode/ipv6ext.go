package decode

import "encoding/binary"

// Extension reads an IPv6 extension header (RFC 8200 section 4) from its first
// byte; it may go on behind it.
type Extension []byte

// NextHeader returns the protocol number of what follows; it needs one byte.
func (e Extension) NextHeader() uint8 { return e[0] }

// Units returns the length field: the 8-byte units of the header behind the
// first; it needs two bytes. The fragment header has none.
func (e Extension) Units() int { return int(e[1]) }

// size returns the header's length in bytes, 0 when it cannot be told.
func (e Extension) size(kind LayerKind) int {
	switch {
	case kind == LayerFragment:
		return 8
	case len(e) < 2:
		return 0
	default:
		return (e.Units() + 1) * 8
	}
}

// options returns the options of a hop-by-hop or destination header; none unless all
// of it is there.
func (e Extension) options() IPv6Options {
	size := e.size(LayerHopByHop)
	if size == 0 || size > len(e) {
		return IPv6Options{}
	}
	return IPv6Options{rest: e[2:size]}
}

// FragmentOffset returns the offset of a fragment in bytes (section 4.5); it
// needs four bytes of a fragment header.
func (e Extension) FragmentOffset() int { return int(binary.BigEndian.Uint16(e[2:]) &^ 7) }

// MoreFragments reports whether this is not the last fragment; it needs the 8
// bytes of a fragment header.
func (e Extension) MoreFragments() bool { return e[3]&1 != 0 }

// FragmentID returns the identification of the fragmented packet; it needs the
// 8 bytes of a fragment header.
func (e Extension) FragmentID() uint32 { return binary.BigEndian.Uint32(e[4:]) }

// extensionKind returns the kind of the extension header with a protocol number,
// LayerNone when it is none that the walk skips.
func extensionKind(proto uint8) LayerKind {
	switch proto {
	case protoHopByHop:
		return LayerHopByHop
	case protoDestination:
		return LayerDestination
	case protoRouting:
		return LayerRouting
	case protoFragment:
		return LayerFragment
	default:
		return LayerNone
	}
}

// check returns what is wrong with the header. Destination options are the
// business of the destination alone; hop-by-hop options hold the length.
func (e Extension) check(kind LayerKind) Fault {
	size := e.size(kind)
	switch {
	case kind == LayerFragment && len(e) >= 4 && e.FragmentOffset() != 0:
		return FaultLaterFragment
	case size == 0 || size > len(e):
		return FaultCut
	case kind == LayerRouting && RoutingHeader(e).odd():
		return FaultHeaderLen
	case kind == LayerHopByHop && !e.optionsGood():
		return FaultOption
	}
	return FaultNone
}

// optionsGood reports whether no option is malformed.
func (e Extension) optionsGood() bool {
	it := e.options()
	for {
		o, ok := it.Next()
		if !ok {
			return true
		}
		if o.Fault != FaultNone {
			return false
		}
	}
}

// extensions walks IPv6 extension headers, of which next is the first.
func (d *Decoder) extensions(s *Segment, next uint8, off, end, length int) {
	first, more := off, false
	for {
		kind := extensionKind(next)
		if kind == LayerNone {
			break
		}
		e := Extension(s.Frame[off:end])
		l := Layer{Kind: kind, Fault: e.check(kind), Off: off, Head: e.size(kind), End: end, Len: length}
		if kind == LayerHopByHop && off != first {
			l.Fault = FaultOrder // RFC 8200 section 4.1: only directly behind the IPv6 header
		}
		if !s.push(l) {
			return
		}
		if l.Fault != FaultNone {
			s.extensionFault(e, l.Fault)
			return
		}
		more = more || kind == LayerFragment && e.MoreFragments()
		next = e.NextHeader()
		off += l.Head
		length -= l.Head
	}
	d.payload(s, next, off, end, length)
	if more {
		s.fragment()
	}
}

// extensionFault ends the walk at a bad extension header.
func (s *Segment) extensionFault(e Extension, fault Fault) {
	if len(e) == 0 {
		return
	}
	s.broken(e.NextHeader())
	if fault == FaultLaterFragment {
		s.fragment()
	}
}
