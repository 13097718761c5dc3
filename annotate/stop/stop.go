// Package stop decides when enough was seen: after a number of packets or
// connections, or once something has happened. It reads no clock.
package stop

import (
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
)

// Options say when to stop; the zero value is never.
type Options struct {
	// Packets is how many packets that passed the filter are enough, 0 for no limit.
	Packets Count
	// Connections is how many ended connections are enough, 0 for no limit.
	Connections Count
	// Until selects the packet that is the last.
	Until annotate.Selection
}

// AddFlags registers the options.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	o.Packets.what, o.Connections.what = "packet", "connection"
	fs.VarP(&o.Packets, "c", "c", "stop after `N` packets")
	fs.Var(&o.Connections, "conns", "stop after `N` connections have ended, which shows a second later")
	fs.Var(&o.Until, "until", "stop at the first packet with one of these labels or findings; `LIST` as for --only, help lists the names")
}

// Rule is the state of the decision. Its zero value stops never.
type Rule struct {
	opt                  Options
	packets, connections uint64
	done                 bool
}

// New returns a Rule that has seen nothing.
func New(opt Options) Rule { return Rule{opt: opt} }

// Frame takes note of a frame that passed the filter.
func (r *Rule) Frame() {
	r.packets++
	r.done = r.done || r.opt.Packets.reached(r.packets)
}

// Event takes note of a frame that was followed.
func (r *Rule) Event(e *annotate.Event) {
	r.done = r.done || !r.opt.Until.Empty() && r.opt.Until.HasEvent(e)
}

// Connection takes note of a connection that has ended.
func (r *Rule) Connection() {
	r.connections++
	r.done = r.done || r.opt.Connections.reached(r.connections)
}

// Done reports whether enough was seen.
func (r *Rule) Done() bool { return r.done }

// Count is a number of things, at least 1; 0 is that none was given.
type Count struct {
	n    uint64
	what string
}

func (c *Count) reached(n uint64) bool { return c.n > 0 && n >= c.n }

// Set parses a number; pflag calls it.
func (c *Count) Set(value string) error {
	n, err := strconv.ParseUint(value, 10, 63)
	if err != nil || n == 0 {
		return &countError{text: fmt.Sprintf("invalid %s count %s", c.what, value)}
	}
	c.n = n
	return nil
}

// String returns the number, "" when none was given.
func (c *Count) String() string {
	if c.n == 0 {
		return ""
	}
	return strconv.FormatUint(c.n, 10)
}

// Type names the kind of value in a usage text.
func (c *Count) Type() string { return "number" }

// countError is tcpdump's text for a count that is none.
type countError struct{ text string }

func (e *countError) Error() string { return e.text }

// Hints says what a count is.
func (e *countError) Hints() []string { return []string{"a whole number from 1 on"} }
