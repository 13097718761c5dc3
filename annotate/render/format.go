package render

import (
	"io"
)

// Format is the value of --format.
type Format uint8

// The formats.
const (
	Text Format = iota
	TCPDump
	JSON
	Connections
	Ladder
	Mermaid
	HTML
	GitHub
)

var formatNames = [...]string{
	Text: "text", TCPDump: "tcpdump", JSON: "json", Connections: "connections",
	Ladder: "ladder", Mermaid: "mermaid", HTML: "html", GitHub: "github",
}

// String returns the name that --format takes.
func (f Format) String() string { return formatNames[f] }

// NeedsStateTimes reports whether the format shows how long ends were in their
// states (annotate.Options.StateTimes).
func (f Format) NeedsStateTimes() bool { return f == JSON }

// Set parses a name; pflag calls it.
func (f *Format) Set(name string) error {
	i, err := choose(formatNames[:], name)
	*f = Format(i)
	return err
}

// Type names the kind of value in pflag's help.
func (f *Format) Type() string { return "format" }

// New returns the printer of opt.Format for w. Nothing is written before the first
// Flush, or until 64 KiB have come together.
func New(w io.Writer, opt Options, env Env) Printer {
	p := newPrinter(w, &opt, &env)
	if opt.Only.Empty() && opt.Conn.empty() {
		return p
	}
	return newSelector(p, &opt)
}

func newPrinter(w io.Writer, opt *Options, env *Env) Printer {
	switch opt.Format {
	case JSON:
		return newJSON(w, opt)
	case TCPDump:
		return newTCPDumpLine(w, opt, env)
	case Ladder:
		return newLadder(w, opt, env)
	case Mermaid:
		return newMermaid(w, opt)
	case GitHub:
		return newGitHub(w, opt)
	case HTML:
		return newHTML(w, opt)
	case Connections:
		return newConnections(w, opt, env)
	default:
		return newText(w, opt, env)
	}
}
