package tcpdump

import (
	"math/rand/v2"

	"tcpshake/decode"
)

// bases remembers, for each pair of ends, the sequence numbers that tcpdump's
// relative numbers count from. The rules are tcpdump's, right or wrong: only
// segments with ACK take part, the first of them or a SYN-ACK sets the base and
// is itself printed with absolute numbers, and a new SYN on the same ports
// changes nothing. IPv4 and IPv6 are kept apart to keep the records small.
type bases struct {
	v4   table[key4]
	v6   table[key6]
	seed [2]uint64
}

// key4 and key6 are the ends of a connection, the lower one first; ports are
// its port and, in the low half, the other's.
type key4 struct{ low, high, ports uint32 }

type key6 struct {
	low, high [2]uint64
	ports     uint32
}

// pair are the bases of a connection's ends.
type pair struct{ low, high decode.Seq }

func newBases(limit int) bases {
	limit = max(limit, 1)
	return bases{
		v4: table[key4]{limit: limit},
		v6: table[key6]{limit: limit},
		// A hash that a sender of packets cannot foresee: otherwise all of his could
		// be made to meet in one place.
		seed: [2]uint64{rand.Uint64() | 1, rand.Uint64() | 1},
	}
}

// numbers are the sequence numbers that are printed of a segment.
type numbers struct {
	seq, ack decode.Seq
	// peer is the base of the other direction, which SACK blocks count from.
	peer decode.Seq
}

// absolute returns the numbers of h as they are.
func absolute(h decode.TCPHeader) numbers { return numbers{seq: h.Seq(), ack: h.Ack()} }

// relative returns the numbers to print for the segment h of f, and sets the
// connection's bases when that is the segment to do so.
func (b *bases) relative(f *flow, h decode.TCPHeader) numbers {
	n := absolute(h)
	flags := h.Flags()
	if !flags.Has(decode.ACK) {
		return n
	}
	reversed := f.higher()
	pair, known := b.find(f, reversed)
	self, peer := &pair.low, &pair.high
	if reversed {
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
func (b *bases) find(f *flow, reversed bool) (pair *pair, known bool) {
	lower := *f
	if reversed {
		lower = f.reverse()
	}
	if f.is4() {
		key := key4{uint32(lower.src[0] >> 32), uint32(lower.dst[0] >> 32), uint32(lower.ports)}
		return b.v4.find(key, b.hash4(&key))
	}
	key := key6{lower.src, lower.dst, uint32(lower.ports)}
	return b.v6.find(key, b.hash6(&key))
}

func (b *bases) hash4(k *key4) uint32 {
	h := mix(uint64(k.low)<<32|uint64(k.high), b.seed[0])
	return uint32(mix(h^uint64(k.ports), b.seed[1]))
}

func (b *bases) hash6(k *key6) uint32 {
	h := mix(k.low[0]^b.seed[0], k.low[1]^b.seed[1])
	h ^= mix(k.high[0]^b.seed[1], k.high[1]^b.seed[0])
	return uint32(mix(h^uint64(k.ports), b.seed[1]))
}
