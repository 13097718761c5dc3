package follow

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/stop"
	"tcpshake/decode/craft"
)

// inBatches sends frames in batches of n through a Follower, and returns what was
// printed.
func inBatches(t *testing.T, frames []craft.Frame, n int) []string {
	t.Helper()
	p := &tape{}
	f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), stop.Options{})
	if err := f.Source(1); err != nil {
		t.Fatal(err)
	}
	for batch := range slices.Chunk(frames, n) {
		if err := follow(f, batch...); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return p.lines
}

// many returns the frames of n connections that are refused, at the end of which
// one more comes an hour later.
func many(t *testing.T, n int) []craft.Frame {
	t.Helper()
	var script strings.Builder
	for i := range n {
		fmt.Fprintf(&script, "client 10.0.0.3:%d\nC > S: SYN\nS > C: RST-ACK\n", 1024+i)
	}
	frames, err := craft.Parse(script.String() + "+3600 C > S: SYN\n")
	if err != nil {
		t.Fatal(err)
	}
	return frames
}

// TestBatchesOfAnySizeArePrintedAlike covers batches in which more connections
// end than one holds, and others after them.
func TestBatchesOfAnySizeArePrintedAlike(t *testing.T) {
	frames := many(t, 5*maxEndings+5)
	last := frames[len(frames)-1]
	for range 3 { // each ends the one before
		last.Time += int64(time.Hour)
		frames = append(frames, last)
	}
	want := inBatches(t, frames, 1)
	if len(want) < len(frames)+5*maxEndings {
		t.Fatalf("only %d lines for %d frames", len(want), len(frames))
	}
	for _, n := range []int{2, 3, 100, 256, 1000} {
		if got := inBatches(t, frames, n); !slices.Equal(got, want) {
			t.Errorf("batches of %d: %d lines, want %d, the same in the same order", n, len(got), len(want))
		}
	}
}

// TestNothingIsPrintedAfterAnError goes on although the printer has failed.
func TestNothingIsPrintedAfterAnError(t *testing.T) {
	frames := many(t, 100)
	p := &tape{fail: errors.New("disk full")}
	f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), stop.Options{})
	if err := f.Source(1); err != nil {
		t.Fatal(err)
	}
	for _, batch := range [][]craft.Frame{frames[:100], frames[100:]} {
		if err := follow(f, batch...); !errors.Is(err, p.fail) {
			t.Errorf("error %v, want the printer's", err)
		}
	}
	if _, _, err := f.Close(); !errors.Is(err, p.fail) {
		t.Errorf("error %v at the end, want the printer's", err)
	}
	if len(p.lines) > 1 {
		t.Errorf("the printer was asked for more after it had failed: %q", p.lines)
	}
}

// TestObserveTellsHowFarItCame when printing fails meanwhile.
func TestObserveTellsHowFarItCame(t *testing.T) {
	frames := many(t, 2*maxEndings)
	p := &tape{fail: errors.New("disk full")}
	opt := annotate.DefaultOptions()
	opt.MaxConnections = 10
	f := New(annotate.New(opt), p, expect.New(expect.Options{}), stop.Options{})
	if err := f.Source(1); err != nil {
		t.Fatal(err)
	}
	for _, frame := range frames {
		f.Frame(frame.Time, frame.Data, frame.Len)
	}
	n, err := f.Observe()
	if !errors.Is(err, p.fail) || n == 0 || n == len(frames) || f.Frames() != uint64(n) {
		t.Errorf("%d of %d frames, of which %d were followed, error %v", n, len(frames), f.Frames(), err)
	}
	if err := f.Print(); !errors.Is(err, p.fail) {
		t.Errorf("then error %v, want the same", err)
	}
}
