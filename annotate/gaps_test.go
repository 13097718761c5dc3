package annotate

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tcpshake/decode"
)

func gapText(gaps []gap) string {
	s := ""
	for _, g := range gaps {
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
		gaps := append(make([]gap, 0, 3), gap{left: 10, right: 20}, gap{left: 30, right: 40})
		rest, lost := fill(gaps, row.left, row.right)
		if got := gapText(rest); got != row.want || lost != (gap{}) {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestSplitWithoutRoom(t *testing.T) {
	gaps := make([]gap, manyGaps)
	for i := range gaps {
		gaps[i] = gap{left: decode.Seq(100 * i), right: decode.Seq(100*i + 50)}
	}
	gaps, lost := fill(gaps, 10, 20)
	if lost.left != 20 || lost.right != 50 {
		t.Errorf("lost %d-%d, want 20-50", lost.left, lost.right)
	}
	if len(gaps) != manyGaps || gaps[0].left != 0 || gaps[0].right != 10 || gaps[1].left != 100 {
		t.Errorf("gaps %s", gapText(gaps))
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
			if len(tr.gapsOf(c, tr.packet.from)) == manyGaps {
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

// TestGapsWithoutRoom: data that fill a gap are no repetition, however many gaps there are, and
// when there are too many nobody says of data that they were captured before.
func TestGapsWithoutRoom(t *testing.T) {
	for _, test := range []struct{ gaps, seen, unknown int }{{fewGaps, 0, 0}, {fewGaps + 1, 0, 0}, {manyGaps, 0, 0}, {manyGaps + 2, 0, 2}} {
		text := tellData
		for i := range test.gaps {
			text += fmt.Sprintf("C > S: P. %d+10 ack 5001\n", 1021+20*i)
		}
		for i := range test.gaps {
			text += fmt.Sprintf("C > S: P. %d+10 ack 5001\n", 1011+20*i)
		}
		s := newTale()
		s.run(t, text)
		seen, unknown := 0, 0
		for _, e := range s.events {
			for _, f := range e.findings {
				if f.Kind == FindingRetransmission && f.N == uint64(ResendSeen) {
					seen++
				}
				if f.Kind == FindingRetransmission && f.N == uint64(ResendUnknown) {
					unknown++
				}
			}
		}
		r := s.ends[1].ToServer
		if want := uint64(20*test.gaps + 10); seen != test.seen || unknown != test.unknown || r.Unique != want || r.Retransmissions != uint64(test.gaps) {
			t.Errorf("%d gaps: %d seen before, %d unknown, %d unique of %d, %d sent again", test.gaps, seen, unknown, r.Unique, want, r.Retransmissions)
		}
	}
}

// TestGapsOfOneDirection: nobody acknowledges anything, so the oldest gap makes room for
// the newest, and what was captured is known to be sent again.
func TestGapsOfOneDirection(t *testing.T) {
	text := ""
	for i := range manyGaps + 10 {
		text += fmt.Sprintf("C > S: P. %d+10 ack 5001\n", 1021+20*i)
	}
	s := newTale()
	s.run(t, text+fmt.Sprintf("+300ms C > S: P. %d+10 ack 5001\n", 1021+20*(manyGaps+5)))
	if r := s.ends[1].ToServer; r.RetransmittedBytes != 10 || r.Unique != 10*(manyGaps+10) {
		t.Errorf("%d bytes sent again, %d unique", r.RetransmittedBytes, r.Unique)
	}
}
