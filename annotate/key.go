package annotate

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"

	"tcpshake/decode"
)

// key names a connection's pair of endpoints whichever of them sends: the lower
// endpoint comes first. VLAN tags, interfaces and tunnels are left out, because
// the two directions of one connection often differ in them; only the tags can be
// asked for.
type key struct {
	lo, hi [2]uint64 // address, big-endian; IPv4 in the first four bytes
	ports  uint32    // port of lo, port of hi
	kind   uint32    // IP version, and the VLAN in the 24 bits above
}

// version returns the IP version.
func (k *key) version() uint8 { return uint8(k.kind) }

// addVLAN makes the VLAN of the segment a part of k.
func (k *key) addVLAN(seg *decode.Segment) { k.kind |= seg.VLAN() << 8 }

// is reports whether k and o are the same key; the ports differ most often.
func (k *key) is(o *key) bool {
	return k.ports == o.ports && k.lo[0] == o.lo[0] && k.hi[0] == o.hi[0] &&
		k.lo[1] == o.lo[1] && k.hi[1] == o.hi[1] && k.kind == o.kind
}

// side is the position of an endpoint in a key and in a connection's record.
type side uint8

const (
	low side = iota
	high
)

// other returns the opposite side.
func (s side) other() side { return s ^ 1 }

// set makes k the key of a segment between src and dst, and returns the side of
// src. A socket that is connected to itself has the same endpoint twice; it is
// low. A key that is set in place is not copied: the processor waits for a load
// that is wider than the stores before it.
func (k *key) set(src, dst *decode.Endpoint) (from side) {
	a0, a1 := src.Addr.Words()
	b0, b1 := dst.Addr.Words()
	pa, pb := uint32(src.Port), uint32(dst.Port)
	if b0 < a0 || a0 == b0 && (b1 < a1 || a1 == b1 && pb < pa) {
		a0, a1, pa, b0, b1, pb = b0, b1, pb, a0, a1, pa
		from = high
	}
	k.lo[0], k.lo[1], k.hi[0], k.hi[1] = a0, a1, b0, b1
	k.ports, k.kind = pa<<16|pb, uint32(src.Addr.Version())
	return from
}

// address returns the address and the port of the end at s.
func (k *key) address(s side) decode.Endpoint {
	w, port := k.lo, k.ports>>16
	if s == high {
		w, port = k.hi, k.ports&0xffff
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], w[0])
	binary.BigEndian.PutUint64(b[8:], w[1])
	if k.version() == 4 {
		return decode.Endpoint{Addr: decode.AddrFrom4([4]byte(b[:4])), Port: uint16(port)}
	}
	return decode.Endpoint{Addr: decode.AddrFrom16(b), Port: uint16(port)}
}

// toItself reports whether both ends are the same socket.
func (k *key) toItself() bool { return k.lo == k.hi && k.ports>>16 == k.ports&0xffff }

// hasher maps keys to numbers that nobody outside can predict, so that hostile
// traffic cannot make the table slow.
type hasher struct{ s0, s1, s2 uint64 }

// newHasher returns a hasher with secrets of its own.
func newHasher() hasher {
	seed := maphash.MakeSeed()
	return hasher{maphash.Comparable(seed, 0) | 1, maphash.Comparable(seed, 1), maphash.Comparable(seed, 2) | 1}
}

// hash folds 64 x 64 bit products, as wyhash does.
func (h *hasher) hash(k *key) uint32 {
	x := fold(k.lo[0]^h.s0, k.hi[0]^h.s1)
	if k.version() != 4 {
		x ^= fold(k.lo[1]^h.s1^x, k.hi[1]^h.s2)
	}
	x = fold(x^h.s1, (uint64(k.kind)<<32|uint64(k.ports))^h.s2)
	return uint32(x ^ x>>32)
}

func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
