// Package lab makes captures of real TCP: two hosts, each a network namespace
// of its own, joined by a wire that a scenario can make lose, delay, repeat and
// invent packets. The sockets are those of the running kernel, which also says
// what state it holds them in (sock_diag), so that what tcpshake derives from
// the packets can be compared with the truth.
//
// It works on Linux, for root, with /dev/net/tun and iproute2. It analyses
// nothing: it knows of TCP what it needs to find the packet that a scenario
// wants lost.
package lab

import "net/netip"

// Frame is one frame as a host saw it leave or arrive.
type Frame struct {
	// Time is in nanoseconds since 1970 UTC.
	Time int64
	// Data is the Ethernet frame, or its beginning; Len is its whole length.
	Data []byte
	Len  int
}

// Change is one change of a socket's state, as the kernel tells it.
type Change struct {
	// Time is when the change was found, in nanoseconds since 1970 UTC: a
	// millisecond after it happened, more on a busy machine.
	Time int64
	// Host is "client" or "server".
	Host          string
	Local, Remote netip.AddrPort
	// State is named as RFC 9293 names it, with underscores: "FIN_WAIT_1".
	State string
}

// Addr returns the IPv4 or IPv6 address of "client" or "server"; version is 4
// or 6.
func Addr(host string, version int) netip.Addr {
	last := byte(2)
	if host == "client" {
		last = 1
	}
	if version == 4 {
		return netip.AddrFrom4([4]byte{10, 9, 0, last})
	}
	return netip.AddrFrom16([16]byte{0: 0xfd, 1: 9, 15: last})
}

// Result is what a scenario left: the TCP segments and ICMP errors that each
// host saw, and the states of its sockets.
type Result struct {
	Client, Server []Frame
	Changes        []Change
	// Blind are the times in which the kernel was not asked for longer than it
	// should be, because the machine was busy: a change in one of them was found
	// at its end.
	Blind []Interval
}

// Interval is a time from From to To, in nanoseconds since 1970 UTC.
type Interval struct{ From, To int64 }

// Meets reports whether the interval and that from from to to have a moment in
// common.
func (i Interval) Meets(from, to int64) bool { return i.From <= to && from <= i.To }

// Scenario is one story between the two hosts.
type Scenario struct {
	// Name says what happens: "fin_lost".
	Name string
	// Story says it in a sentence.
	Story string
	play  func(*Run)
}
