// Package follow takes frames the whole way: decoded, observed by the tracker,
// judged, printed, and counted by the rule that says when to stop. Frames go in
// batches, each through one step after the other; while one batch is followed,
// others may be decoded and printed. It does not get the frames and does not know
// where they come from.
package follow

import (
	"errors"
	"syscall"

	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/render"
	"tcpshake/annotate/stop"
	"tcpshake/decode"
)

// Follower is the way of the frames of one run: Frame for each of a batch, then
// Observe and Print, or both at once by Pass. It is not safe for concurrent use.
type Follower struct {
	decoder *decode.Decoder
	tracker *annotate.Tracker
	printer render.Printer
	judge   *expect.Judge
	stop    stop.Options
	rule    stop.Rule

	frames uint64
	// batch is the one that Frame fills.
	batch *batch
	relay relay
	// done is set when enough was seen.
	done bool
	// failed is the printer's first error; nothing is printed after it.
	failed error
	// judged is set when something is expected, toEnd when all is to be followed
	// although nobody reads any more what is printed.
	judged, toEnd bool
	// report is set when somebody wants to know more of a connection that has
	// ended than that it has.
	report bool
	ended  annotate.Connection
	// losses is what a live capture lost, nil for files.
	losses *render.Losses
}

// New returns a Follower that prints with printer and shows judge the same,
// until rule is fulfilled.
func New(tracker *annotate.Tracker, printer render.Printer, judge *expect.Judge, rule stop.Options) *Follower {
	f := &Follower{
		tracker: tracker, printer: printer, judge: judge, stop: rule, batch: new(batch), relay: relay{pace: newPace()},
		judged: judge.Expects(), toEnd: judge.Expects(), report: judge.Expects() || render.PrintsConnections(printer),
	}
	if !f.report {
		tracker.DropHistories()
	}
	return f
}

// ToEnd asks that all is followed although nobody reads any more what is printed, as
// it is when something is expected: somebody else wants the rest.
func (f *Follower) ToEnd() { f.toEnd = true }

// Overlooks reports whether err is that of a pipe which nobody reads any more, and all
// is followed nevertheless.
func (f *Follower) Overlooks(err error) bool { return f.toEnd && errors.Is(err, syscall.EPIPE) }

// Source says that the next frames have this link type, as libpcap numbers them.
// The rule that says when to stop begins anew; connections and numbers go on.
// The error is a decode.LinkTypeError.
func (f *Follower) Source(linkType int) error {
	decoder, err := decode.New(linkType)
	f.decoder, f.rule, f.done = decoder, stop.New(f.stop), false
	return err
}

// Frame takes a frame into the batch: the time in nanoseconds since 1970 UTC, the
// captured bytes and the length on the wire. The bytes must stay as they are
// until the batch is printed: by Print, or by one of the next InFlight calls of
// Pass.
func (f *Follower) Frame(time int64, data []byte, wireLen int) {
	f.decoder.Decode(data, wireLen, f.batch.next(time))
}

// Observe follows the frames of the batch, up to the one that is the last by the
// rule or at which printing failed. It returns how many that are; the others are
// dropped. The error is the printer's, and Print returns it again.
func (f *Follower) Observe() (int, error) {
	err := f.observe(f.batch, f.printUpTo)
	f.done = f.rule.Done()
	return len(f.batch.frames), err
}

// observe follows the frames of b. When so many connections have ended that b has
// no room for more, print must print those, and the frames so far.
func (f *Follower) observe(b *batch, print func(*batch, int) error) error {
	for i := range b.frames {
		if f.rule.Done() {
			b.frames = b.frames[:i]
			break
		}
		s := &b.frames[i]
		f.frames++
		f.rule.Frame()
		f.tracker.Observe(&s.segment, f.frames, b.times[i], &s.event)
		f.rule.Event(&s.event)
		if f.judged {
			f.judge.Event(&s.event)
		}
		b.keepFindings(&s.event)
		if !f.report {
			f.dropEnded()
			continue
		}
		if err := f.takeEnded(b, i+1, print); err != nil {
			b.frames = b.frames[:i+1]
			return err
		}
	}
	return nil
}

// Event returns what there is to say about frame i of the batch. It is valid
// until Print.
func (f *Follower) Event(i int) *annotate.Event { return &f.batch.frames[i].event }

// takeEnded takes the connections that are over after the first n frames of b.
func (f *Follower) takeEnded(b *batch, n int, print func(*batch, int) error) error {
	for f.tracker.NextEnded(b.ending(n)) {
		f.rule.Connection()
		f.judge.Connection(b.keepEnding())
		if len(b.endings) < maxEndings {
			continue
		}
		if err := print(b, n); err != nil {
			return err
		}
	}
	return nil
}

// dropEnded counts the connections that are over.
func (f *Follower) dropEnded() {
	for f.tracker.DropEnded() {
		f.rule.Connection()
	}
}

// Print prints the batch and begins a new one. What was printed is written out
// when it is much, or by Flush.
func (f *Follower) Print() error {
	err := f.printUpTo(f.batch, len(f.batch.frames))
	f.batch.reset()
	return err
}

// Flush writes out what was printed.
func (f *Follower) Flush() error {
	if f.failed == nil {
		f.fail(f.printer.Flush())
	}
	return f.failed
}

// fail notes the printer's error, if it is one. Who has closed the pipe reads no
// more, but what is expected is judged to the end.
func (f *Follower) fail(err error) {
	if f.Overlooks(err) {
		f.printer, err = render.Nothing{}, nil
	}
	f.failed = err
}

// printUpTo prints what is not printed yet of the first n frames of b.
func (f *Follower) printUpTo(b *batch, n int) error {
	if f.failed == nil {
		f.fail(b.print(f.printer, n))
	}
	return f.failed
}

// Idle says that no frame came until now, in nanoseconds since 1970 UTC, and
// prints the connections that are over.
func (f *Follower) Idle(now int64) error {
	f.tracker.Advance(now)
	err := f.printEnded()
	f.done = f.rule.Done()
	return err
}

// printEnded prints the connections that are over when no frame of a batch is
// waiting.
func (f *Follower) printEnded() error {
	if f.failed != nil {
		return f.failed
	}
	if !f.report {
		f.dropEnded()
		return nil
	}
	for f.tracker.NextEnded(&f.ended) {
		f.rule.Connection()
		f.judge.Connection(&f.ended)
		if f.fail(f.printer.Connection(&f.ended)); f.failed != nil {
			return f.failed
		}
	}
	return nil
}

// Done reports whether enough was seen.
func (f *Follower) Done() bool { return f.done }

// Frames is how many frames were followed.
func (f *Follower) Frames() uint64 { return f.frames }

// Summary is what was seen so far.
func (f *Follower) Summary() annotate.Summary { return f.tracker.Summary() }

// Lost says what a live capture lost; it is for before Close.
func (f *Follower) Lost(lost render.Losses) {
	f.losses = &lost
	f.judge.Lost(lost.Total())
}

// Close ends all connections and prints what belongs at the end. failures tells
// what was not as expected.
func (f *Follower) Close() (summary annotate.Summary, failures []string, err error) {
	_ = f.Settle() // printEnded tells the error again
	f.relay.stop()
	f.tracker.Close()
	err = f.printEnded()
	summary = f.tracker.Summary()
	failures = f.judge.Failures(&summary)
	if err == nil {
		f.fail(f.printer.Close(&render.End{Summary: summary, Losses: f.losses, Failures: failures}))
		err = f.failed
	}
	return summary, failures, err
}
