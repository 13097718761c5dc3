package tcpdump

import (
	"encoding/binary"
	"math/bits"
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

// key4 and key6 are the ends of a connection, the one with the lower port
// first; ports are its port and, in the low half, the other's.
type key4 struct{ low, high, ports uint32 }

type key6 struct {
	low, high [16]byte
	ports     uint32
}

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

// relative returns the numbers to print for the segment h from src to dst, and
// sets the connection's bases when that is the segment to do so.
func (b *bases) relative(src, dst decode.Addr, h decode.TCPHeader) numbers {
	n := numbers{seq: h.Seq(), ack: h.Ack()}
	flags := h.Flags()
	if !flags.Has(decode.ACK) {
		return n
	}
	reversed := higher(src, dst, h)
	pair, known := b.find(src, dst, h, reversed)
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

// higher reports whether src is the end with the higher port, or of equal ports
// the one with the higher address.
func higher(src, dst decode.Addr, h decode.TCPHeader) bool {
	if h.SrcPort() != h.DstPort() {
		return h.SrcPort() > h.DstPort()
	}
	return src.Compare(dst) > 0
}

// find returns the bases of a connection; they are new when known is false.
func (b *bases) find(src, dst decode.Addr, h decode.TCPHeader, reversed bool) (pair *pair, known bool) {
	ports := uint32(h.SrcPort())<<16 | uint32(h.DstPort())
	if reversed {
		src, dst = dst, src
		ports = bits.RotateLeft32(ports, 16)
	}
	if src.Is4() {
		low, high := src.As4(), dst.As4()
		key := key4{binary.BigEndian.Uint32(low[:]), binary.BigEndian.Uint32(high[:]), ports}
		return b.v4.find(key, b.hash4(&key))
	}
	key := key6{src.As16(), dst.As16(), ports}
	return b.v6.find(key, b.hash6(&key))
}

func (b *bases) hash4(k *key4) uint32 {
	h := mix(uint64(k.low)<<32|uint64(k.high), b.seed[0])
	return uint32(mix(h^uint64(k.ports), b.seed[1]))
}

func (b *bases) hash6(k *key6) uint32 {
	h := b.seed[0]
	for _, half := range [][]byte{k.low[:8], k.low[8:], k.high[:8], k.high[8:]} {
		h = mix(h^binary.LittleEndian.Uint64(half), b.seed[1])
	}
	return uint32(mix(h^uint64(k.ports), b.seed[0]))
}

// mix multiplies to 128 bits and folds.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
