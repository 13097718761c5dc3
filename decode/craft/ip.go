package craft

import (
	"encoding/binary"
	"fmt"
)

// The protocol numbers that the builder writes.
const (
	protoHopByHop = 0
	protoICMP     = 1
	protoTCP      = 6
	protoRouting  = 43
	protoFragment = 44
	protoAH       = 51
	protoICMPv6   = 58
	protoDest     = 60
)

// datagram is an IP packet, or one fragment of it.
type datagram struct {
	bytes []byte
	// payload is where the data of the last header begins.
	payload int
}

// datagrams returns the packet that carries data, whole or in fragments.
func (p *packet) datagrams(proto byte, data []byte) ([]datagram, error) {
	build := p.ipv6
	if p.from.addr.Is4() {
		build = p.ipv4
		p.from.id++
		p.id = optional{p.id.or(int(p.from.id)), true}
	}
	if p.fragment == 0 {
		d, err := build(proto, data, fragment{})
		return []datagram{d}, err
	}
	var ds []datagram
	for off := 0; off < len(data); off += p.fragment {
		end := min(off+p.fragment, len(data))
		d, err := build(proto, data[off:end], fragment{off: off, more: end < len(data), part: true})
		if err != nil {
			return nil, err
		}
		ds = append(ds, d)
	}
	return ds, nil
}

// fragment says which part of a datagram is built; the zero value is the whole.
type fragment struct {
	off  int
	more bool
	part bool
}

// field returns offset and flag as the IPv6 fragment header has them.
func (f fragment) field() uint16 {
	v := uint16(f.off)
	if f.more {
		v |= 1
	}
	return v
}

// ipv4 builds an IPv4 packet (RFC 791 section 3.1).
func (p *packet) ipv4(proto byte, data []byte, f fragment) (datagram, error) {
	options := p.ipOpts
	for len(options)%4 != 0 {
		options = append(options[:len(options):len(options)], 0)
	}
	head := 20 + len(options)
	if head > 60 || head+len(data) > 0xffff {
		return datagram{}, fmt.Errorf("%d bytes of options and %d of data are too long for IPv4", len(options), len(data))
	}
	b := []byte{0x40 | byte(head/4), p.tos}
	b = binary.BigEndian.AppendUint16(b, uint16(head+len(data)))
	b = binary.BigEndian.AppendUint16(b, uint16(p.id.n))
	b = binary.BigEndian.AppendUint16(b, p.offset4(f))
	b = append(b, p.ttl, proto, 0, 0)
	b = append(b, p.from.addr.AsSlice()...)
	b = append(b, p.to.addr.AsSlice()...)
	b = append(b, options...)
	binary.BigEndian.PutUint16(b[10:], checksum(b))
	return datagram{append(b, data...), head}, nil
}

// offset4 returns the flags and fragment offset field; a fragment has no DF.
func (p *packet) offset4(f fragment) uint16 {
	if !f.part && p.df {
		return 0x4000
	}
	v := uint16(f.off / 8)
	if f.more {
		v |= 0x2000
	}
	return v
}

// ipv6 builds an IPv6 packet (RFC 8200 section 3) with its extension headers.
func (p *packet) ipv6(proto byte, data []byte, f fragment) (datagram, error) {
	names := p.ext
	if f.part {
		names = append(names[:len(names):len(names)], "fragment")
	}
	first, ext, err := p.extensions(names, proto, f)
	if err != nil {
		return datagram{}, err
	}
	if len(ext)+len(data) > 0xffff {
		return datagram{}, fmt.Errorf("%d bytes are too long for IPv6", len(data))
	}
	b := binary.BigEndian.AppendUint32(nil, 6<<28|uint32(p.tos)<<20)
	b = binary.BigEndian.AppendUint16(b, uint16(len(ext)+len(data)))
	b = append(b, first, p.ttl)
	b = append(b, p.from.addr.AsSlice()...)
	b = append(b, p.to.addr.AsSlice()...)
	b = append(b, ext...)
	return datagram{append(b, data...), 40 + len(ext)}, nil
}

// extensions returns the headers in this order, each naming the next, and the
// protocol number of the first.
func (p *packet) extensions(names []string, proto byte, f fragment) (first byte, b []byte, err error) {
	next := proto
	for i := len(names) - 1; i >= 0; i-- {
		var head []byte
		var own byte
		switch names[i] {
		case "hbh":
			own, head = protoHopByHop, []byte{next, 0, 1, 4, 0, 0, 0, 0} // PadN
		case "dst":
			own, head = protoDest, []byte{next, 0, 1, 4, 0, 0, 0, 0}
		case "rt":
			own, head = protoRouting, p.routing(next)
		case "ah":
			own, head = protoAH, append([]byte{next, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, make([]byte, 12)...)
		case "fragment":
			own, head = protoFragment, binary.BigEndian.AppendUint16([]byte{next, 0}, f.field())
			head = append(head, 0, 0, 0, 1)
		default:
			return 0, nil, fmt.Errorf("unknown extension header %q", names[i])
		}
		b = append(head, b...)
		next = own
	}
	return next, b, nil
}

// routing returns a routing header of type 0 that has no segments left and
// names the packet's destination, so that the checksum is right for readers
// that take the destination from here (RFC 8200 section 8.1) and those that
// do not.
func (p *packet) routing(next byte) []byte {
	return append([]byte{next, 2, 0, 0, 0, 0, 0, 0}, p.to.addr.AsSlice()...)
}
