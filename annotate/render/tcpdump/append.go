package tcpdump

import (
	"encoding/binary"
	"math/bits"
)

const asciiZeros = 0x3030303030303030

// eightDigits returns the decimal digits of v < 10^8 as eight ASCII bytes, the
// first digit in the lowest byte. It splits halves in parallel: a division per
// digit and a branch per length would cost more than the rest of the line.
func eightDigits(v uint32) uint64 {
	quads := uint64(v/10000) | uint64(v%10000)<<32
	hundreds := quads * 10486 >> 20 & 0x7f0000007f // each quad / 100
	pairs := hundreds | (quads-100*hundreds)<<16
	tens := pairs * 103 >> 10 & 0x000f000f000f000f // each pair / 10
	return tens | (pairs-10*tens)<<8 | asciiZeros
}

// fourDigits is eightDigits for v < 10^4.
func fourDigits(v uint32) uint32 {
	hundreds := v * 5243 >> 19 // v / 100
	pairs := hundreds | (v-100*hundreds)<<16
	tens := pairs * 103 >> 10 & 0x000f000f
	return tens | (pairs-10*tens)<<8 | asciiZeros>>32
}

// appendUint appends v in decimal.
func appendUint(dst []byte, v uint32) []byte {
	switch {
	case v < 10:
		return append(dst, '0'+byte(v))
	case v < 1e4:
		digits := fourDigits(v)
		zeros := bits.TrailingZeros32(digits^asciiZeros>>32) / 8
		dst = binary.LittleEndian.AppendUint32(dst, digits>>(8*zeros))
		return dst[:len(dst)-zeros]
	case v < 1e8:
		digits := eightDigits(v)
		zeros := bits.TrailingZeros64(digits^asciiZeros) / 8
		dst = binary.LittleEndian.AppendUint64(dst, digits>>(8*zeros))
		return dst[:len(dst)-zeros]
	case v < 1e9:
		dst = append(dst, '0'+byte(v/1e8))
	default:
		dst = appendTwo(dst, int(v/1e8))
	}
	return binary.LittleEndian.AppendUint64(dst, eightDigits(v%1e8))
}

// appendUint64 appends v in decimal.
func appendUint64(dst []byte, v uint64) []byte {
	if v < 1<<32 {
		return appendUint(dst, uint32(v))
	}
	dst = appendUint64(dst, v/1e8)
	return binary.LittleEndian.AppendUint64(dst, eightDigits(uint32(v%1e8)))
}

// appendTwo appends v < 100 with two digits.
func appendTwo(dst []byte, v int) []byte {
	return append(dst, '0'+byte(v/10), '0'+byte(v%10))
}

// appendHex appends v in hexadecimal without leading zeros.
func appendHex(dst []byte, v uint64) []byte {
	digits := max(1, (bits.Len64(v)+3)/4)
	return appendHexPadded(dst, v, digits)
}

// appendHexPadded appends the lowest digits of v in hexadecimal.
func appendHexPadded(dst []byte, v uint64, digits int) []byte {
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, lowerHex[v>>shift&0xf])
	}
	return dst
}

// appendHexBytes appends two hexadecimal digits for each byte.
func appendHexBytes(dst, b []byte) []byte {
	for _, c := range b {
		dst = append(dst, lowerHex[c>>4], lowerHex[c&0xf])
	}
	return dst
}
