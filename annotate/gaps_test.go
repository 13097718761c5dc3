package annotate

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tcpshake/decode"
)

func (l *gapList) String() string {
	s := ""
	for _, g := range l.list[:l.n] {
		s += fmt.Sprintf("%d-%d ", g.left, g.right)
	}
	return s
}

func TestFillGaps(t *testing.T) {
	for _, row := range []struct {
		name        string
		left, right decode.Seq
		want        string
	}{
		{"in front", 0, 10, "10-20 30-40 "},
		{"behind", 40, 50, "10-20 30-40 "},
		{"between", 20, 30, "10-20 30-40 "},
		{"the first", 10, 20, "30-40 "},
		{"its beginning", 5, 15, "15-20 30-40 "},
		{"its end", 15, 25, "10-15 30-40 "},
		{"its middle", 13, 17, "10-13 17-20 30-40 "},
		{"both", 0, 99, ""},
		{"across", 15, 35, "10-15 35-40 "},
		{"nothing", 15, 15, "10-20 30-40 "},
	} {
		l := gapList{n: 2, list: [maxGaps]gap{{left: 10, right: 20}, {left: 30, right: 40}}}
		l.fill(row.left, row.right)
		if got := l.String(); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestSplitWithoutRoom(t *testing.T) {
	l := gapList{n: maxGaps}
	for i := range decode.Seq(maxGaps) {
		l.list[i] = gap{left: 100 * i, right: 100*i + 50}
	}
	l.fill(10, 20)
	if l.n != maxGaps || l.list[0].left != 0 || l.list[0].right != 10 {
		t.Errorf("gaps %v", &l)
	}
}

// Whatever order the segments of a direction come in, the receiver's next number
// is the first one missing, as a bitmap says, as long as there are few gaps.
func TestContigAgainstBitmap(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 300 {
		base := decode.Seq(r.Uint32())
		tr := New(DefaultOptions())
		var ev Event
		f := newFlow(1)
		f.observe(tr, &ev, true, decode.ACK, base, 1, 0)
		var have [64]bool
		for range 40 {
			at := r.IntN(len(have) - 4)
			n := 1 + r.IntN(4)
			f.observe(tr, &ev, true, decode.ACK, base.Add(at), 1, n)
			for i := range n {
				have[at+i] = true
			}
			c := tr.packet.conn
			if len(tr.gapsOf(c, tr.packet.from)) == maxGaps {
				break
			}
			want := 0
			for want < len(have) && have[want] {
				want++
			}
			if got := int(tr.contig(c, tr.packet.from) - base); got != want {
				t.Fatalf("round %d: contig %d, want %d", round, got, want)
			}
		}
	}
}

// Without room for gaps nothing is missed: the numbers count as received.
func TestNoRoomForGaps(t *testing.T) {
	s := newTale()
	s.opt.MaxConnections = 1
	s.tracker = New(s.opt)
	s.tracker.extras.limit = 1
	s.tracker.extras.take()
	for _, line := range []string{"C > S: . 100 ack 1", "C > S: . 200+10 ack 1", "C > S: . 150+10 ack 1"} {
		s.play(line)
	}
	p := &s.tracker.packet
	if contig := s.tracker.contig(p.conn, p.from); contig != 210 || p.self.max != 210 {
		t.Errorf("contig %d, max %d, want 210", contig, p.self.max)
	}
}
