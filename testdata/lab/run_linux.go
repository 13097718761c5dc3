package lab

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"tcpshake/decode/craft"
)

// Run is a scenario that is being played. Its methods do nothing once one of
// them has failed, so that a scenario reads as a story; Play returns the first
// error.
type Run struct {
	Client, Server *Host
	sockets        []*Socket
	wire           *wire
	states         *watcher
	ctx            context.Context
	err            error
	// v6 makes the sockets use IPv6.
	v6 bool
}

// The times of a run.
const (
	// oneWay is how long a packet travels. It is long beside the time in which
	// states are polled, so that each state can be told from the next.
	oneWay = 20 * time.Millisecond
	// quiet is how long the wire must be silent for a scenario to go on; longer
	// than an acknowledgment is delayed.
	quiet = 60 * time.Millisecond
	// patience bounds each step.
	patience = 30 * time.Second
)

// Check returns why the lab cannot be used here, nil when it can.
func Check() error {
	h, err := newHost("client")
	if err != nil {
		return err
	}
	h.close()
	return nil
}

// Play plays a scenario between two new hosts.
func Play(ctx context.Context, s Scenario) (*Result, error) {
	r := &Run{ctx: ctx}
	defer r.end()
	if err := r.begin(); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	s.play(r)
	r.Settle()
	changes, err := r.states.stop()
	r.fail(err)
	if r.err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, r.err)
	}
	client, server := r.wire.frames()
	return &Result{Client: client, Server: server, Changes: changes, Blind: r.states.blind}, nil
}

// begin makes the hosts and joins them.
func (r *Run) begin() (err error) {
	if r.Client, err = newHost("client"); err != nil {
		return err
	}
	if r.Server, err = newHost("server"); err != nil {
		return err
	}
	r.wire = newWire(r.Client, r.Server)
	r.states, err = watch(r.Client, r.Server)
	return err
}

// end lets go of everything; the namespaces go with their last user.
func (r *Run) end() {
	if r.states != nil {
		_, _ = r.states.stop() // Play has its error
	}
	if r.wire != nil {
		r.wire.stop()
	}
	for _, s := range r.sockets {
		_ = s.release()
	}
	for _, h := range []*Host{r.Client, r.Server} {
		if h != nil {
			h.close()
		}
	}
}

// fail remembers the first error.
func (r *Run) fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
	}
}

// Set sets a kernel parameter of a host: Set(h, "ipv4/tcp_ecn", "1").
func (r *Run) Set(h *Host, name, value string) {
	if r.err == nil {
		r.fail(h.set(name, value))
	}
}

// await waits until ready says yes.
func (r *Run) await(what string, ready func() bool) {
	if r.err != nil {
		return
	}
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ready() {
		select {
		case <-r.ctx.Done():
			r.fail(r.ctx.Err())
			return
		case now := <-tick.C:
			if now.After(deadline) {
				r.fail(fmt.Errorf("waited %v in vain for %s", patience, what))
				return
			}
		}
	}
}

// Settle waits until nothing travels and both hosts are silent.
func (r *Run) Settle() { r.Silence(quiet) }

// Silence waits until nothing travels and nothing has for so long from now on:
// what a socket was just told to do need not have reached the wire yet.
func (r *Run) Silence(d time.Duration) {
	start := time.Now()
	r.await("silence", func() bool { return time.Since(start) >= d && r.wire.silentFor(d) })
}

// AwaitState waits until the host's only socket at this port is in the state.
func (r *Run) AwaitState(h *Host, port uint16, state string) {
	r.await(h.name+" to be in "+state, func() bool { return r.states.has(h.name, port, state) })
}

// AwaitSent waits until the host has sent n packets that match since the run
// began.
func (r *Run) AwaitSent(h *Host, n int, m Match) {
	r.await(fmt.Sprintf("packet %d of %s", n, h.name), func() bool { return r.wire.sent(h, m) >= n })
}

// Drop makes the wire lose the next n packets of the host that match.
func (r *Run) Drop(from *Host, n int, m Match) {
	r.wire.add(&rule{from: from, match: m, left: n, drop: true})
}

// Forever is a number of packets that is never reached.
const Forever = 1 << 30

// Delay makes the next n packets of the host that match travel longer by d.
func (r *Run) Delay(from *Host, n int, m Match, d time.Duration) {
	r.wire.add(&rule{from: from, match: m, left: n, delay: d})
}

// Repair ends all losses and delays.
func (r *Run) Repair() { r.wire.clear() }

// Inject delivers to a host those packets of a script (package craft) that have
// its MAC address; others only serve to be quoted. C and S are the ends of the
// connection from client port 40001, R is a router; numbers are relative to
// those that the real ends chose.
func (r *Run) Inject(to *Host, script string) {
	if r.err != nil {
		return
	}
	clientISS, serverISS := r.wire.lastISS()
	ends := fmt.Sprintf("client %v:%d iss %d id 7\nserver %v:%d iss %d id 7\nend R 10.9.0.254 mac 02:00:0a:09:00:fe\n",
		r.Client.addr4, ClientPort, clientISS, r.Server.addr4, ServerPort, serverISS)
	frames, err := craft.Parse(ends + script)
	if err != nil {
		r.fail(err)
		return
	}
	for _, f := range frames {
		if net.HardwareAddr(f.Data[:6]).String() == to.mac {
			r.wire.deliver(to, f.Data)
		}
	}
}

// Replay delivers the first packet of the host that matches once more.
func (r *Run) Replay(from *Host, m Match) {
	if r.err == nil && !r.wire.replay(from, m) {
		r.fail(errors.New("there is nothing to replay"))
	}
}
