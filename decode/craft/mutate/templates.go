package mutate

import (
	"encoding/binary"
	"math"
)

// links are the link headers, by libpcap's number of the link type. Each takes an
// EtherType.
var links = []struct {
	dlt   int
	write func(b *builder, ether uint16)
}{
	{0, func(b *builder, ether uint16) { b.add([]byte{family(ether), 0, 0, 0}, 0, 3) }},
	{1, func(b *builder, ether uint16) { b.ethernet(ether) }},
	{1, func(b *builder, ether uint16) { b.ethernet(0x8100); b.be16(5); b.be16(ether) }},
	{1, func(b *builder, ether uint16) {
		b.ethernet(0x88a8)
		b.be16(100)
		b.be16(0x8100)
		b.be16(5)
		b.be16(ether)
	}},
	{1, func(b *builder, ether uint16) { b.ethernet(0x8847); b.add([]byte{0, 1, 0, 64, 0, 1, 1, 64}, 2, 6) }},
	{1, func(b *builder, ether uint16) {
		b.ethernet(0x8864)
		b.add([]byte{0x11, 0, 0, 7}, 0, 1)
		b.session(ether)
	}},
	{1, func(b *builder, ether uint16) {
		b.add(make([]byte, 12))
		at := len(b.bytes)
		b.be16(0)
		b.lengthAt(at, at+2)
		b.add([]byte{0xaa, 0xaa, 3, 0, 0, 0}, 0, 1, 2, 5)
		b.be16(ether)
	}},
	{9, func(b *builder, ether uint16) { b.add([]byte{0xff, 3}, 0); b.be16(ppp(ether)) }},
	{12, func(*builder, uint16) {}},
	{50, func(b *builder, ether uint16) { b.add([]byte{0xff, 3}, 0); b.be16(ppp(ether)) }},
	{51, func(b *builder, ether uint16) { b.add([]byte{0x11, 0, 0, 7}, 0, 1); b.session(ether) }},
	{101, func(*builder, uint16) {}},
	{104, func(b *builder, ether uint16) { b.be16(0x0f00); b.be16(ether) }},
	{108, func(b *builder, ether uint16) { b.add([]byte{0, 0, 0, family(ether)}, 0, 3) }},
	{109, func(b *builder, ether uint16) { b.add([]byte{family(ether), 0, 0, 0, 0, 0, 0, 5, 0, 12, 0, 0}, 0) }},
	{113, func(b *builder, ether uint16) {
		b.add([]byte{0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0}, 1, 5)
		b.be16(ether)
	}},
	{117, func(b *builder, ether uint16) {
		b.add(append([]byte{61, family(ether)}, make([]byte, 62)...), 0, 1, 60)
	}},
	{149, func(b *builder, ether uint16) { b.pktap(); b.ethernet(ether) }},
	{258, func(b *builder, ether uint16) { b.pktap(); b.ethernet(ether) }},
	{228, func(*builder, uint16) {}},
	{229, func(*builder, uint16) {}},
	{239, func(b *builder, ether uint16) {
		f := family(ether)
		if f != 2 {
			f = 10
		}
		b.add([]byte{f, 0, 0, 5}, 0, 1)
		at := len(b.bytes)
		b.add([]byte{0, 0, 9, 0}, 0, 1, 2)
		b.fixups = append(b.fixups, func() { binary.NativeEndian.PutUint16(b.bytes[at:], uint16(min(len(b.bytes)-at, math.MaxUint16))) })
	}},
	{276, func(b *builder, ether uint16) {
		b.be16(ether)
		b.add([]byte{0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0}, 11)
	}},
}

func family(ether uint16) byte {
	if ether == 0x86dd {
		return 30
	}
	return 2
}

func ppp(ether uint16) uint16 {
	if ether == 0x86dd {
		return 0x57
	}
	return 0x21
}

func (b *builder) ethernet(ether uint16) {
	b.header()
	b.add([]byte{2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1})
	b.be16(ether)
}

// session is the rest of a PPPoE header, and PPP.
func (b *builder) session(ether uint16) {
	at := len(b.bytes)
	b.be16(0)
	b.lengthAt(at, at+2)
	b.be16(ppp(ether))
}

func (b *builder) pktap() {
	b.header()
	head := make([]byte, 108)
	head[0], head[4], head[8] = 108, 1, 1
	b.add(head, 0, 1, 4, 8, 9)
}

// networks are what stands between the link header and TCP.
var networks = []struct {
	ether uint16
	write func(*builder)
}{
	{0x0800, func(b *builder) { b.ipv4(6) }},
	{0x0800, func(b *builder) { b.ipv4(6, 7, 7, 4, 10, 0, 0, 9, 1, 0x83, 3, 4, 0) }},
	{0x0800, func(b *builder) { b.ipv4(4); b.ipv4(6) }},
	{0x0800, func(b *builder) { b.ipv4(41); b.ipv6(6) }},
	{0x0800, func(b *builder) { b.ipv4(51); b.header(); b.add([]byte{6, 1, 0, 0, 0, 0, 0, 5, 0, 0, 0, 6}, 0, 1) }},
	{0x0800, func(b *builder) { b.ipv4(47); b.header(); b.add([]byte{0, 0, 8, 0}, 0, 1, 2, 3); b.ipv4(6) }},
	{0x0800, func(b *builder) {
		b.ipv4(47)
		b.header()
		b.add([]byte{0xb0, 0, 0x65, 0x58, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2}, 0, 1, 2, 3)
		b.ethernet(0x0800)
		b.ipv4(6)
	}},
	{0x0800, func(b *builder) { b.ipv4(1); b.header(); b.add([]byte{3, 3, 0, 0, 0, 0, 0, 0}, 0, 1, 5); b.ipv4(6) }},
	{0x86dd, func(b *builder) { b.ipv6(6) }},
	{0x86dd, func(b *builder) { b.ipv6(0); b.extension(6, 5, 2, 0, 0, 1, 0) }},
	{0x86dd, func(b *builder) { b.ipv6(0); b.extension(6, 0xc2, 4, 0, 1, 0, 0) }}, // jumbogram
	{0x86dd, func(b *builder) {
		b.ipv6(0)
		b.extension(60, 1, 4, 0, 0, 0, 0)
		b.extension(43, 1, 1, 0, 0, 0, 0)
		b.extension(44, 4, 0, 0, 0, 0, 0)
		b.header()
		b.add([]byte{6, 0, 0, 0, 0, 0, 0, 9}, 0, 2, 3)
	}},
	{0x86dd, func(b *builder) { b.ipv6(58); b.header(); b.add([]byte{1, 4, 0, 0, 0, 0, 0, 0}, 0, 1, 7); b.ipv6(6) }},
}

// segments are flags, TCP options and payload.
var segments = []struct {
	flags   byte
	options []byte
	payload string
}{
	{0x02, []byte{2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7}, ""},
	{0x18, []byte{1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2}, "GET / HTTP/1.1\r\n"},
	{0x10, []byte{1, 1, 5, 18, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 20, 0, 0, 0, 30}, ""},
	{0x02, []byte{30, 12, 0, 0x81, 1, 2, 3, 4, 5, 6, 7, 8, 34, 6, 1, 2, 3, 4, 28, 4, 0, 9, 254, 4, 0xf9, 0x89, 0, 0}, ""},
	{0x10, []byte{19, 18, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 29, 4, 1, 2, 172, 5, 1, 2, 3, 0}, "text"},
	{0x04, nil, "no such process."},
	{0x11, nil, ""},
}

// templates returns a frame for each choice of the three.
func templates() (list []template) {
	for _, link := range links {
		for _, network := range networks {
			for _, s := range segments {
				b := builder{template: template{dlt: link.dlt}}
				b.header()
				link.write(&b, network.ether)
				network.write(&b)
				b.tcp(s.flags, s.options, s.payload)
				list = append(list, b.finish())
			}
		}
	}
	return list
}
