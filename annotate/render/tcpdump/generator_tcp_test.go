package tcpdump

import (
	"encoding/binary"
	"net/netip"
)

// tcp returns a segment, with the right checksum two times in three.
func (g generator) tcp(src, dst netip.Addr) []byte {
	options := g.tcpOptions()
	h := binary.BigEndian.AppendUint16(nil, pick[uint16](g, 1000, 1001, 2000, 80, uint16(g.Uint32())))
	h = binary.BigEndian.AppendUint16(h, pick[uint16](g, 1000, 2000, 443, uint16(g.Uint32())))
	h = binary.BigEndian.AppendUint32(h, pick(g, 0, 1, 1<<32-5, g.Uint32()))
	h = binary.BigEndian.AppendUint32(h, pick(g, 0, 5, g.Uint32()))
	head := byte(5+len(options)/4) << 4
	if g.oneIn(40) {
		head = byte(g.Uint32())
	}
	if g.oneIn(8) {
		head |= byte(g.IntN(16))
	}
	h = append(h, head, pick[byte](g, 0x02, 0x12, 0x10, 0x10, 0x18, 0x11, 0x04, 0x14, byte(g.Uint32())))
	h = binary.BigEndian.AppendUint16(h, uint16(g.Uint32()))
	h = append(h, 0, 0) // the checksum
	h = binary.BigEndian.AppendUint16(h, uint16(g.Uint32()))
	b := append(h, options...)
	b = append(b, g.bytes(pick(g, 0, 0, 1, 5, 31, 40))...)
	if g.oneIn(3) {
		binary.BigEndian.PutUint16(b[16:], uint16(g.Uint32()))
	} else {
		binary.BigEndian.PutUint16(b[16:], pseudoChecksum(src, dst, b))
	}
	return b
}

// pseudoChecksum returns the checksum of a segment (RFC 9293 section 3.1).
func pseudoChecksum(src, dst netip.Addr, segment []byte) uint16 {
	b := append(src.AsSlice(), dst.AsSlice()...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(segment)))
	b = append(b, 0, 0, 0, 6)
	return internetChecksum(append(b, segment...))
}

// internetChecksum adds 16-bit words one by one (RFC 1071 section 4.1).
func internetChecksum(b []byte) uint16 {
	var sum uint32
	for i, c := range b {
		if i%2 == 0 {
			sum += uint32(c) << 8
		} else {
			sum += uint32(c)
		}
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// tcpOptions returns options padded to whole words, at most 40 bytes.
func (g generator) tcpOptions() []byte {
	if g.oneIn(3) {
		return append([]byte{1, 1, 8, 10}, g.bytes(8)...)
	}
	var b []byte
	for range g.IntN(6) {
		b = append(b, g.tcpOption()...)
	}
	b = b[:min(len(b), 40)]
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// tcpOption returns one option of any kind; its length is wrong now and then.
func (g generator) tcpOption() []byte {
	kind := pick[byte](g, 0, 1, 1, 2, 3, 4, 5, 5, 6, 7, 8, 11, 12, 13, 19, 20, 28, 29, 30, 30, 30, 30, 34, 34, 69, 172, 253, 254, 254, byte(g.Uint32()))
	if kind < 2 {
		return []byte{kind}
	}
	size := g.optionSize(kind)
	if g.oneIn(10) {
		size = g.IntN(42)
	}
	body := g.bytes(40)
	switch kind {
	case 30:
		body[0] = byte(g.IntN(10))<<4 | pick[byte](g, 0, 0, 1, 4, 6, byte(g.IntN(16)))
		body[1] = pick[byte](g, 0, 1, 2, 3, 4, 5, 7, 12, 13, 15, 16, 31, 0x81)
	case 254:
		copy(body, pick(g, "\xf9\x89", "\xf9\x89", "\xac\xc0", "\x12\x34"))
	}
	return append([]byte{kind, byte(size)}, body[:max(0, size-2)]...)
}

// optionSize returns a length byte that a kind may have.
func (g generator) optionSize(kind byte) int {
	switch kind {
	case 2, 20, 28:
		return 4
	case 3:
		return 3
	case 4:
		return 2
	case 5:
		return pick(g, 2, 10, 18, 26, 34)
	case 6, 7, 11, 12, 13:
		return 6
	case 8:
		return 10
	case 19:
		return 18
	case 30:
		return pick(g, 3, 4, 8, 10, 12, 12, 16, 18, 20, 22, 24, 26, 28, 30)
	default:
		return 2 + g.IntN(20)
	}
}
