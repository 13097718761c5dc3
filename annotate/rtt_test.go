package annotate

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestKarn(t *testing.T) {
	for _, c := range []struct {
		name, text string
		count      uint64
		min, max   int64
	}{
		{"each segment that was sent once", `
			C > S: P. 1001+10 ack 5001
			+30ms S > C: . 5001 ack 1011
			C > S: P. 1011+10 ack 5001
			+50ms S > C: . 5001 ack 1021`, 2, 30 * ms, 50 * ms},
		{"an acknowledgment of several takes the last", `
			C > S: P. 1001+10 ack 5001
			+5ms C > S: P. 1011+10 ack 5001
			+30ms S > C: . 5001 ack 1021`, 1, 30 * ms, 30 * ms},
		{"sent twice: not known which was acknowledged", `
			C > S: P. 1001+10 ack 5001
			+300ms C > S: P. 1001+10 ack 5001
			+30ms S > C: . 5001 ack 1011`, 0, 0, 0},
		{"sent again in part", `
			C > S: P. 1001+10 ack 5001
			+300ms C > S: P. 1001+4 ack 5001
			+30ms S > C: . 5001 ack 1011`, 0, 0, 0},
		{"an acknowledgment that waited for another segment", `
			C > S: . 1001+10 ack 5001
			C > S: . 1011+10 ack 5001
			+30ms S > C: . 5001 ack 1001
			+300ms C > S: . 1001+10 ack 5001
			+30ms S > C: . 5001 ack 1021`, 0, 0, 0},
		{"in the middle of a segment: it is still on its way", `
			C > S: P. 1001+10 ack 5001
			+30ms S > C: . 5001 ack 1005
			+30ms S > C: . 5001 ack 1011`, 1, 60 * ms, 60 * ms},
		{"what a RST acknowledges", `
			C > S: P. 1001+10 ack 5001
			+30ms S > C: R. 5001 ack 1011`, 0, 0, 0},
		{"more on their way than are remembered", manySegments(30) + `
			+30ms S > C: . 5001 ack 1101
			S > C: . 5001 ack 4001`, 1, 59 * ms, 59 * ms},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newTale()
			s.silent = true
			for _, f := range s.tell(tellOpen + c.text) {
				t.Error(f)
			}
			end := s.ends[1]
			got := end.ToServer.RTT
			if got.Count != c.count || got.Min != c.min || got.Max != c.max {
				t.Errorf("%d, %d to %d, want %d, %d to %d", got.Count, got.Min, got.Max, c.count, c.min, c.max)
			}
		})
	}
}

// The percentiles of many values may be off by the width of a bucket.
func TestSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, scale := range []float64{300, 50e3, 40e6, 3e9} {
		tr := &Tracker{loss: newLossTables(100)}
		var rtt rttRange
		values := make([]int64, 10_000)
		for i := range values {
			values[i] = int64(scale * (0.5 + r.ExpFloat64()))
			tr.sample(&rtt, values[i])
		}
		slices.Sort(values)
		d := tr.distribution(&rtt)
		if d.Count != 10_000 || d.Min != values[0] || d.Max != values[len(values)-1] {
			t.Errorf("scale %g: %+v", scale, d)
		}
		for _, c := range []struct{ got, want int64 }{{d.Median, values[5000]}, {d.P95, values[9500]}} {
			if diff := float64(c.got-c.want) / float64(c.want); diff < -0.07 || diff > 0.07 {
				t.Errorf("scale %g: %d, want %d within 7 %%", scale, c.got, c.want)
			}
		}
	}
}

func TestSpreadOfFewValues(t *testing.T) {
	tr := &Tracker{loss: newLossTables(100)}
	var rtt rttRange
	if d := tr.distribution(&rtt); d != (Distribution{}) {
		t.Errorf("of none: %+v", d)
	}
	tr.sample(&rtt, 40*ms)
	if d := tr.distribution(&rtt); d != (Distribution{1, 40 * ms, 40 * ms, 40 * ms, 40 * ms, 40 * ms}) {
		t.Errorf("of one: %+v", d)
	}
}

// The first samples are kept another way, which must give the same percentiles.
func TestFewSamplesAreAsMany(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		tr := &Tracker{loss: newLossTables(100)}
		var rtt rttRange
		var s spread
		for n := 1; n <= 2*maxFew; n++ {
			d := r.Int64N(1 << (10 + r.IntN(30)))
			tr.sample(&rtt, d)
			s.add(d)
			if n == 1 {
				continue // is known exactly
			}
			for _, p := range []int{1, 50, 95, 100} {
				if got, want := tr.percentile(&rtt, p), s.percentile(p); got != want {
					t.Fatalf("%d %% of %d samples: %d, want %d", p, n, got, want)
				}
			}
		}
	}
}

// Without room for counters the extremes stand for the percentiles.
func TestSpreadWithoutRoom(t *testing.T) {
	tr := &Tracker{}
	tr.loss.spreads.limit = 1
	var first, second rttRange
	for i := range int64(maxFew + 1) {
		tr.sample(&first, (i+1)*ms)
		tr.sample(&second, (i+1)*ms)
	}
	if d := tr.distribution(&second); d != (Distribution{maxFew + 1, ms, 5 * ms, ms, (maxFew + 1) * ms, (maxFew + 1) * ms}) {
		t.Errorf("%+v", d)
	}
}

// Counters that are full keep their proportions.
func TestSpreadIsBounded(t *testing.T) {
	var s spread
	for range 200_000 {
		s.add(10 * ms)
		s.add(10 * ms)
		s.add(90 * ms)
	}
	if got := s.percentile(50); got < 9*ms || got > 11*ms {
		t.Errorf("median %d", got)
	}
	if got := s.percentile(95); got < 84*ms || got > 96*ms {
		t.Errorf("95th percentile %d", got)
	}
	for _, d := range []int64{-1, 0, 1 << 62} {
		s.add(d) // the ends take what is beyond them
	}
}
