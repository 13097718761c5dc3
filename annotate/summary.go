package annotate

import "net/netip"

// Summary is what a Tracker has seen in all.
type Summary struct {
	// Frames counts all that were observed, Segments those that were followed,
	// Copies those captured twice, and Broken, Fragments and NotTCP what could not
	// be followed.
	Frames, Segments, Copies, Broken, Fragments, NotTCP uint64
	// Connections counts connections, Evicted those that left the table before
	// their end because it was full, MidStream those joined after their beginning.
	Connections, Evicted, MidStream uint64
	// ClockSteps counts how often the clock of the capture was set back.
	ClockSteps uint64
	// OneDirection counts established connections of which only one end's segments
	// were captured.
	OneDirection uint64
	// Verdicts counts connections by verdict, States the ends of connections by
	// state as netstat would list them, both ends of each.
	Verdicts [Replaced + 1]uint64
	States   [TimeWait + 1]uint64
	// Refused is the last server's end at which a connection was refused, invalid
	// when none was.
	Refused netip.AddrPort
	// Handshakes is the distribution of connect times.
	Handshakes Distribution
	// Slowest are the handshakes that took longest, the slowest first.
	Slowest [slowestKept]Slow
	// Findings counts findings by kind; a kind that is not in it was not found.
	Findings map[FindingKind]uint64
}

// Distribution summarises durations in nanoseconds.
type Distribution struct {
	Count                       uint64
	Min, Mean, Median, P95, Max int64
}
