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
	Close(*End) error
	// Flush writes what was gathered.
	Flush() error
}

// End is what is known once there are no more packets.
type End struct {
	Summary annotate.Summary
	// Losses is what a live capture lost, nil when the packets came from a file.
	Losses *Losses
	// Failures tell what was not as expected.
	Failures []string
}

// PrintsConnections reports whether p does anything with connections that have
// ended. The packets of some formats tell it all.
func PrintsConnections(p Printer) bool {
	teller, ok := p.(interface{ printsConnections() bool })
	return !ok || teller.printsConnections()
}
