// Package follow takes frames the whole way: decoded, observed by the tracker,
// printed, judged, and counted by the rule that says when to stop. It does not
// get the frames and does not know where they come from.
package follow

import (
	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/render"
	"tcpshake/annotate/stop"
	"tcpshake/decode"
)

// Follower is the way of the frames of one run. It is not safe for concurrent
// use.
type Follower struct {
	decoder *decode.Decoder
	tracker *annotate.Tracker
	printer render.Printer
	judge   *expect.Judge
	stop    stop.Options
	rule    stop.Rule

	frames     uint64
	segment    decode.Segment
	event      annotate.Event
	connection annotate.Connection
}

// New returns a Follower that prints with printer and shows judge the same,
// until rule is fulfilled.
func New(tracker *annotate.Tracker, printer render.Printer, judge *expect.Judge, rule stop.Options) *Follower {
	return &Follower{tracker: tracker, printer: printer, judge: judge, stop: rule}
}

// Source says that the next frames have this link type, as libpcap numbers them.
// The rule that says when to stop begins anew; connections and numbers go on.
// The error is a decode.ErrLinkType.
func (f *Follower) Source(linkType int) error {
	decoder, err := decode.New(linkType)
	f.decoder, f.rule = decoder, stop.New(f.stop)
	return err
}

// Frame takes a frame: the time in nanoseconds since 1970 UTC, the captured
// bytes and the length on the wire. The Event is valid until the next frame;
// errors are the printer's.
func (f *Follower) Frame(time int64, data []byte, wireLen int) (*annotate.Event, error) {
	f.frames++
	f.rule.Frame()
	f.decoder.Decode(data, wireLen, &f.segment)
	f.tracker.Observe(&f.segment, f.frames, time, &f.event)
	f.rule.Event(&f.event)
	f.judge.Event(&f.event)
	if err := f.print(); err != nil {
		return &f.event, err
	}
	return &f.event, f.ended()
}

// print prints the frame. One that is no TCP is not printed, but counts for the
// time since the packet before.
func (f *Follower) print() error {
	if f.segment.Class == decode.NotTCP {
		return render.Skip(f.printer, &f.event)
	}
	return f.printer.Event(&f.event)
}

// Idle says that no frame came until now, in nanoseconds since 1970 UTC.
func (f *Follower) Idle(now int64) error {
	f.tracker.Advance(now)
	return f.ended()
}

// ended prints the connections that are over.
func (f *Follower) ended() error {
	for f.tracker.NextEnded(&f.connection) {
		f.rule.Connection()
		f.judge.Connection(&f.connection)
		if err := f.printer.Connection(&f.connection); err != nil {
			return err
		}
	}
	return nil
}

// Done reports whether enough was seen.
func (f *Follower) Done() bool { return f.rule.Done() }

// Flush writes what was printed.
func (f *Follower) Flush() error { return f.printer.Flush() }

// Frames is how many frames there were.
func (f *Follower) Frames() uint64 { return f.frames }

// Summary is what was seen so far.
func (f *Follower) Summary() annotate.Summary { return f.tracker.Summary() }

// Close ends all connections and prints what belongs at the end. failures tells
// what was not as expected.
func (f *Follower) Close() (summary annotate.Summary, failures []string, err error) {
	f.tracker.Close()
	err = f.ended()
	summary = f.tracker.Summary()
	if err == nil {
		err = f.printer.Close(&summary)
	}
	return summary, f.judge.Failures(&summary), err
}
