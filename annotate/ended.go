package annotate

import (
	"cmp"
	"slices"
)

// maxUntaken bounds the ended connections that wait to be taken.
const maxUntaken = 1 << 12

// settle puts the connection into the class that its states call for.
func (t *Tracker) settle(record uint32) {
	c := t.table.records.at(record)
	cl := c.class
	switch {
	case cl == ended:
		return
	case cl == done:
	case c.over():
		cl = ending
	case c.end(low).facts.has(finSent) && c.end(high).facts.has(finSent):
		cl = closing
	case c.marks.has(wasEstablished):
		cl = open
	default:
		cl = opening
	}
	// Established connections stay where they are: most packets are theirs.
	if cl != open || c.class != open {
		t.table.move(record, cl)
		t.schedule(cl, t.clock.now)
	}
}

// finish ends a connection: its verdict is final, and NextEnded will yield it.
func (t *Tracker) finish(record uint32) {
	c := t.table.records.at(record)
	switch c.class {
	case done:
		t.release(record)
		return
	case ended:
		return
	}
	t.expireStates(c)
	t.concludeRejected(c)
	if c.over() {
		c.marks &^= candidateMark
	}
	t.summary.tally(c)
	t.table.move(record, ended)
}

// NextEnded fills c with the next connection that is over and reports whether
// there was one. Call it after each Observe and Advance, and after Close, until
// it returns false. A connection is over when both ends closed, one reset or
// refused it and then nothing came for a second, when both sent a FIN but not both
// were acknowledged and nothing came for Options.TimeWait, when its handshake did not
// come to an end for 150 s, when it was idle for Options.Idle, when another took its
// ports or its place in the table, and when the capture ends. Packets that come later
// still belong to it until its ports are used again.
func (t *Tracker) NextEnded(c *Connection) bool {
	record := t.table.lists[ended].head
	if record == 0 {
		return false
	}
	if record == t.lastOf {
		*c = t.last
	} else {
		t.fill(c, record)
	}
	t.taken(record)
	return true
}

// keepReport keeps what is reported of a connection that the time of a segment ended,
// before that segment is counted: it came after the end.
func (t *Tracker) keepReport(record uint32) {
	t.fill(&t.last, record)
	t.lastOf = record
}

// DropEnded is NextEnded for who does not want to know more.
func (t *Tracker) DropEnded() bool {
	record := t.table.lists[ended].head
	if record == 0 {
		return false
	}
	t.taken(record)
	return true
}

// taken lets the connection go that was reported.
func (t *Tracker) taken(record uint32) {
	if record == t.lastOf {
		t.lastOf = 0
	}
	if t.table.records.at(record).marks.has(forgotten) {
		t.release(record)
		return
	}
	// Nobody asks for its statistics any more, and what they hold is wanted by
	// connections that begin now.
	t.giveLoads(t.table.records.at(record))
	t.table.move(record, done)
	t.schedule(done, t.clock.now)
}

// Close ends the capture: every connection that was not reported yet is, in
// the order of their numbers.
func (t *Tracker) Close() {
	t.closeFloods()
	var left []uint32
	for r := uint32(1); r < t.table.records.next; r++ {
		if t.table.records.at(r).class < ended { // a free record is of the class that it left
			left = append(left, r)
		}
	}
	// As long as no record was used a second time they are in order.
	slices.SortFunc(left, func(a, b uint32) int {
		return cmp.Compare(t.table.records.at(a).id, t.table.records.at(b).id)
	})
	for _, r := range left {
		if c := t.table.records.at(r); c.class != ending {
			c.marks |= ongoing
		}
		t.finish(r)
	}
}

// forget makes the connection's ports free for a new one.
func (t *Tracker) forget(record uint32) {
	t.table.records.at(record).marks |= forgotten
	t.table.forget(record)
}

// release gives everything back that the connection holds.
func (t *Tracker) release(record uint32) {
	c := t.table.records.at(record)
	t.expireStates(c)
	t.summary.countStates(c)
	t.giveExtra(c)
	if c.compat != 0 {
		t.compats.give(c.compat)
	}
	t.giveLoads(c)
	t.table.remove(record)
}

// evictFirst is the order in which connections leave a table that is full: what
// was reported, what is over, and attempts before what is or was established, so
// that a flood of SYNs does not push out the connections that it hides.
var evictFirst = [...]class{done, ending, opening, closing, open}

// makeRoom makes sure that one more connection fits.
func (t *Tracker) makeRoom() {
	for t.table.lists[ended].n > maxUntaken {
		t.taken(t.table.lists[ended].head)
	}
	if t.table.records.inUse()-t.table.lists[ended].n < t.opt.MaxConnections {
		return
	}
	for _, cl := range evictFirst {
		head := t.table.lists[cl].head
		if head == 0 {
			continue
		}
		if cl == done {
			t.release(head)
			return
		}
		if cl != ending {
			t.table.records.at(head).marks |= ongoing
			t.summary.Evicted++
		}
		t.forget(head)
		t.finish(head)
		return
	}
}
