package tcpdump

import (
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// TestPlainEqualsTheLongWay prints damaged, cut and whole segments both ways.
func TestPlainEqualsTheLongWay(t *testing.T) {
	random := newGenerator(7).capture(linkEN10MB, 20_000)
	captures := map[string]*craft.Capture{"random": random, "cut": cutEverywhere(t)}
	for _, file := range captureFiles(t) {
		if c := readCapture(t, file); c.LinkType == linkEN10MB {
			captures[file] = c
		}
	}
	plain := 0
	for name, c := range captures {
		for _, flags := range []string{"", "-nn", "-nn -S", "-nn -ttt --nano"} {
			plain += comparePlain(t, name, c, flags)
		}
	}
	if plain < 10_000 {
		t.Errorf("only %d segments were plain", plain)
	}
}

// cutEverywhere returns segments that are cut at every byte.
func cutEverywhere(t *testing.T) *craft.Capture {
	t.Helper()
	c, err := craft.Compile("C > S: SYN <mss 1460,sackOK,TS val 1 ecr 2,nop,wscale 7>\nS > C: PSH-ACK <nop,nop,TS val 1 ecr 2> \"text\"\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Frames {
		for n := range f.Data {
			c.Frames = append(c.Frames, craft.Frame{Time: f.Time, Data: f.Data[:n], Len: f.Len})
		}
	}
	return c
}

// comparePlain returns how many segments of c were plain.
func comparePlain(t *testing.T, name string, c *craft.Capture, flags string) (plain int) {
	t.Helper()
	numbers, quick, long := numbering{}, New(parseFlags(t, flags), someNames{}, 1<<10), New(parseFlags(t, flags), someNames{}, 1<<10)
	long.wantsPlain = false
	decoder, err := decode.New(dlt(c.LinkType))
	if err != nil {
		t.Fatal(err)
	}
	var s decode.Segment
	for i, f := range c.Frames {
		decoder.Decode(f.Data, f.Len, &s)
		if s.Class == decode.NotTCP {
			quick.Skip(f.Time, &s)
			long.Skip(f.Time, &s)
			continue
		}
		if s.IsUsual() {
			plain++
		}
		// Whatever the room, nothing is written beyond it.
		got, want := quick.Append(make([]byte, 0, i%300), uint64(i), f.Time, &s, numbers.of(&s)), long.Append(nil, uint64(i), f.Time, &s, 0)
		if string(got) != string(want) || quick.ended != long.ended {
			t.Fatalf("%s, packet %d [%s]\n got %q\nwant %q", name, i+1, flags, got, want)
		}
	}
	return plain
}

// TestUsualOptionsEqualAnyOptions changes single bytes of the options that are
// printed without a walk.
func TestUsualOptionsEqualAnyOptions(t *testing.T) {
	c, err := craft.Compile("C > S: SYN <mss 1460,sackOK,TS val 4000000001 ecr 7,nop,wscale 14>\nC > S: ACK <nop,nop,TS val 5 ecr 4000000002>\n")
	if err != nil {
		t.Fatal(err)
	}
	l := New(parseFlags(t, "-nn"), noNames{}, 1)
	for _, f := range c.Frames {
		whole := decode.TCPHeader(f.Data[34:])
		for i := minTCPHeader; i < len(whole); i++ {
			for _, change := range []byte{0, 1, 2, 0x80, 0xff} {
				h := append(decode.TCPHeader(nil), whole...)
				h[i] ^= change
				got, end := l.options(nil, h, 0, 0)
				want, wantEnd := l.anyOptions([]byte(", options ["), h, 0, 0)
				if string(got) != string(want) || end != wantEnd {
					t.Fatalf("byte %d changed by %x: %q, want %q", i, change, got, want)
				}
			}
		}
	}
}
