package annotate

import "tcpshake/decode"

// StateTimes tells how long an end was in each state, in nanoseconds, indexed by
// State: from the segment that brought it there to the one that took it away, or
// to the last one of the connection. 0 stands for a state that the end was not
// seen to stay in. CLOSED has no time, and TIME_WAIT only one that a segment
// ended, because it outlasts the connection's last segment.
type StateTimes [TimeWait + 1]int64

// course is how a connection went through its states. Times are those of the
// capture clock.
type course struct {
	// since is when the states that were told last began, 0 before the first.
	since int64
	// control is from the first segment to the last SYN or FIN that was not sent
	// before.
	control span
	// stays is how long each side was in each state from SYN_SENT on.
	stays [2][TimeWait - Closed]span
	first phaseStates
}

// courses hold the course of each connection at the index of its record.
type courses struct{ chunks []*[chunkSize]course }

func (cs *courses) at(record uint32) *course {
	return &cs.chunks[record/chunkSize][record%chunkSize]
}

// begin makes the course at record a new one.
func (cs *courses) begin(record uint32) {
	for int(record/chunkSize) >= len(cs.chunks) {
		cs.chunks = append(cs.chunks, new([chunkSize]course))
	}
	*cs.at(record) = course{}
}

// followCourse takes in the states after p.
func (t *Tracker) followCourse(p *packet) {
	c := p.conn
	k := t.courses.at(p.record)
	if k.since == 0 {
		k.begin(c, p)
	}
	if p.before != c.shown {
		k.stay(&p.before, p.now)
		k.since = p.now
	}
	gained := p.self.facts &^ p.basis.factsOf(p.from)
	if p.seg.Flags.Has(decode.SYN) && gained.has(synSent) || p.seg.Flags.Has(decode.FIN) && gained.has(finSent) {
		k.control = spanOf(p.now - c.first)
	}
}

// begin notes the first states. Those of a connection that began with a candidate
// came with that SYN, before p.
func (k *course) begin(c *conn, p *packet) {
	before := p.before
	if before[low].state() == Unknown && before[high].state() == Unknown {
		before = c.shown
	}
	k.first = phaseOf(before)
	k.since, k.control = c.first, spanOf(0)
}

// stay adds the time until now to the states that were told.
func (k *course) stay(told *[2]packedState, now int64) {
	for s, packed := range told {
		if state := packed.state(); state > Closed {
			stay := &k.stays[s][state-SynSent]
			*stay = spanOf(max(stay.ns(), 0) + now - k.since)
		}
	}
}

// reportCourse fills r with what was followed.
func (t *Tracker) reportCourse(r *Connection, c *conn, record uint32) {
	r.Productive = -1
	if !t.opt.StateTimes {
		return
	}
	k := *t.courses.at(record)
	k.stay(&c.shown, c.last())
	for s, packed := range c.shown {
		if packed.state() == TimeWait {
			k.stays[s][TimeWait-SynSent] = 0
		}
	}
	client := c.client()
	r.FirstStates = k.first.pair(client)
	r.ClientTimes, r.ServerTimes = k.times(client), k.times(client.other())
	if c.key.toItself() {
		r.ServerTimes = r.ClientTimes
	}
	r.Productive = k.control.ns()
	for i := range c.ends {
		if l := t.load(&c.ends[i]); l != nil {
			r.Productive = max(r.Productive, l.lastNew-c.first)
		}
	}
}

// times returns the times of the side s.
func (k *course) times(s side) (times StateTimes) {
	for i, stay := range k.stays[s] {
		times[SynSent+State(i)] = max(stay.ns(), 0)
	}
	return times
}
