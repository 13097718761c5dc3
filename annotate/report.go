package annotate

// fill sets r to what is known of the connection. It writes each field in place:
// a literal of this size is built aside and copied.
func (t *Tracker) fill(r *Connection, record uint32) {
	c := t.table.records.at(record)
	v, client := c.verdict(), c.client()
	*r = Connection{}
	r.ID, r.Client, r.Server = c.id, c.key.address(client), c.key.address(client.other())
	r.Verdict, r.By, r.Certainty = v, c.by(v), c.certainty(v)
	r.Ongoing, r.Stalled = c.marks.has(ongoing) && !c.over(), c.marks.has(stalledMark)
	r.ConnState, r.History = c.zeekState(v), t.histories.text(&c.history, client)
	r.First, r.Last = t.clock.firstStamp(c.first, c.id), t.clock.lastStamp(c.last(), c.id)
	r.Duration = c.last() - c.first
	r.Handshake, r.Negotiated = c.handshake(), c.negotiated()
	r.Vantage = c.vantageOf(&r.Handshake)
	t.reportStates(r, c)
	t.reportCourse(r, c, record)
	t.reportData(r, c)
	t.reportTraffic(&r.ToServer, c, client)
	t.reportTraffic(&r.ToClient, c, client.other())
	t.reportClose(r, c)
}

// reportStates fills in the last states, and those before the end.
func (t *Tracker) reportStates(r *Connection, c *conn) {
	r.ClientState, r.ServerState = c.states()
	if c.marks.has(roleSeen) {
		r.Role = Seen
	}
	if c.marks.has(synSeen) {
		r.Start = Captured
	}
	r.Phase = Phase{r.ClientState.State, r.ServerState.State}
	if c.over() {
		r.Phase = c.phase.pair(c.client())
	}
}

// reportClose fills in how it was closed or reset.
func (t *Tracker) reportClose(r *Connection, c *conn) {
	r.CloseTime = c.closeTime()
	r.LastACK = (c.end(low).facts & c.end(high).facts).has(finSent | finAcked)
	r.HalfClosed = t.halfClosed(r.Verdict, c)
	if c.marks.has(resetMark) {
		r.Reset = c.reason
	}
}
