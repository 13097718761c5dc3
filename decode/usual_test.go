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

// walked returns what the walk over all headers makes of a frame.
func walked(frame []byte, wireLen int) *Segment {
	s, d := new(Segment), Decoder{link: (*Decoder).ethernet}
	d.Decode(frame, wireLen, s)
	return s
}

// TestUsualEqualsTheWalk damages, cuts and pads a plain frame in all ways that
// matter, and compares both ways through the headers.
func TestUsualEqualsTheWalk(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	usual := 0
	for range 100_000 {
		frame, wireLen := damaged(random)
		s := new(Segment)
		if !s.usual(frame, wireLen) {
			if !reflect.DeepEqual(s, new(Segment)) {
				t.Fatalf("%x: not usual, but changed", frame)
			}
			continue
		}
		usual++
		if want := walked(frame, wireLen); !reflect.DeepEqual(s, want) {
			t.Fatalf("%x, %d on the wire:\n got %+v\nwant %+v", frame, wireLen, s, want)
		}
	}
	if usual < 20_000 {
		t.Errorf("only %d frames were usual", usual)
	}
}

// damaged returns a plain frame with a few bytes changed, perhaps cut, and its
// length on the wire.
func damaged(random *rand.Rand) (frame []byte, wireLen int) {
	frame = append(frame, plainFrame...)
	for range random.IntN(4) {
		frame[random.IntN(len(frame))] = byte(random.Uint32())
	}
	if random.IntN(3) == 0 {
		frame[12+random.IntN(24)] ^= 1 << random.IntN(8) // the fields that decide
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
	s := new(Segment)
	if !s.usual(plainFrame, len(plainFrame)) || s.Len != 4 || string(s.Payload) != "abcd" {
		t.Errorf("%+v", s)
	}
}
