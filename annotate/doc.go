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
//
// It does not check checksums unless asked to, because offloading makes them
// wrong on the sender's host; it does not put fragments together, nor streams;
// and it does not look into payloads. Interfaces, tunnels and, unless asked for,
// VLAN tags do not tell connections apart, because the two directions of one
// often differ in them.
//
// Its memory is bounded by Options.MaxConnections: a record of fixed size for
// each connection, more of fixed size for those that are not in good order. When
// the table is full, what is over makes room first, then attempts that were
// never answered, then the oldest connection; Summary.Evicted counts those that
// had not ended.
package annotate
