package decode

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// plainFrame is an Ethernet frame with IPv4, TCP, time stamps and four bytes of
// payload, and two bytes of padding.
var plainFrame = []byte{
	2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0,
	0x45, 0x02, 0, 56, 0x12, 0x34, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
	0x9c, 0x40, 0, 80, 1, 2, 3, 4, 5, 6, 7, 8, 0x80, 0x18, 1, 0xf6, 0xab, 0xcd, 0, 0,
	1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 'a', 'b', 'c', 'd', 0, 0,
}

// plainFrame6 is the same with IPv6.
var plainFrame6 = []byte{
	2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x86, 0xdd,
	0x60, 0x20, 0, 0, 0, 36, 6, 64,
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
	0x9c, 0x40, 0, 80, 1, 2, 3, 4, 5, 6, 7, 8, 0x80, 0x18, 1, 0xf6, 0xab, 0xcd, 0, 0,
	1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 'a', 'b', 'c', 'd', 0, 0,
}

// walked returns what the walk over all headers makes of a frame.
func walked(frame []byte, wireLen int) *Segment {
	s, d := new(Segment), Decoder{link: (*Decoder).ethernet}
	d.Decode(frame, wireLen, s)
	return s
}

// TestUsualEqualsTheWalk damages, cuts and pads plain frames in all ways that
// matter, and compares both ways through the headers.
func TestUsualEqualsTheWalk(t *testing.T) {
	t.Run("IPv4", func(t *testing.T) { compareUsual(t, plainFrame, 24) })
	t.Run("IPv6", func(t *testing.T) { compareUsual(t, plainFrame6, 8) })
}

// compareUsual compares the two ways for frames like plain, of whose IP header
// the first bytes decide.
func compareUsual(t *testing.T, plain []byte, decide int) {
	random := rand.New(rand.NewPCG(1, 2))
	usual := 0
	for range 100_000 {
		frame, wireLen := damaged(random, plain, decide)
		s := new(Segment)
		if !s.usual(frame, wireLen) {
			if !reflect.DeepEqual(s, new(Segment)) {
				t.Fatalf("%x: not usual, but changed", frame)
			}
			continue
		}
		usual++
		if s.Layers(); s.Len+s.HeadersLen() > wireLen {
			t.Fatalf("%x: %d bytes of payload in %d on the wire", frame, s.Len, wireLen)
		}
		if _, _, only := s.TCP().OnlyTimestamps(); only != s.OnlyTimestamps() {
			t.Fatalf("%x: OnlyTimestamps is %v, of its header %v", frame, s.OnlyTimestamps(), only)
		}
		s.usualHead = 0
		if want := walked(frame, wireLen); !reflect.DeepEqual(s, want) {
			t.Fatalf("%x, %d on the wire:\n got %+v\nwant %+v", frame, wireLen, s, want)
		}
	}
	if usual < 20_000 {
		t.Errorf("only %d frames were usual", usual)
	}
}

// damaged returns a frame with a few bytes changed, perhaps cut, and its length on
// the wire. The fields that decide stand in its EtherType and behind it.
func damaged(random *rand.Rand, plain []byte, decide int) (frame []byte, wireLen int) {
	frame = append(frame, plain...)
	for range random.IntN(4) {
		frame[random.IntN(len(frame))] = byte(random.Uint32())
	}
	if random.IntN(3) == 0 {
		frame[12+random.IntN(decide)] ^= 1 << random.IntN(8)
	}
	if random.IntN(2) == 0 {
		frame = frame[:random.IntN(len(frame))+1]
	}
	wireLen = len(frame)
	if random.IntN(3) == 0 {
		wireLen += random.IntN(40) - 10
	}
	return frame, wireLen
}

func TestPlainFrameIsUsual(t *testing.T) {
	for _, frame := range [][]byte{plainFrame, plainFrame6} {
		s := new(Segment)
		if !s.usual(frame, len(frame)) || !s.IsUsual() || s.Len != 4 || string(s.Payload()) != "abcd" {
			t.Errorf("%+v", s)
		}
	}
}
