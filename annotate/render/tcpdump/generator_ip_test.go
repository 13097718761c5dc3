package tcpdump

import (
	"encoding/binary"
	"net/netip"
)

// Protocol numbers of what the generator nests.
const (
	hopByHop    = 0
	icmpError   = 1
	ipInIP      = 4
	tcpSegment  = 6
	ip6InIP     = 41
	routing     = 43
	fragment    = 44
	greHeader   = 47
	authHeader  = 51
	icmp6Error  = 58
	destination = 60
)

// ip returns an IP packet of either version; depth is how many more may stand in
// it.
func (g generator) ip(depth int) []byte {
	if g.oneIn(2) {
		return g.ip4(depth)
	}
	return g.ip6(depth)
}

func (g generator) addr4() netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, byte(1 + g.IntN(3))}) }

func (g generator) addr6() netip.Addr {
	return netip.MustParseAddr(pick(g, "2001:db8::1", "2001:db8::2", "::1", "::ffff:1.2.3.4", "fe80::1:0:0:2", "1:0:0:2::3", "::1.2.3.4", "1:2:3:4:5:6:7:8"))
}

func (g generator) ip4(depth int) []byte {
	src, dst := g.addr4(), g.addr4()
	var options []byte
	if g.oneIn(3) {
		options = g.ip4Options()
	}
	proto, payload := g.payload(src, dst, depth)
	b := []byte{0x40 | byte(5+len(options)/4), byte(g.Uint32())}
	b = binary.BigEndian.AppendUint16(b, uint16(20+len(options)+len(payload)))
	b = binary.BigEndian.AppendUint16(b, uint16(g.Uint32()))
	b = binary.BigEndian.AppendUint16(b, pick[uint16](g, 0, 0, 0, 0x4000, 0x4000, 0x2000, 0x8000, 0x2003, 5))
	b = append(b, pick[byte](g, 0, 1, 64, 255), proto, 0, 0)
	b = append(append(b, src.AsSlice()...), dst.AsSlice()...)
	b = append(b, options...)
	if g.oneIn(3) {
		binary.BigEndian.PutUint16(b[10:], uint16(g.Uint32()))
	} else {
		binary.BigEndian.PutUint16(b[10:], internetChecksum(b))
	}
	if g.oneIn(40) {
		binary.BigEndian.PutUint16(b[2:], uint16(g.IntN(100)))
	}
	return append(b, payload...)
}

// ip4Options returns options padded to whole words, at most 40 bytes.
func (g generator) ip4Options() []byte {
	var b []byte
	for range 1 + g.IntN(3) {
		kind := pick[byte](g, 0, 1, 7, 68, 68, 82, 130, 131, 137, 148, byte(g.Uint32()))
		if kind < 2 {
			b = append(b, kind)
			continue
		}
		size := pick(g, 2, 3, 4, 7, 8, 11, 12, 15, 16, 20)
		b = append(b, kind, byte(size))
		for range size - 2 {
			b = append(b, pick[byte](g, 0, 1, 3, 4, 5, 8, 9, 12, 0x10, 0x13, byte(g.Uint32())))
		}
	}
	b = b[:min(len(b), 40)]
	for len(b)%4 != 0 {
		b = append(b, byte(g.IntN(2)))
	}
	return b
}

func (g generator) ip6(depth int) []byte {
	src, dst := g.addr6(), g.addr6()
	next, payload := g.payload(src, dst, depth)
	for range pick(g, 0, 0, 0, 1, 1, 2, 3) {
		kind := pick[byte](g, hopByHop, destination, destination, fragment, routing)
		payload = append(g.extension(kind, next), payload...)
		next = kind
	}
	b := binary.BigEndian.AppendUint32(nil, 6<<28|pick(g, 0, 0, g.Uint32N(1<<28)))
	size := len(payload)
	if g.oneIn(20) {
		size = pick(g, 0, 0, g.IntN(100))
	}
	b = binary.BigEndian.AppendUint16(b, uint16(size))
	b = append(b, next, byte(g.Uint32()))
	b = append(append(b, src.AsSlice()...), dst.AsSlice()...)
	return append(b, payload...)
}

// payload returns what an IP packet carries: mostly TCP.
func (g generator) payload(src, dst netip.Addr, depth int) (proto byte, b []byte) {
	if depth == 0 || !g.oneIn(6) {
		return tcpSegment, g.tcp(src, dst)
	}
	switch g.IntN(6) {
	case 5:
		return icmpError, g.icmp4()
	case 4:
		return icmp6Error, g.icmp6()
	case 0:
		return ipInIP, g.ip4(depth - 1)
	case 1:
		return ip6InIP, g.ip6(depth - 1)
	case 2:
		return greHeader, g.gre(depth - 1)
	default:
		next, inner := g.payload(src, dst, depth-1)
		return authHeader, append(g.auth(next), inner...)
	}
}

// auth returns an authentication header (RFC 4302 section 2).
func (g generator) auth(next byte) []byte {
	words := pick(g, 4, 4, 3, 1, 2)
	b := []byte{next, byte(words), 0, 0}
	return append(b, g.bytes(4*(words+2)-4)...)
}

// gre returns a GRE header (RFC 2784, RFC 2890) and a packet.
func (g generator) gre(depth int) []byte {
	flags := pick[uint16](g, 0, 0, 0x8000, 0x2000, 0x1000, 0xb000)
	inner, proto := g.ip4(depth), uint16(0x0800)
	if g.oneIn(2) {
		inner, proto = g.ip6(depth), 0x86dd
	}
	b := binary.BigEndian.AppendUint16(nil, flags)
	b = binary.BigEndian.AppendUint16(b, proto)
	for _, bit := range []uint16{0x8000, 0x2000, 0x1000} {
		if flags&bit != 0 {
			b = append(b, g.bytes(4)...)
		}
	}
	return append(b, inner...)
}

// extension returns an IPv6 extension header in front of next.
func (g generator) extension(kind, next byte) []byte {
	switch kind {
	case fragment:
		b := []byte{next, 0}
		b = binary.BigEndian.AppendUint16(b, pick[uint16](g, 0, 0, 0, 1, 8, 9, 24))
		return append(b, g.bytes(4)...)
	case routing:
		return g.routing(next)
	default:
		b := append([]byte{next, 0}, g.ip6Options()...)
		b[1] = byte(len(b)/8 - 1)
		return b
	}
}

// routing returns a routing header of any type with up to two addresses.
func (g generator) routing(next byte) []byte {
	n := g.IntN(3)
	b := []byte{next, byte(2 * n), pick[byte](g, 0, 2, 3, 4, 4), byte(n)}
	if g.oneIn(10) {
		b[1]++
	}
	b = binary.BigEndian.AppendUint32(b, pick(g, 0, 0, g.Uint32()))
	for range n {
		b = append(b, g.addr6().AsSlice()...)
	}
	return b
}

// ip6Options returns options that fill a hop-by-hop or destination header.
func (g generator) ip6Options() []byte {
	var b []byte
	for len(b) < 6 || (len(b)+2)%8 != 0 {
		if len(b) > 40 {
			return b[:38]
		}
		b = append(b, pick(g,
			"\x00", "\x01\x00", "\x01\x02\x00\x00", "\x05\x02\x00\x01", "\x05\x03\x00\x01\x02",
			"\xc2\x04\x00\x01\x00\x00", "\xc2\x04\x00\x00\x00\x50", "\xc2\x03\x00\x01\x00", "\x1e\x01\x09",
			"\xc9\x10\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07", "\xc9\x02\x00\x00",
		)...)
	}
	return b
}

// icmp4 returns an ICMP error (RFC 792) that quotes a packet or a part of it.
func (g generator) icmp4() []byte {
	b := []byte{pick[byte](g, 3, 3, 3, 4, 5, 11, 12), byte(g.IntN(17)), 0, 0}
	b = binary.BigEndian.AppendUint32(b, pick(g, 0, 1400, g.Uint32()))
	b = append(b, g.quoted(g.ip4(0))...)
	if !g.oneIn(4) {
		binary.BigEndian.PutUint16(b[2:], internetChecksum(b))
	}
	return b
}

// icmp6 returns an ICMPv6 error (RFC 4443 section 3).
func (g generator) icmp6() []byte {
	b := []byte{byte(1 + g.IntN(4)), byte(g.IntN(9)), 0, 0}
	b = binary.BigEndian.AppendUint32(b, pick(g, 0, 1280, g.Uint32()))
	return append(b, g.quoted(g.ip6(0))...)
}

// quoted returns a packet, or the beginning of it that an error must quote.
func (g generator) quoted(p []byte) []byte {
	if g.oneIn(2) {
		return p[:min(len(p), 28)]
	}
	return p
}
