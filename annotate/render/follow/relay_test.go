package follow

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/stop"
	"tcpshake/decode/craft"
)

// pass sends frames as batches of n through f by Pass, until it has enough, and
// settles.
func pass(f *Follower, frames []craft.Frame, n int) error {
	var clock fickle
	for batch := range slices.Chunk(frames, n) {
		for _, frame := range batch {
			f.Frame(frame.Time, frame.Data, frame.Len)
		}
		if err := f.Pass(clock.next(f)); err != nil {
			return err
		}
		if f.Done() {
			break
		}
	}
	return f.Settle()
}

// fickle is a clock on which what a follower tries is always the better way, so that
// it changes its way as often as it can.
type fickle time.Duration

func (c *fickle) next(f *Follower) time.Duration {
	*c += 10
	if f.relay.pace.trying {
		*c -= 9
	}
	return time.Duration(*c)
}

// passed returns what is printed of frames that are passed on in batches of n.
func passed(t *testing.T, frames []craft.Frame, n int, rule stop.Options) []string {
	t.Helper()
	p := &tape{}
	f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), rule)
	if err := f.Source(1); err != nil {
		t.Fatal(err)
	}
	if err := pass(f, frames, n); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return p.lines
}

// mixed returns frames of short connections, then data of one, then again.
func mixed(t *testing.T) []craft.Frame {
	t.Helper()
	data, err := craft.Parse("time 2024-01-02T00:00:00Z\n" + strings.Repeat("C > S: PSH-ACK len 10\nS > C: ACK\n", 500))
	if err != nil {
		t.Fatal(err)
	}
	short := many(t, 5*maxEndings)
	return slices.Concat(short, data, short)
}

// TestPassPrintsTheSame covers changes from passing on to not and back, which the
// small batches are enough for, batches in which more connections end than one holds,
// fewer batches than can be on their way, and a machine that runs one goroutine at a
// time.
func TestPassPrintsTheSame(t *testing.T) {
	frames := mixed(t)
	want := inBatches(t, frames, 1)
	for _, processors := range []int{1, 4} {
		t.Run(fmt.Sprint(processors, " processors"), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
			for _, n := range []int{1, 3, 100, 256, 1000} {
				if got := passed(t, frames, n, stop.Options{}); !slices.Equal(got, want) {
					t.Errorf("batches of %d: %d lines, want %d, the same in the same order", n, len(got), len(want))
				}
			}
		})
	}
}

// TestPassOfNothingPrintsAll: nothing that was passed on is left on its way.
func TestPassOfNothingPrintsAll(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	frames, p := many(t, 5*maxEndings), &tape{}
	f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), stop.Options{})
	if err := f.Source(1); err != nil {
		t.Fatal(err)
	}
	for batch := range slices.Chunk(frames, 100) {
		for _, frame := range batch {
			f.Frame(frame.Time, frame.Data, frame.Len)
		}
		if err := f.Pass(0); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.lines) >= len(frames) {
		t.Fatal("no batch was on its way: the test tests nothing")
	}
	if err := f.Pass(0); err != nil {
		t.Fatal(err)
	}
	if want := len(frames) + 5*maxEndings; len(p.lines) != want {
		t.Errorf("%d lines, want %d", len(p.lines), want)
	}
	f.relay.stop()
}

// TestPassStopsWhereObserveDoes counts frames: those behind the last that is wanted
// may have been passed on, but are not followed.
func TestPassStopsWhereObserveDoes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	frames, err := craft.Parse(story)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-c", "3"}, {"--until", "fin"}, {"-c", "8"}, nil} {
		want, _ := play(t, story, args...)
		for n := 1; n <= len(frames); n++ {
			p := &tape{}
			f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), want.stop)
			if err := f.Source(1); err != nil {
				t.Fatal(err)
			}
			if err := pass(f, frames, n); err != nil {
				t.Fatal(err)
			}
			if f.Frames() != want.Frames() || len(p.lines) != int(want.Frames()) || f.Done() != want.Done() {
				t.Errorf("%v, batches of %d: %d frames, %d lines, done %v, want %d and %v",
					args, n, f.Frames(), len(p.lines), f.Done(), want.Frames(), want.Done())
			}
			f.relay.stop()
		}
	}
}

// TestSourceBeginsAnew passes on the frames of two sources, with a rule that
// counts those of each.
func TestSourceBeginsAnew(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	frames, err := craft.Parse(story)
	if err != nil {
		t.Fatal(err)
	}
	limited, _ := play(t, "", "-c", "3")
	f := New(annotate.New(annotate.DefaultOptions()), &tape{}, expect.New(expect.Options{}), limited.stop)
	for range 2 {
		if err := f.Source(1); err != nil {
			t.Fatal(err)
		}
		if err := pass(f, frames, 1); err != nil {
			t.Fatal(err)
		}
	}
	if f.Frames() != 6 {
		t.Errorf("%d frames, want 3 of each source", f.Frames())
	}
	f.relay.stop()
}

// TestPassTellsThePrintersError lets a printer fail while other batches are on
// their way, one of which waits for its ended connections to be printed.
func TestPassTellsThePrintersError(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	frames := many(t, 5*maxEndings)
	for _, n := range []int{1, 50, 1000} {
		p := &tape{fail: errors.New("disk full")}
		f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), stop.Options{})
		if err := f.Source(1); err != nil {
			t.Fatal(err)
		}
		first, last := pass(f, frames, n), f.Settle()
		if !errors.Is(first, p.fail) || !errors.Is(last, p.fail) {
			t.Errorf("batches of %d: errors %v and %v, want the printer's", n, first, last)
		}
		if _, _, err := f.Close(); !errors.Is(err, p.fail) {
			t.Errorf("batches of %d: error %v at the end, want the printer's", n, err)
		}
		if len(p.lines) > 1 {
			t.Errorf("the printer was asked for more after it had failed: %q", p.lines)
		}
	}
}

// TestPassAfterAnError follows a batch whose printing failed no second time, whichever
// way the next one would go.
func TestPassAfterAnError(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	frames := many(t, 5*maxEndings)
	for batches := range firstTerm + 1 {
		p := &tape{fail: errors.New("disk full")}
		f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), stop.Options{})
		f.relay.pace.passing, f.relay.pace.batches = false, batches
		if err := f.Source(1); err != nil {
			t.Fatal(err)
		}
		for _, frame := range frames {
			f.Frame(frame.Time, frame.Data, frame.Len)
		}
		first := f.Pass(0)
		if f.relay.flying > 0 {
			f.Settle()
			f.relay.stop()
			continue // it was passed on, and not printed yet
		}
		followed := f.Frames()
		again := errors.Join(f.Pass(0), f.Settle())
		if !errors.Is(first, p.fail) || !errors.Is(again, p.fail) || f.Frames() != followed {
			t.Errorf("%d batches before: errors %v and %v, %d frames and then %d", batches, first, again, followed, f.Frames())
		}
		f.relay.stop()
	}
}
