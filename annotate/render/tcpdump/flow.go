package tcpdump

import (
	"math/bits"
	"math/rand/v2"

	"tcpshake/decode"
)

// flow names a connection, and which of its ends sent a segment, in words that
// are quick to compare and to hash. The low end is the one with the lower port,
// or of equal ports the one with the lower address, as tcpdump orders them.
type flow struct {
	low, high decode.Words
	// ports is the IP version, then the port of the low end and that of the high
	// end, 16 bits each.
	ports uint64
	// reversed is 1 when the high end is the sender, otherwise 0.
	reversed uint64
}

// set makes f the flow of a segment from src to dst.
func (f *flow) set(src, dst decode.Words, version uint64, h decode.TCPHeader) {
	from, to := uint64(h.SrcPort()), uint64(h.DstPort())
	if from > to || from == to && src.After(dst) {
		f.low, f.high, f.reversed = dst, src, 1
		f.ports = version<<32 | to<<16 | from
		return
	}
	f.low, f.high, f.reversed = src, dst, 0
	f.ports = version<<32 | from<<16 | to
}

// setPacket makes f the flow of the segment h in the IP packet of e.
func (f *flow) setPacket(e *envelope, h decode.TCPHeader) {
	if e.is4() {
		src, dst := decode.IPv4Header(e.ip).Ends()
		f.set(src, dst, 4, h)
		return
	}
	src, dst := decode.IPv6Header(e.ip).Ends()
	f.set(src, dst, 6, h)
}

// setAddrs makes f the flow of a segment from src to dst, addresses of the same
// version.
func (f *flow) setAddrs(src, dst *decode.Addr, h decode.TCPHeader) {
	var from, to decode.Words
	from.High, from.Low = src.Words()
	to.High, to.Low = dst.Words()
	f.set(from, to, uint64(src.Version()), h)
}

// is4 reports whether the ends have IPv4 addresses.
func (f *flow) is4() bool { return f.ports>>32 == 4 }

// hasher hashes flows in a way that a sender of packets cannot foresee:
// otherwise all of his could be made to meet in one place.
type hasher struct{ seed [3]uint64 }

func newHasher() hasher {
	return hasher{[3]uint64{rand.Uint64(), rand.Uint64(), rand.Uint64()}}
}

// hash is the same for both directions of a connection.
func (h *hasher) hash(f *flow) uint64 {
	x := mix(f.low.High^h.seed[0], f.high.High^f.ports^h.seed[1])
	if f.is4() {
		return x
	}
	return mix(x^f.low.Low^h.seed[2], f.high.Low^h.seed[0])
}

// mix multiplies to 128 bits and folds.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
