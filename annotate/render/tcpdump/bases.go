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

// place says where the bases of a connection stand, so that they need not be
// looked for again. The zero place is nowhere.
type place struct {
	// index is that of the record, plus one; it holds as long as the table has moved
	// no other record in since.
	index    uint32
	v6       bool
	reversed bool // the high end is the sender
	moves    uint64
}

// again returns the numbers to print for a segment of a connection that was found
// before at p. ok is false when it is not there any more, or the segment sets its
// bases.
func (b *bases) again(p *place, flags decode.Flags, seq, ack decode.Seq) (n numbers, ok bool) {
	if flags&(decode.SYN|decode.ACK) != decode.ACK {
		return n, false // it does not take part, or sets them
	}
	var pair *pair
	if p.v6 {
		pair = b.v6.stillAt(p)
	} else {
		pair = b.v4.stillAt(p)
	}
	if pair == nil {
		return n, false
	}
	return pair.numbers(seq, ack, p.reversed), true
}

// numbers returns the numbers of a segment that count from p; reversed is set when
// the high end sent it.
func (p *pair) numbers(seq, ack decode.Seq, reversed bool) numbers {
	self, peer := p.low, p.high
	if reversed {
		self, peer = peer, self
	}
	return numbers{seq: seq - self, ack: ack - peer, peer: peer}
}

// relative returns the numbers to print for the segment h of f, whose hash is
// given, and sets the connection's bases when that is the segment to do so, and p
// to the place where they stand.
func (b *bases) relative(f *flow, hash uint64, p *place, h decode.TCPHeader) numbers {
	flags := h.Flags()
	if !flags.Has(decode.ACK) {
		return absolute(h)
	}
	pair, known := b.find(f, uint32(hash), p)
	if known && !flags.Has(decode.SYN) {
		return pair.numbers(h.Seq(), h.Ack(), p.reversed)
	}
	n := absolute(h)
	n.peer = n.ack - 1
	pair.low, pair.high = n.seq, n.peer
	if p.reversed {
		pair.low, pair.high = n.peer, n.seq
	}
	return n
}

// find returns the bases of a connection, and sets p to their place; they are new
// when known is false.
func (b *bases) find(f *flow, hash uint32, p *place) (pair *pair, known bool) {
	p.reversed, p.v6 = f.reversed != 0, !f.is4()
	if p.v6 {
		return b.v6.find(p, key6{f.low, f.high, uint32(f.ports)}, hash)
	}
	return b.v4.find(p, key4{uint32(f.low.High >> 32), uint32(f.high.High >> 32), uint32(f.ports)}, hash)
}
