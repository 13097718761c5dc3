// Package decimal appends numbers in decimal, several digits at a time: lines
// consist of little else. It appends no fractions, signs or separators.
package decimal

import (
	"encoding/binary"
	"math/bits"
	"strconv"

	"tcpshake/annotate/render/internal/piece"
)

const zeros = 0x3030303030303030

// Eight returns the decimal digits of v < 10^8 as eight ASCII bytes, the first
// digit in the lowest byte. It splits halves in parallel: a division per digit
// and a branch per length would cost more than the rest of the line.
func Eight(v uint32) uint64 {
	quads := uint64(v/10000) | uint64(v%10000)<<32
	hundreds := quads * 10486 >> 20 & 0x7f0000007f // each quad / 100
	pairs := hundreds | (quads-100*hundreds)<<16
	tens := pairs * 103 >> 10 & 0x000f000f000f000f // each pair / 10
	return tens | (pairs-10*tens)<<8 | zeros
}

// four is Eight for v < 10^4.
func four(v uint32) uint32 {
	hundreds := v * 5243 >> 19 // v / 100
	pairs := hundreds | (v-100*hundreds)<<16
	tens := pairs * 103 >> 10 & 0x000f000f
	return tens | (pairs-10*tens)<<8 | zeros>>32
}

// room is what is asked for once for a number of 32 bits, in bytes: whether there
// is room is not asked for every few digits.
const room = 16

// Append appends v. In the room of dst it may write behind it.
func Append(dst []byte, v uint32) []byte {
	dst = piece.Room(dst, room)
	n := len(dst)
	b := (*[room]byte)(dst[n : n+room])
	switch {
	case v < 1<<8:
		octet := &octets[v]
		*(*[4]byte)(b[:4]) = octet.text
		return dst[:n+int(octet.n)]
	case v < 1e4:
		digits := four(v)
		lead := bits.TrailingZeros32(digits^zeros>>32) / 8 & 3 // zeros
		binary.LittleEndian.PutUint32(b[:], digits>>(8*lead))
		return dst[:n+4-lead]
	case v < 1e8:
		digits := Eight(v)
		lead := bits.TrailingZeros64(digits^zeros) / 8 & 3
		binary.LittleEndian.PutUint64(b[:], digits>>(8*lead))
		return dst[:n+8-lead]
	case v < 1e9:
		b[0] = '0' + byte(v/1e8)
		binary.LittleEndian.PutUint64(b[1:], Eight(v%1e8))
		return dst[:n+9]
	default:
		binary.LittleEndian.PutUint16(b[:], two(v/1e8))
		binary.LittleEndian.PutUint64(b[2:], Eight(v%1e8))
		return dst[:n+10]
	}
}

// two returns the digits of v < 100, the first one in the lower byte.
func two(v uint32) uint16 {
	tens := v * 103 >> 10
	return uint16(tens|(v-10*tens)<<8) | zeros>>48
}

// Append64 appends v.
func Append64(dst []byte, v uint64) []byte {
	if v < 1<<32 {
		return Append(dst, uint32(v))
	}
	dst = Append64(dst, v/1e8)
	return binary.LittleEndian.AppendUint64(dst, Eight(uint32(v%1e8)))
}

// Two appends v < 100 with two digits.
func Two(dst []byte, v int) []byte {
	return binary.LittleEndian.AppendUint16(dst, two(uint32(v)))
}

// Nine appends v < 10^9 with nine digits.
func Nine(dst []byte, v uint32) []byte {
	dst = append(dst, '0'+byte(v/1e8))
	return binary.LittleEndian.AppendUint64(dst, Eight(v%1e8))
}

// octets are the numbers of a byte, n digits and a dot behind them; they are only read.
var octets = func() (all [1 << 8]struct {
	text [4]byte
	n    uint8
}) {
	for i := range all {
		all[i].n = uint8(copy(all[i].text[:], strconv.Itoa(i)+".")) - 1
	}
	return all
}()

// AppendQuad appends four bytes as a dotted quad. In the room of dst it may write
// behind them.
func AppendQuad(dst []byte, b [4]byte) []byte {
	dst = piece.Room(dst, room)
	n := len(dst)
	for _, o := range b {
		octet := &octets[o]
		*(*[4]byte)(dst[n : n+4 : cap(dst)]) = octet.text
		n += int(octet.n) + 1
	}
	return dst[:n-1] // without the last dot
}
