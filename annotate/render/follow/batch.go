package follow

import (
	"slices"

	"tcpshake/annotate"
	"tcpshake/annotate/render"
	"tcpshake/decode"
)

// maxEndings bounds the ended connections that a batch holds: many can end at
// once when a capture has a pause.
const maxEndings = 64

// batch is a number of frames on their way. Each step takes all of them before
// the next begins: the code of one step fits the processor's cache, that of all
// does not. It is reused, and grows to the largest that comes.
type batch struct {
	frames []frame
	// times are those of the frames, in nanoseconds since 1970 UTC.
	times []int64
	// printed is how many of the frames are printed already.
	printed int
	// endings are the connections that were over after some frame.
	endings []ending
	// findings are those of all events.
	findings []annotate.Finding
}

// frame is what is known of one frame: six lines of the processor's cache. The
// tracker writes the first two, which are the event, and reads the next two, which
// are all that decoding a usual frame writes.
type frame struct {
	event   annotate.Event
	segment decode.Segment
	_       [8]byte // so that each frame begins a line
}

// ending is a connection that was over after the first frames of a batch.
type ending struct {
	after      int
	connection annotate.Connection
}

// reset empties b.
func (b *batch) reset() {
	b.frames, b.times, b.endings, b.findings = b.frames[:0], b.times[:0], b.endings[:0], b.findings[:0]
	b.printed = 0
}

// next makes room for one more frame and returns its segment, which holds what it
// held before.
func (b *batch) next(time int64) *decode.Segment {
	n := len(b.frames)
	b.frames = slices.Grow(b.frames, 1)[:n+1]
	b.times = append(b.times, time)
	return &b.frames[n].segment
}

// keepFindings moves the findings of e from the tracker, which needs the place
// for the next event.
func (b *batch) keepFindings(e *annotate.Event) {
	if len(e.Findings) == 0 {
		return
	}
	from := len(b.findings)
	b.findings = append(b.findings, e.Findings...)
	e.Findings = b.findings[from:len(b.findings):len(b.findings)]
}

// ending returns the place for one more ended connection; it is kept when
// keepEnding says so.
func (b *batch) ending(after int) *annotate.Connection {
	n := len(b.endings)
	b.endings = slices.Grow(b.endings, 1)
	e := &b.endings[:n+1][n]
	e.after = after
	return &e.connection
}

// keepEnding keeps the ended connection and returns it.
func (b *batch) keepEnding() *annotate.Connection {
	b.endings = b.endings[:len(b.endings)+1]
	return &b.endings[len(b.endings)-1].connection
}

// print prints the first n frames, as far as they are not, and the connections
// that were over after them.
func (b *batch) print(p render.Printer, n int) error {
	for i := range b.endings {
		e := &b.endings[i]
		if err := b.printFrames(p, e.after); err != nil {
			return err
		}
		if err := p.Connection(&e.connection); err != nil {
			return err
		}
	}
	b.endings = b.endings[:0]
	return b.printFrames(p, n)
}

// printFrames prints the first n frames, as far as they are not.
func (b *batch) printFrames(p render.Printer, n int) error {
	for ; b.printed < n; b.printed++ {
		if err := printFrame(p, &b.frames[b.printed].event); err != nil {
			return err
		}
	}
	return nil
}

// printFrame prints a frame. One that is no TCP is not printed, but counts for
// the time since the frame before.
func printFrame(p render.Printer, e *annotate.Event) error {
	if e.Segment.Class == decode.NotTCP {
		return render.Skip(p, e)
	}
	return p.Event(e)
}
