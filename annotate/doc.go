// Package annotate follows TCP connections: segments go in one by one, and for
// each comes an Event that says which connection it belongs to, which state
// both ends have once it is delivered, and what is remarkable about it. When a
// connection is over, a Connection says how it began, how it ended and who
// ended it.
//
// The package is pure: it reads no clock (time is the capture's), does no I/O,
// knows no colour and no screen. It claims only what the packets prove; a state
// that merely follows from the peer's segments is marked as assumed, and later
// evidence can take it back (states are derived from facts, never stepped).
package annotate
