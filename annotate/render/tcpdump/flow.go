package tcpdump

import (
	"math/bits"

	"tcpshake/decode"
)

// flow names one direction of a connection in words that are quick to compare
// and to hash.
type flow struct {
	src, dst [2]uint64 // decode.Addr.Words
	// ports is the IP version, the source port and, lowest, the destination port.
	ports uint64
}

// flow returns the direction of the segment h in the IP packet.
func (e *envelope) flow(h decode.TCPHeader) (f flow) {
	ports := uint64(h.SrcPort())<<16 | uint64(h.DstPort())
	if !e.is4() {
		f.src, f.dst = decode.IPv6Header(e.ip).Ends()
		f.ports = 6<<32 | ports
		return f
	}
	src, dst := decode.IPv4Header(e.ip).Ends()
	f.src[0], f.dst[0] = uint64(src)<<32, uint64(dst)<<32
	f.ports = 4<<32 | ports
	return f
}

func newFlow(src, dst *decode.Addr, h decode.TCPHeader) (f flow) {
	f.src[0], f.src[1] = src.Words()
	f.dst[0], f.dst[1] = dst.Words()
	f.ports = uint64(src.Version())<<32 | uint64(h.SrcPort())<<16 | uint64(h.DstPort())
	return f
}

// is4 reports whether the ends have IPv4 addresses.
func (f *flow) is4() bool { return f.ports>>32 == 4 }

// higher reports whether the source is the end with the higher port, or of equal
// ports the one with the higher address.
func (f *flow) higher() bool {
	if src, dst := uint16(f.ports>>16), uint16(f.ports); src != dst {
		return src > dst
	}
	if f.src[0] != f.dst[0] {
		return f.src[0] > f.dst[0]
	}
	return f.src[1] > f.dst[1]
}

// reverse returns the other direction.
func (f *flow) reverse() flow {
	swapped := bits.RotateLeft32(uint32(f.ports), 16)
	return flow{src: f.dst, dst: f.src, ports: f.ports>>32<<32 | uint64(swapped)}
}

// mix multiplies to 128 bits and folds.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
