package render

import "tcpshake/annotate"

// Nothing is a Printer that prints nothing, for runs that only count or write a
// capture file.
type Nothing struct{}

// Event prints nothing.
func (Nothing) Event(*annotate.Event) error { return nil }

// Connection prints nothing.
func (Nothing) Connection(*annotate.Connection) error { return nil }

func (Nothing) printsConnections() bool { return false }

// Close prints nothing.
func (Nothing) Close(*End) error { return nil }

// Flush has nothing to write.
func (Nothing) Flush() error { return nil }
