package render

import "tcpshake/annotate"

// Printer prints one format. It gathers bytes and writes them when Flush is
// called or its buffer is full; the first error of the writer is returned by
// every later call.
type Printer interface {
	// Event prints one frame.
	Event(*annotate.Event) error
	// Connection prints a connection that has ended, or that the end of the
	// capture found open.
	Connection(*annotate.Connection) error
	// Close prints what belongs at the end and flushes.
	Close(*annotate.Summary) error
	// Flush writes what was gathered.
	Flush() error
}

// loser is a printer whose format tells what a live capture lost.
type loser interface {
	lost(*Losses)
}

// Lost tells p what its live capture lost, before Close. Without it the packets
// come from a file.
func Lost(p Printer, l *Losses) {
	if p, ok := p.(loser); ok {
		p.lost(l)
	}
}

// failer is a printer whose format tells which expectations failed.
type failer interface {
	failed([]string)
}

// Failed tells p what was not as expected, before Close.
func Failed(p Printer, failures []string) {
	if p, ok := p.(failer); ok {
		p.failed(failures)
	}
}

// PrintsConnections reports whether p does anything with connections that have
// ended. The packets of some formats tell it all.
func PrintsConnections(p Printer) bool {
	teller, ok := p.(interface{ printsConnections() bool })
	return !ok || teller.printsConnections()
}
