package annotate

import "time"

// How long connections are kept without a packet. The capture clock counts.
const (
	// openingQuiet is longer than the longest pause between two SYNs or SYN-ACKs.
	openingQuiet = int64(150 * time.Second)
	// endingQuiet is how long a connection that is over waits for stragglers
	// before it is reported.
	endingQuiet = int64(time.Second)
	// doneQuiet is how long late packets still find a reported connection.
	doneQuiet = int64(60 * time.Second)
	// rejectedQuiet is the silence after a RST that its receiver should not accept
	// from which on it did.
	rejectedQuiet = int64(5 * time.Second)
	// unreachableQuiet is the silence after an ICMP error from which on the client
	// has given up.
	unreachableQuiet = int64(3 * time.Second)
)

// keptDone is how many reported connections are kept for longer, so that port
// reuse is recognised later too.
const keptDone = 1 << 14

// never is a time that does not come.
const never = int64(1<<63 - 1)

// Advance moves the capture clock on to now (nanoseconds since 1970 UTC). Call it
// while no packet comes, so that connections end by silence in a live capture
// too; Observe does it by itself. After it, NextEnded yields those.
func (t *Tracker) Advance(now int64) {
	t.clock.wait(now, t.lastID)
	t.sweepIfDue()
}

func (t *Tracker) sweepIfDue() {
	if t.clock.now >= t.sweepAt {
		t.sweep()
	}
}

// quiet returns after how much silence a connection of this class leaves it, or
// never. Added to a time that was it is a time again.
func (t *Tracker) quiet(cl class) int64 {
	switch cl {
	case opening:
		return openingQuiet
	case open:
		if t.opt.Idle > 0 {
			return t.atMost(t.opt.Idle)
		}
	case closing:
		return t.atMost(t.opt.TimeWait)
	case ending:
		return endingQuiet
	case done:
		if t.table.lists[done].n > min(keptDone, t.opt.MaxConnections/2) {
			return doneQuiet
		}
	}
	return never
}

// atMost returns d, but no more than what brings the clock to the end of time.
func (t *Tracker) atMost(d time.Duration) int64 { return min(int64(d), never-1-t.clock.now) }

// sweep ends what was quiet for too long. Every list but that of established
// connections has the one that was quiet for longest at its head.
func (t *Tracker) sweep() {
	t.sweepAt = never
	for cl := range classes {
		t.sweepClass(cl)
	}
}

func (t *Tracker) sweepClass(cl class) {
	for budget := t.table.lists[cl].n; budget > 0; budget-- {
		quiet := t.quiet(cl)
		if quiet == never {
			return
		}
		head := t.table.lists[cl].head
		due := t.table.records.at(head).last() + quiet
		switch {
		case due <= t.clock.now:
			t.expire(head, cl)
		case cl == open:
			// In no order: look at each, and not again soon.
			t.table.move(head, open)
			t.sweepAt = min(t.sweepAt, max(due, t.clock.now+quiet/16))
		default:
			t.sweepAt = min(t.sweepAt, due)
			return
		}
	}
}

// expire ends the connection at the head of its list.
func (t *Tracker) expire(record uint32, cl class) {
	switch cl {
	case done:
		t.release(record)
	case closing, ending:
		t.finish(record)
	default:
		t.forget(record)
		t.finish(record)
	}
}

// schedule makes sure that a sweep comes when the connection may be over.
func (t *Tracker) schedule(cl class, last int64) {
	if q := t.quiet(cl); q != never {
		t.sweepAt = min(t.sweepAt, last+q)
	}
}

// expireStates ends the states that time ends: TIME_WAIT, and the attempt of a
// client that an ICMP error stopped.
func (t *Tracker) expireStates(c *conn) {
	a, b := c.end(low), c.end(high)
	if (c.closing.known() || c.marks.has(closeTold)) && t.clock.now-c.closed() > int64(t.opt.TimeWait) && c.over() {
		a.facts |= dead
		b.facts |= dead
	}
	if c.marks&(unreachableMark|wasEstablished) == unreachableMark && t.clock.now-c.last() > unreachableQuiet {
		c.end(c.client()).facts |= dead | contradicted
	}
}
