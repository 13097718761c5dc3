package annotate

// tally is what a Tracker counts on its way.
type tally struct {
	Summary
	findings [256]uint64
}

// tally counts the verdict of a connection that is over.
func (s *tally) tally(c *conn) {
	v := c.verdict()
	s.Verdicts[v]++
	if v == Refused {
		s.Refused = c.key.address(c.client().other()).Netip()
	}
	if !c.marks.has(synSeen) {
		s.MidStream++
	}
	heardBoth := (c.end(low).facts & c.end(high).facts).has(heard)
	if c.marks.has(wasEstablished) && !heardBoth {
		s.OneDirection++
	}
}

// countStates counts the states of both ends, as netstat on both hosts would.
func (s *tally) countStates(c *conn) {
	if c.isGone() {
		s.States[Closed] += 2
		return
	}
	client, server := c.states()
	s.States[client.State]++
	s.States[server.State]++
}

// Summary returns what was seen so far, connections that are not over included.
func (t *Tracker) Summary() Summary {
	s := t.summary
	for cl := range classes {
		for r := t.table.lists[cl].head; r != 0; {
			c := t.table.records.at(r)
			t.expireStates(c)
			s.countStates(c)
			if cl < ended {
				s.tally(c)
			}
			r = c.next
		}
	}
	s.Handshakes = t.handshakes.distribution()
	s.ClockSteps = t.clock.count
	s.Findings = make(map[FindingKind]uint64)
	for k, n := range s.findings {
		if n > 0 {
			s.Findings[FindingKind(k)] = n
		}
	}
	return s.Summary
}
