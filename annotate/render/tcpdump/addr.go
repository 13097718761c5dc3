package tcpdump

import (
	"strings"

	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

const lowerHex = "0123456789abcdef"

// appendHost appends the name of an address, or the address where there is
// none.
func (l *Line) appendHost(dst []byte, a decode.Addr) []byte {
	if l.opt.Numeric {
		return l.appendAddr(dst, a)
	}
	name := l.names.Host(a)
	if name == "" {
		return l.appendAddr(dst, a)
	}
	if l.opt.Short {
		name, _, _ = strings.Cut(name, ".")
	}
	return append(dst, name...)
}

// appendAddr appends an address in numbers.
func (l *Line) appendAddr(dst []byte, a decode.Addr) []byte {
	if a.Is4() {
		return decimal.AppendQuad(dst, a.As4())
	}
	return appendIPv6(dst, a.As16())
}

// appendIPv6 appends an address as RFC 5952 section 4 wants it: the longest run
// of two or more zero groups is "::", the first of equal ones. Unlike net/netip,
// and like tcpdump, it ends in a dotted quad when the run leaves IPv4-compatible
// or IPv4-mapped bytes (RFC 4291 section 2.5.5).
func appendIPv6(dst []byte, b [16]byte) []byte {
	first, n := longestZeroRun(&b)
	dotted := first == 0 && (n == 6 || n == 5 && b[10] == 0xff && b[11] == 0xff)
	for g := 0; g < 8; g++ {
		if g == first {
			dst = append(dst, ':', ':')
			g += n - 1
			continue
		}
		if g > 0 && g != first+n {
			dst = append(dst, ':')
		}
		if g == 6 && dotted {
			return decimal.AppendQuad(dst, [4]byte(b[12:]))
		}
		dst = appendGroup(dst, uint16(b[2*g])<<8|uint16(b[2*g+1]))
	}
	return dst
}

// longestZeroRun returns the first group and the number of groups of the run
// that "::" stands for; -9 when there is none, so that no group follows it.
func longestZeroRun(b *[16]byte) (first, n int) {
	first, n = -9, 1
	for g := 0; g < 8; {
		if b[2*g]|b[2*g+1] != 0 {
			g++
			continue
		}
		from := g
		for g < 8 && b[2*g]|b[2*g+1] == 0 {
			g++
		}
		if g-from > n {
			first, n = from, g-from
		}
	}
	return first, n
}

// appendGroup appends 16 bits in hexadecimal without leading zeros.
func appendGroup(dst []byte, v uint16) []byte {
	for shift := 12; shift > 0; shift -= 4 {
		if v>>shift != 0 {
			for ; shift > 0; shift -= 4 {
				dst = append(dst, lowerHex[v>>shift&0xf])
			}
			break
		}
	}
	return append(dst, lowerHex[v&0xf])
}

// appendMAC appends an Ethernet address in numbers.
func appendMAC(dst []byte, b [6]byte) []byte {
	for i, octet := range b {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = append(dst, lowerHex[octet>>4], lowerHex[octet&0xf])
	}
	return dst
}
