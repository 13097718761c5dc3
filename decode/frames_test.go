package decode

import (
	"encoding/binary"
	"strings"
	"testing"
)

// The headers that tests put together, each in front of what it carries.

// cat returns the parts one after the other.
func cat(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// be returns v big-endian in n bytes.
func be(n int, v uint64) []byte {
	return binary.BigEndian.AppendUint64(nil, v)[8-n:]
}

// tcpBytes is a SYN of 20 bytes, from port 1000 to port 80.
func tcpBytes() []byte {
	return cat(be(2, 1000), be(2, 80), be(4, 5000), be(4, 0), be(2, 0x5002), be(2, 100), be(4, 0))
}

// ether is an Ethernet header.
func ether(proto uint64, payload ...[]byte) []byte {
	return cat(be(6, 0x020000000002), be(6, 0x020000000001), be(2, proto), cat(payload...))
}

// ip4 is a datagram from 10.0.0.1 to 10.0.0.2.
func ip4(proto byte, payload ...[]byte) []byte { return ip4Options(proto, nil, payload...) }

func ip4Options(proto byte, options []byte, payload ...[]byte) []byte {
	body := cat(payload...)
	head := 20 + len(options)
	return cat([]byte{0x40 | byte(head/4), 0x03}, be(2, uint64(head+len(body))), be(2, 7), be(2, 0),
		[]byte{64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}, options, body)
}

// ip6 is a packet from fd00::1 to fd00::2.
func ip6(next byte, payload ...[]byte) []byte {
	body := cat(payload...)
	return cat(be(4, 0x60100000), be(2, uint64(len(body))), []byte{next, 64},
		be(8, 0xfd00<<48), be(8, 1), be(8, 0xfd00<<48), be(8, 2), body)
}

// ext is a hop-by-hop or destination header with padding alone.
func ext(next byte, payload ...[]byte) []byte {
	return cat([]byte{next, 0, OptionPadN, 4, 0, 0, 0, 0}, cat(payload...))
}

// patch returns b with the bytes at off replaced by v.
func patch(b []byte, off int, v ...byte) []byte {
	b = append([]byte(nil), b...)
	copy(b[off:], v)
	return b
}

// walk decodes a frame that is captured as a whole.
func walk(tb testing.TB, dlt int, frame []byte) *Segment { return walkCut(tb, dlt, frame, len(frame)) }

// walkCut decodes the first captured bytes of frame.
func walkCut(tb testing.TB, dlt int, frame []byte, captured int) *Segment {
	tb.Helper()
	d, err := New(dlt)
	if err != nil {
		tb.Fatal(err)
	}
	s := new(Segment)
	d.Decode(frame[:captured:captured], len(frame), s)
	return s
}

// headers names the headers of s, with their faults: "Ethernet IPv4[cut]".
func headers(s *Segment) string {
	var names []string
	for _, l := range s.Layers() {
		name := l.Kind.String()
		if l.Fault != FaultNone {
			name += "[" + l.Fault.String() + "]"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// walkTest is one line of the tables about the walk.
type walkTest struct {
	name    string
	dlt     int
	frame   []byte
	headers string
	class   Class
}

func (tt *walkTest) run(t *testing.T) {
	s := walk(t, tt.dlt, tt.frame)
	if got := headers(s); got != tt.headers {
		t.Errorf("headers: %s\nwant:    %s", got, tt.headers)
	}
	if s.Class != tt.class {
		t.Errorf("Class = %v, want %v", s.Class, tt.class)
	}
}

func runWalks(t *testing.T, tests []walkTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, tt.run)
	}
}
