package job

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"tcpshake/capture"
)

// source hands out batches of packets of these sizes, then end, or for nil
// nothing for ever.
type source struct {
	batches []int
	end     error
	woken   chan struct{}
}

func newSource(end error, batches ...int) *source {
	return &source{batches: batches, end: end, woken: make(chan struct{}, 1)}
}

func (s *source) Read(packets []capture.Packet) ([]capture.Packet, error) {
	if len(s.batches) > 0 {
		n := s.batches[0]
		s.batches = s.batches[1:]
		return packets[:n], nil
	}
	if s.end == nil {
		select {
		case <-s.woken:
		case <-time.After(10 * time.Millisecond):
		}
	}
	return packets[:0], s.end
}

func (s *source) Wake() {
	select {
	case s.woken <- struct{}{}:
	default:
	}
}
func (s *source) LinkType() int                 { return 1 }
func (s *source) SnapLen() int                  { return 0 }
func (s *source) Waits() bool                   { return true }
func (s *source) Stats() (capture.Stats, error) { return capture.Stats{}, nil }
func (s *source) Close()                        {}

// counter counts the packets that it is shown and wants limit of them.
type counter struct{ n, limit int }

func (c *counter) show(packets []capture.Packet) (bool, error) {
	c.n += len(packets)
	return c.limit == 0 || c.n < c.limit, nil
}

func TestRunEnds(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		name   string
		source *source
		limit  int
		want   int
		err    error
	}{
		{"file", newSource(io.EOF, 3, 2), 0, 5, nil},
		{"broken file", newSource(broken, 3, 2), 0, 5, broken},
		{"enough", newSource(nil, 3, 2), 3, 3, nil},
		{"empty file", newSource(io.EOF), 0, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := counter{limit: test.limit}
			p := pump{show: c.show}
			if err := p.run(context.Background(), test.source); !errors.Is(err, test.err) {
				t.Errorf("error %v, want %v", err, test.err)
			}
			if c.n != test.want {
				t.Errorf("%d packets shown, want %d", c.n, test.want)
			}
		})
	}
}

// brokenAtOnce is a source whose error comes together with its packets.
type brokenAtOnce struct {
	capture.Source
	err error
}

func (b brokenAtOnce) Read(packets []capture.Packet) ([]capture.Packet, error) {
	return packets[:3], b.err
}

// TestEnoughBeforeError: the packets that an error comes with may be enough, also for
// who does not know that before they have come through.
func TestEnoughBeforeError(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		name  string
		limit int
		err   error
	}{{"enough", 3, nil}, {"not enough", 4, broken}} {
		t.Run(test.name, func(t *testing.T) {
			c := counter{limit: test.limit}
			p := pump{show: func(packets []capture.Packet) (bool, error) {
				more, err := c.show(packets)
				return more || len(packets) > 0, err
			}}
			if err := p.run(context.Background(), brokenAtOnce{newSource(nil), broken}); !errors.Is(err, test.err) || c.n != 3 {
				t.Errorf("%d packets shown, error %v, want 3, and %v", c.n, err, test.err)
			}
		})
	}
}

func TestShowFails(t *testing.T) {
	full := errors.New("disk full")
	p := pump{show: func([]capture.Packet) (bool, error) { return true, full }}
	if err := p.run(context.Background(), newSource(nil, 1)); !errors.Is(err, full) {
		t.Errorf("error %v, want that of show", err)
	}
}

// TestContext ends a capture that would last for ever, after what was held.
func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := counter{}
	p := pump{show: c.show}
	if err := p.run(ctx, newSource(nil, 2, 1)); err != nil {
		t.Fatal(err)
	}
	if c.n != 3 {
		t.Errorf("%d packets shown, want the 3 that were held", c.n)
	}
}

// file is a source that never waits.
type file struct{ capture.Source }

// TestContextEndsFile does not show what is left of a file.
func TestContextEndsFile(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := counter{}
	p := pump{show: c.show}
	if err := p.run(ctx, file{newSource(io.EOF, 2, 1)}); err != nil || c.n != 0 {
		t.Errorf("%d packets shown, error %v, want none", c.n, err)
	}
}

// companion is over when it is closed.
type companion chan struct{}

func (c companion) Done() <-chan struct{} { return c }
func (c companion) Result() (int, error)  { <-c; return 3, nil }

func TestCompanion(t *testing.T) {
	c := counter{}
	beside := make(companion)
	var inner context.Context
	p := pump{show: c.show, start: func(ctx context.Context) (Companion, error) {
		inner = ctx
		close(beside)
		return beside, nil
	}}
	if err := p.run(context.Background(), newSource(nil, 2, 3)); err != nil {
		t.Fatal(err)
	}
	if c.n != 5 {
		t.Errorf("%d packets shown, want the 5 that came until it was quiet", c.n)
	}
	if inner.Err() == nil {
		t.Error("the companion was not told that the capture has ended")
	}
}

// TestPending waits for packets that the kernel has counted, in a machine so busy
// that they come late.
func TestPending(t *testing.T) {
	for _, test := range []struct {
		name   string
		cancel bool
	}{{"told to end", true}, {"companion ended", false}} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			beside := make(companion)
			close(beside)
			c := counter{}
			p := pump{show: c.show, pending: func() bool { return c.n < 2 }}
			if test.cancel {
				cancel()
			} else {
				p.start = func(context.Context) (Companion, error) { return beside, nil }
			}
			if err := p.run(ctx, newSource(nil, 0, 0, 0, 2)); err != nil || c.n != 2 {
				t.Errorf("%d packets shown, error %v, want the 2 that were counted", c.n, err)
			}
		})
	}
}

// lateSource is a source whose packets come some time after the capture was told to end.
type lateSource struct {
	*source
	at time.Time
}

func (s *lateSource) Read(packets []capture.Packet) ([]capture.Packet, error) {
	if time.Now().Before(s.at) {
		time.Sleep(time.Millisecond)
		return packets[:0], nil
	}
	return s.source.Read(packets)
}

// TestPendingLate waits for packets longer than usual only when the kernel has counted
// them.
func TestPendingLate(t *testing.T) {
	for _, test := range []struct {
		name    string
		counted int
		after   time.Duration
		want    int
	}{
		{"counted", 2, (held + late) / 2, 2},
		{"not counted", 0, (held + late) / 2, 0},
		{"counted, but too late", 2, late + held, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				c := counter{}
				p := pump{show: c.show, pending: func() bool { return c.n < test.counted }}
				s := &lateSource{newSource(nil, 2), time.Now().Add(test.after)}
				if err := p.run(ctx, s); err != nil || c.n != test.want {
					t.Errorf("%d packets shown, error %v, want %d", c.n, err, test.want)
				}
			})
		})
	}
}

// TestPendingForEver ends although the kernel's count is never reached.
func TestPendingForEver(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := pump{show: (&counter{}).show, pending: func() bool { return true }}
	if err := p.run(ctx, newSource(nil)); err != nil {
		t.Fatal(err)
	}
}

func TestNoCompanion(t *testing.T) {
	c := counter{limit: 2}
	p := pump{show: c.show, start: func(context.Context) (Companion, error) { return nil, nil }}
	if err := p.run(context.Background(), newSource(nil, 1, 1)); err != nil || c.n != 2 {
		t.Errorf("%d packets shown, error %v, want 2", c.n, err)
	}
}

func TestCompanionDoesNotStart(t *testing.T) {
	want := errors.New("no such program")
	p := pump{show: (&counter{}).show, start: func(context.Context) (Companion, error) { return nil, want }}
	if err := p.run(context.Background(), newSource(nil)); !errors.Is(err, want) {
		t.Errorf("error %v, want that of start", err)
	}
}
