package tcpdump

import (
	"math/bits"

	"tcpshake/annotate/render/internal/decimal"
)

// appendUint appends v in decimal.
func appendUint(dst []byte, v uint32) []byte { return decimal.Append(dst, v) }

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
