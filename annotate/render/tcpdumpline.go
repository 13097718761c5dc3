package render

import (
	"io"

	"tcpshake/annotate"
)

// tcpdumpLine is the format tcpdump: its line alone, copies included, in the
// same bytes.
type tcpdumpLine struct {
	out  buffer
	line packetLine
}

func newTCPDumpLine(w io.Writer, opt *Options, env *Env) *tcpdumpLine {
	return &tcpdumpLine{out: newBuffer(w), line: newLine(opt, env)}
}

// Event prints one frame.
func (t *tcpdumpLine) Event(e *annotate.Event) error {
	b := t.line.Append(t.out.b, e.Number, e.Time, e.Segment, e.Direction)
	b = t.line.AppendDump(b)
	return t.out.put(append(b, '\n'))
}

// skip lets the line see a frame that is not printed.
func (t *tcpdumpLine) skip(e *annotate.Event) error {
	t.line.Skip(e.Time, e.Segment)
	return t.out.err
}

// Connection prints nothing.
func (t *tcpdumpLine) Connection(*annotate.Connection) error { return t.out.err }

func (t *tcpdumpLine) printsConnections() bool { return false }

// Close flushes.
func (t *tcpdumpLine) Close(*End) error { return t.out.Flush() }

// Flush writes what was gathered.
func (t *tcpdumpLine) Flush() error { return t.out.Flush() }
