// Package decimal appends numbers in decimal, several digits at a time: lines
// consist of little else. It appends no fractions, signs or separators.
package decimal

import (
	"encoding/binary"
	"math/bits"
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

// Append appends v.
func Append(dst []byte, v uint32) []byte {
	switch {
	case v < 10:
		return append(dst, '0'+byte(v))
	case v < 1e4:
		digits := four(v)
		n := bits.TrailingZeros32(digits^zeros>>32) / 8
		dst = binary.LittleEndian.AppendUint32(dst, digits>>(8*n))
		return dst[:len(dst)-n]
	case v < 1e8:
		digits := Eight(v)
		n := bits.TrailingZeros64(digits^zeros) / 8
		dst = binary.LittleEndian.AppendUint64(dst, digits>>(8*n))
		return dst[:len(dst)-n]
	case v < 1e9:
		dst = append(dst, '0'+byte(v/1e8))
	default:
		dst = Two(dst, int(v/1e8))
	}
	return binary.LittleEndian.AppendUint64(dst, Eight(v%1e8))
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
	return append(dst, '0'+byte(v/10), '0'+byte(v%10))
}

// Nine appends v < 10^9 with nine digits.
func Nine(dst []byte, v uint32) []byte {
	dst = append(dst, '0'+byte(v/1e8))
	return binary.LittleEndian.AppendUint64(dst, Eight(v%1e8))
}

// AppendQuad appends four bytes as a dotted quad.
func AppendQuad(dst []byte, b [4]byte) []byte {
	dst = octet(dst, b[0])
	for _, o := range b[1:] {
		dst = octet(append(dst, '.'), o)
	}
	return dst
}

func octet(dst []byte, b byte) []byte {
	switch {
	case b >= 100:
		return append(dst, '0'+b/100, '0'+b/10%10, '0'+b%10)
	case b >= 10:
		return append(dst, '0'+b/10, '0'+b%10)
	default:
		return append(dst, '0'+b)
	}
}
