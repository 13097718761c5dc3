package tcpdump

import (
	"testing"

	"tcpshake/decode"
)

func TestInvalidLengths(t *testing.T) {
	for _, test := range []struct {
		name           string
		captured, wire int
		want           string
	}{
		{"nothing captured", 0, 60, "[Invalid header: caplen==0]"},
		{"nothing at all", 0, 0, "[Invalid header: caplen==0, len==0]"},
		{"shorter than captured", 60, 59, "[Invalid header: len(59) < caplen(60)]"},
		{"no length", 60, 0, "[Invalid header: len==0]"},
		{"too long", 60, 262145, "[Invalid header: len(262145) > 262144]"},
		{"too much captured", 262145, 262145, "[Invalid header: caplen(262145) > 262144, len(262145) > 262144]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &decode.Segment{Frame: make([]byte, test.captured), WireLen: uint32(test.wire)}
			l := New(Options{Number: true, Dump: HexLink}, nil, 1)
			if got := string(l.AppendDump(l.Append(nil, 1, 0, s, 0))); got != "    1  "+test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Such a packet is no reference for the time stamps after it.
func TestInvalidLengthsLeaveTheClock(t *testing.T) {
	l := New(Options{Time: SinceFirst, Numeric: true}, nil, 1)
	l.Append(nil, 1, 5e9, &decode.Segment{}, 0)
	if l.clock.reference != 0 {
		t.Errorf("reference = %d", l.clock.reference)
	}
}
