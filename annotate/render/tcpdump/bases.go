package tcpdump

import "tcpshake/decode"

// bases remembers, for each pair of ends, the sequence numbers that tcpdump's
// relative numbers count from. The rules are tcpdump's, right or wrong: only
// segments with ACK take part, the first of them or a SYN-ACK sets the base and
// is itself printed with absolute numbers, and a new SYN on the same ports
// changes nothing. IPv4 and IPv6 are kept apart to keep the records small.
type bases struct {
	v4 table[key4]
	v6 table[key6]
}

// key4 and key6 are the ends of a connection; ports are those of the low end
// and, in the lower half, of the high end.
type key4 struct{ low, high, ports uint32 }

type key6 struct {
	low, high decode.Words
	ports     uint32
}

// pair are the bases of a connection's ends.
type pair struct{ low, high decode.Seq }

func newBases(limit int) bases {
	limit = max(limit, 1)
	return bases{v4: table[key4]{limit: limit}, v6: table[key6]{limit: limit}}
}

// numbers are the sequence numbers that are printed of a segment.
type numbers struct {
	seq, ack decode.Seq
	// peer is the base of the other direction, which SACK blocks count from.
	peer decode.Seq
}

// absolute returns the numbers of h as they are.
func absolute(h decode.TCPHeader) numbers { return numbers{seq: h.Seq(), ack: h.Ack()} }

// relative returns the numbers to print for the segment h of f, whose hash is
// given, and sets the connection's bases when that is the segment to do so.
// place remembers where the connection stands; it is 0 when that is not known.
func (b *bases) relative(f *flow, hash uint64, place *uint32, h decode.TCPHeader) numbers {
	n := absolute(h)
	flags := h.Flags()
	if !flags.Has(decode.ACK) {
		return n
	}
	pair, known := b.find(f, uint32(hash), place)
	self, peer := &pair.low, &pair.high
	if f.reversed != 0 {
		self, peer = peer, self
	}
	if !known || flags.Has(decode.SYN) {
		*self, *peer = n.seq, n.ack-1
		n.peer = *peer
		return n
	}
	return numbers{seq: n.seq - *self, ack: n.ack - *peer, peer: *peer}
}

// find returns the bases of a connection; they are new when known is false.
func (b *bases) find(f *flow, hash uint32, place *uint32) (pair *pair, known bool) {
	if f.is4() {
		return b.v4.findAt(place, key4{uint32(f.low.High >> 32), uint32(f.high.High >> 32), uint32(f.ports)}, hash)
	}
	return b.v6.findAt(place, key6{f.low, f.high, uint32(f.ports)}, hash)
}
