package mutate

import "encoding/binary"

// template is a whole frame and what is known of its structure.
type template struct {
	dlt   int
	bytes []byte
	// hot are the offsets of the bytes that steer a decoder; starts those at which
	// a header begins.
	hot, starts []int
}

// builder appends headers from the outside in. Lengths are put in at the end.
type builder struct {
	template
	fixups []func()
}

// header begins a header and returns where.
func (b *builder) header() int {
	at := len(b.bytes)
	b.starts = append(b.starts, at)
	return at
}

// add appends bytes; the offsets in hot count from the first of them.
func (b *builder) add(bytes []byte, hot ...int) {
	for _, h := range hot {
		b.hot = append(b.hot, len(b.bytes)+h)
	}
	b.bytes = append(b.bytes, bytes...)
}

func (b *builder) be16(v uint16) { b.add(binary.BigEndian.AppendUint16(nil, v), 0, 1) }

// lengthAt puts the number of bytes behind from into the 16 bits at at, once all
// are there.
func (b *builder) lengthAt(at, from int) {
	b.fixups = append(b.fixups, func() { binary.BigEndian.PutUint16(b.bytes[at:], uint16(len(b.bytes)-from)) })
}

func (b *builder) finish() template {
	for _, fix := range b.fixups {
		fix()
	}
	return b.template
}

// ipv4 is a header whose protocol is set by what follows.
func (b *builder) ipv4(proto byte, options ...byte) {
	at := b.header()
	b.add([]byte{0x45 + byte(len(options)/4), 0, 0, 0, 0, 7, 0x40, 0, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}, 0, 2, 3, 6, 7, 9)
	b.lengthAt(at+2, at)
	for _, o := range options {
		b.add([]byte{o}, 0)
	}
}

func (b *builder) ipv6(next byte) {
	at := b.header()
	b.add([]byte{0x60, 0, 0, 0, 0, 0, next, 64}, 0, 4, 5, 6)
	b.lengthAt(at+4, at+40)
	addr := make([]byte, 32)
	addr[0], addr[15], addr[16], addr[31] = 0xfd, 1, 0xfd, 2
	b.add(addr)
}

// extension is an IPv6 extension header with 6 bytes of options or the like.
func (b *builder) extension(next byte, body ...byte) {
	b.header()
	b.add([]byte{next, byte((len(body)+2)/8 - 1)}, 0, 1)
	b.add(body, 0, 1, 2, 3)
}

func (b *builder) tcp(flags byte, options []byte, payload string) {
	b.header()
	b.add([]byte{0x9c, 0x40, 0x33, 0xfa, 0, 0, 3, 232, 0, 0, 19, 136, byte(5+len(options)/4) << 4, flags, 1, 0, 0, 0, 0, 0}, 4, 8, 12, 13)
	for _, o := range options {
		b.add([]byte{o}, 0)
	}
	b.add([]byte(payload))
}
