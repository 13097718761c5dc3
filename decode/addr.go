package decode

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// Addr is an IPv4 or IPv6 address. Unlike netip.Addr it holds no pointer, so
// tables of millions of them cost the garbage collector nothing. The zero Addr
// is no address.
type Addr struct {
	b       [16]byte // an IPv4 address stands in the first four, the rest is zero
	version uint8    // 4, 6 or 0
}

// AddrFrom4 returns the IPv4 address with these bytes.
func AddrFrom4(b [4]byte) Addr {
	a := Addr{version: 4}
	copy(a.b[:], b[:])
	return a
}

// set4 makes a the IPv4 address b, most significant byte first. It stores what
// Words loads: the processor waits for a load that is wider than the stores
// before it. Of a shift the compiler would make a store for each byte.
func (a *Addr) set4(b uint32) {
	binary.BigEndian.PutUint64(a.b[:8], bits.RotateLeft64(uint64(b), 32))
	binary.BigEndian.PutUint64(a.b[8:], 0)
	a.version = 4
}

// AddrFrom16 returns the IPv6 address with these bytes.
func AddrFrom16(b [16]byte) Addr { return Addr{b: b, version: 6} }

// AddrFromNetip returns a as an Addr; an IPv4-mapped IPv6 address stays IPv6.
func AddrFromNetip(a netip.Addr) Addr {
	if a.Is4() {
		return AddrFrom4(a.As4())
	}
	return AddrFrom16(a.As16())
}

// Version returns 4 or 6, and 0 for the zero Addr.
func (a Addr) Version() int { return int(a.version) }

// Is4 reports whether a is an IPv4 address.
func (a Addr) Is4() bool { return a.version == 4 }

// As4 returns the bytes of an IPv4 address.
func (a Addr) As4() [4]byte { return [4]byte(a.b[:4]) }

// As16 returns the bytes of an IPv6 address; those of an IPv4 address stand in
// the first four.
func (a Addr) As16() [16]byte { return a.b }

// Words returns the bytes as two big-endian numbers, which order addresses as
// Compare does; an IPv4 address is the upper half of high.
func (a *Addr) Words() (high, low uint64) {
	return binary.BigEndian.Uint64(a.b[:8]), binary.BigEndian.Uint64(a.b[8:])
}

// Words are what Addr.Words returns.
type Words struct{ High, Low uint64 }

func words(b []byte) Words {
	return Words{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

// After reports whether w comes after v in the order of the bytes.
func (w Words) After(v Words) bool {
	if w.High != v.High {
		return w.High > v.High
	}
	return w.Low > v.Low
}

// Netip returns a as a netip.Addr.
func (a Addr) Netip() netip.Addr {
	switch a.version {
	case 4:
		return netip.AddrFrom4(a.As4())
	case 6:
		return netip.AddrFrom16(a.b)
	default:
		return netip.Addr{}
	}
}

// IsLoopback reports whether a is in 127.0.0.0/8 or is ::1.
func (a Addr) IsLoopback() bool { return a.Netip().IsLoopback() }

// Compare orders addresses by their bytes.
func (a Addr) Compare(b Addr) int { return bytes.Compare(a.b[:], b.b[:]) }

// String returns a as net/netip prints it.
func (a Addr) String() string { return a.Netip().String() }

// Endpoint is one end of a TCP connection.
type Endpoint struct {
	Addr Addr
	Port uint16
}

// String returns e as net/netip prints it: "127.0.0.1:80", "[::1]:80".
func (e Endpoint) String() string { return e.Netip().String() }

// Netip returns e as a netip.AddrPort.
func (e Endpoint) Netip() netip.AddrPort { return netip.AddrPortFrom(e.Addr.Netip(), e.Port) }
