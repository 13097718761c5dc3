package annotate

import "tcpshake/decode"

// joinMidstream makes p.conn one whose beginning was not captured.
func (t *Tracker) joinMidstream(p *packet) {
	p.conn.marks |= wasEstablished
	p.self.facts |= midstream
	p.peer.facts |= midstream
	if p.seg.Flags.Has(decode.FIN) {
		p.conn.marks |= beganAtFIN
	}
	t.found.add(Finding{Kind: FindingStartNotCaptured})
}

// settleBeginning looks at a connection that began with a FIN: data or a FIN of
// the other end show that this had not closed before.
func (p *packet) settleBeginning() {
	c := p.conn
	if c.marks.has(beganAtFIN) && p.seg.SeqLen() > 0 && p.peer.facts.has(finSent) {
		c.marks &^= beganAtFIN
	}
}

// inferSYN takes the peer's initial sequence number from a SYN-ACK: its SYN was
// not captured.
func (t *Tracker) inferSYN(p *packet) {
	peer := p.peer
	peer.iss = p.seg.Ack - 1
	peer.max = p.seg.Ack
	peer.known |= knowsISS | knowsMax
	peer.facts |= synSent
	t.found.add(Finding{Kind: FindingSYNNotCaptured})
}

// beforeSYNACK takes in a segment that is neither SYN nor RST from an end whose
// peer is in SYN_SENT, and reports whether it is a segment of this connection.
func (t *Tracker) beforeSYNACK(p *packet) bool {
	if !acksSYN(p) {
		// A half-open connection answers the SYN with its own numbers (RFC 9293
		// figure 9); the client will reset it.
		t.refute(p)
		t.found.add(Finding{Kind: FindingChallengeACK, N: 1, By: p.conn.party(p.from)})
		return false
	}
	if p.seg.Len == 0 && !p.seg.Flags.Has(decode.FIN) && p.seg.Ack == p.peer.max {
		// Perhaps the first half of a split handshake, perhaps the SYN-ACK was not
		// captured: it proves only that the SYN arrived.
		p.self.facts |= gotSYN | gotSYNProved
		return false
	}
	self := p.self
	self.iss = p.seg.Seq - 1
	self.facts |= synSent | gotSYN | gotSYNProved
	p.peer.facts |= gotSYN | synAcked
	t.found.add(Finding{Kind: FindingSYNACKNotCaptured})
	return true
}

// inferSYNACK takes the peer's initial sequence number from the acknowledgment
// of a client whose SYN was captured: the SYN-ACK was not.
func (t *Tracker) inferSYNACK(p *packet) {
	peer := p.peer
	peer.iss = p.seg.Ack - 1
	peer.max = p.seg.Ack
	peer.known |= knowsISS | knowsMax
	peer.facts |= synSent | gotSYN | synAcked
	p.self.facts |= gotSYN | gotSYNProved | synAcked | synAckedProved
	t.found.add(Finding{Kind: FindingSYNACKNotCaptured})
}

// refute notes that the sender does not know the peer's SYN, and what the peer
// will say about it.
func (t *Tracker) refute(p *packet) {
	p.self.facts |= contradicted
	if o := t.oddOf(p.conn); o != nil {
		o.refutes, o.refutedAck = true, p.seg.Ack
	}
}

// suspectFIN looks at an acknowledgment of exactly one number that was not
// captured: a FIN if its sender has closed too, else perhaps a byte.
func (t *Tracker) suspectFIN(p *packet) {
	if p.peer.facts.has(finSent) {
		return
	}
	p.peer.known |= finSuspected
	t.acknowledge(p.conn, p.to(), p.seg.Ack)
	if p.self.facts.has(finSent) {
		t.inferFIN(p.conn, p.from.other())
	}
}

// settleSuspicion looks at the next segment of an end whose FIN is suspected:
// it goes on behind it without data, or sends the byte.
func (t *Tracker) settleSuspicion(p *packet) {
	if !p.self.known.has(finSuspected) || p.seg.Flags.Any(decode.SYN|decode.RST) {
		return
	}
	if p.seg.Seq == p.self.max && p.seg.SeqLen() == 0 {
		t.inferFIN(p.conn, p.from)
		return
	}
	if p.seg.Len > 0 {
		p.self.known &^= finSuspected
	}
}

// inferFIN notes that the end at s closed although its FIN was not captured.
func (t *Tracker) inferFIN(c *conn, s side) {
	closer, other := c.end(s), c.end(s.other())
	closer.known = closer.known&^finSuspected | finInferred
	closer.facts |= finSent | finAcked
	other.facts |= gotFIN | gotFINProved
	// Who closed second: when the closer is not captured at all, the usual case.
	knew := !closer.facts.has(heard) || closer.known.has(knowsAcked) && other.max.LessEq(closer.acked)
	if other.facts.has(finSent) && knew {
		closer.facts |= finKnew
		other.facts |= finAcked
	}
	if !other.facts.has(finSent) {
		c.marks.setSide(firstFINHigh, s)
		c.turn = t.clock.now
	}
	t.found.add(Finding{Kind: FindingFINNotCaptured, By: c.party(s)})
}

// revokeFIN takes back that e closed, which was only inferred.
func (e *endpoint) revokeFIN(peer *endpoint) {
	e.known &^= finInferred
	e.facts &^= finSent | finAcked | finKnew | finAckedProved
	peer.facts &^= gotFIN | gotFINProved
}
