package job

import (
	"context"
	"errors"
	"io"
	"time"

	"tcpshake/capture"
)

const (
	// batch is how many packets are read at once: what is known of them all fits in a
	// processor's cache.
	batch = 256
	// held is how long packets are waited for that the kernel holds when a capture
	// is told to end: it hands them over in blocks, some time after they came.
	held = 60 * time.Millisecond
	// late is how long they are waited for when the kernel has counted them and
	// the machine is too busy to hand them over.
	late = 200 * time.Millisecond
	// drain is how long packets are waited for when what ran beside the capture
	// has ended, as long as some come.
	drain = time.Second
)

// Companion is what runs beside a capture.
type Companion interface {
	// Done is closed when it has ended.
	Done() <-chan struct{}
	// Result waits for the end and returns the exit status.
	Result() (int, error)
}

// pump moves packets from a source to who shows them: until the source ends,
// enough was shown, what runs beside the capture has ended, or the caller says so.
type pump struct {
	// start begins what runs beside the capture, once that has begun, and returns
	// it, or nil for nothing. Its context ends with the capture. It may be nil.
	start func(context.Context) (Companion, error)
	// show takes packets, at times none, and reports whether it wants more, as Show of
	// Job does.
	show func([]capture.Packet) (more bool, err error)

	// pending reports whether the kernel has counted packets that were not shown.
	// It may be nil.
	pending func() bool

	companion Companion
	// wake makes a Read that waits return; nil for files and pipes, of which a Read
	// returns by itself before long.
	wake func()
	// told is when the capture was told to end; zero before.
	told time.Time
}

// waker is a source of which a Read that waits can be told to return.
type waker interface{ Wake() }

// run moves the packets of source. It returns nil when the source or ctx has
// ended or enough was shown, the error of start or show, or that of the source
// after everything that came before it was shown.
func (p *pump) run(ctx context.Context, source capture.Source) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if waiting, ok := source.(waker); ok {
		p.wake = waiting.Wake
		context.AfterFunc(ctx, p.wake)
	}
	if err := p.begin(ctx, cancel); err != nil {
		return err
	}
	packets := make([]capture.Packet, 0, batch)
	for !p.over(ctx) {
		var readErr error
		packets, readErr = source.Read(packets)
		more, err := p.show(packets)
		if err == nil && more && readErr != nil && len(packets) > 0 {
			// What is on its way may be enough; then nobody wanted what cannot be read.
			more, err = p.show(nil)
		}
		switch {
		case err != nil:
			return err
		case errors.Is(readErr, io.EOF), !more:
			return nil
		case readErr != nil:
			return readErr
		case len(packets) == 0 && p.expectsNone():
			return nil
		}
	}
	return nil
}

// begin does what is to happen once the capture has begun.
func (p *pump) begin(ctx context.Context, cancel context.CancelFunc) error {
	if p.start == nil {
		return nil
	}
	companion, err := p.start(ctx)
	if err != nil || companion == nil {
		return err
	}
	p.companion = companion
	go func() {
		select {
		case <-companion.Done():
			time.AfterFunc(drain, cancel)
		case <-ctx.Done():
		}
	}()
	return nil
}

// over reports whether ctx has ended and with it the time for packets that the
// kernel held.
func (p *pump) over(ctx context.Context) bool {
	if ctx.Err() == nil {
		return false
	}
	if p.wake == nil {
		return true
	}
	if p.told.IsZero() {
		p.told = time.Now()
		time.AfterFunc(held, p.wake)
	}
	since := time.Since(p.told)
	return since >= late || since >= held && !p.owed()
}

// owed reports whether there are packets still to come from the kernel.
func (p *pump) owed() bool { return p.pending != nil && p.pending() }

// expectsNone reports whether no packets are waited for any more once none came.
func (p *pump) expectsNone() bool {
	if p.companion == nil {
		return false
	}
	select {
	case <-p.companion.Done():
		return !p.owed()
	default:
		return false
	}
}
