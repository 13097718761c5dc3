package render

import (
	"io"

	"tcpshake/annotate"
)

// text is the default format: label, tcpdump's line, note.
type text struct {
	out    buffer
	line   packetLine
	pal    *palette
	notes  notes
	copies bool // print copies of packets
	// explain is nil without --explain.
	explain *explainer
}

func newText(w io.Writer, opt *Options, env *Env) *text {
	pal := newPalette(opt.Color, env)
	t := &text{
		out:    newBuffer(w),
		line:   newLine(opt, env),
		pal:    pal,
		notes:  newNotes(pal, opt.Verbose),
		copies: opt.Verbose > 0,
	}
	if opt.Explain {
		t.explain = newExplainer(pal, env.Width)
	}
	return t
}

// Event prints one frame. The note ends the line that tcpdump's text ends
// with, which in the layout of several lines (-v) is the one that holds the
// length; dumps follow behind it.
func (t *text) Event(e *annotate.Event) error {
	if e.Copy && !t.copies {
		return t.skip(e)
	}
	b := t.pal.labels[e.Label].Append(t.out.b)
	b = t.line.Append(b, e.Number, e.Time, e.Segment, e.Direction)
	b = t.notes.append(b, e)
	b = append(t.line.AppendDump(b), '\n')
	if t.explain != nil {
		b = t.explain.append(b, e)
	}
	return t.out.put(b)
}

// skip lets the line see a frame that is not printed: the relative numbers of
// later lines depend on it.
func (t *text) skip(e *annotate.Event) error {
	t.line.Skip(e.Time, e.Segment)
	return t.out.err
}

// Connection prints nothing: the packets told it all.
func (t *text) Connection(c *annotate.Connection) error {
	if t.explain != nil {
		t.explain.forget(c.ID)
	}
	return t.out.err
}

func (t *text) printsConnections() bool { return t.explain != nil }

// Close flushes; the summary is not part of this format.
func (t *text) Close(*End) error { return t.out.Flush() }

// Flush writes what was gathered.
func (t *text) Flush() error { return t.out.Flush() }
