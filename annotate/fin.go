package annotate

import "tcpshake/decode"

// takeFIN takes in the FIN of a segment whose sequence numbers were taken in
// already.
func (t *Tracker) takeFIN(p *packet) {
	end := p.seg.End()
	if p.self.facts.has(finSent) && p.seg.SeqLen() > 0 && p.self.max.Less(end) && !t.wasNoFIN(p) && p.seg.Len > 0 {
		// A bug or an injection.
		t.found.add(Finding{Kind: FindingDataAfterFIN, N: uint64(end - p.self.max)})
		return
	}
	if !p.seg.Flags.Has(decode.FIN) {
		return
	}
	if p.peer.known.has(finSuspected) && p.peer.max.LessEq(p.seg.Ack) {
		t.inferFIN(p.conn, p.from.other())
	}
	switch {
	case p.self.facts.has(finSent) && end == p.self.max:
		t.repeatFIN(p)
	case p.self.facts.has(finSent) || !p.isNewFIN(end):
		t.found.add(Finding{Kind: FindingStaleFIN})
	default:
		t.firstFIN(p)
	}
}

// isNewFIN reports whether a FIN whose number is the one before end can be the first of
// its end: nothing that was captured came behind it, or its number alone was missing.
func (p *packet) isNewFIN(end decode.Seq) bool {
	if !p.selfSent || p.selfMax.Less(end) {
		return true
	}
	return end == p.selfMax && (p.fillsFIN || p.late || p.self.known.has(finSuspected))
}

// firstFIN takes in the first FIN of an end.
func (t *Tracker) firstFIN(p *packet) {
	self, peer := p.self, p.peer
	self.facts |= finSent
	self.known &^= finSuspected
	self.fins = bump(self.fins)
	overtaken := self.known.has(knowsAcked) && p.seg.Ack.Less(self.acked)
	if peer.facts.has(finSent) && peer.known.has(knowsAcked) && p.seg.End().LessEq(peer.acked) && !p.conn.marks.has(finLate) {
		// Captured late. The usual case is that the peer's FIN acknowledged it.
		peer.facts |= finKnew
		p.conn.marks |= finLate
		p.conn.marks.setSide(firstFINHigh, p.from)
	}
	if overtaken || p.fillsFIN && peer.facts.has(finSent) && peer.max.LessEq(p.seg.Ack) {
		p.conn.marks |= finLate // a later acknowledgment says nothing of what this knew
	}
	// Who closed second is told by what its first FIN acknowledges.
	if peer.facts.has(finSent) && peer.max.LessEq(p.seg.Ack) {
		self.facts |= finKnew
	}
	t.tellFIN(p)
}

// repeatFIN takes in a FIN that was sent before: its acknowledgment did not
// arrive, whether it was captured or not.
func (t *Tracker) repeatFIN(p *packet) {
	c, self := p.conn, p.self
	if self.known.has(finInferred) {
		self.known &^= finInferred // captured out of order
		self.fins = bump(self.fins)
		if p.peer.facts.has(finSent) && p.peer.max.LessEq(p.seg.Ack) {
			self.facts |= finKnew
		}
		return
	}
	t.found.add(Finding{
		Kind: FindingFINRetransmission, N: uint64(self.fins), Time: p.now - self.last, By: c.party(p.from),
	})
	self.fins = bump(self.fins)
	if self.facts.has(finAcked) && !self.facts.has(finAckedProved) {
		self.facts &^= finAcked
		c.marks &^= closeTold
	}
	if p.peer.facts.state() == TimeWait {
		c.closing = t.sinceFIN(c) // TIME_WAIT begins again (RFC 9293 section 3.10.7.4)
	}
}

// wasNoFIN takes the FIN of the sender back, if it was only inferred, because the segment
// is beyond it.
func (t *Tracker) wasNoFIN(p *packet) bool {
	if !p.self.known.has(finInferred) {
		return false
	}
	p.conn.revokeFIN(p.from)
	t.takeSequence(p)
	return true
}

// deliverFIN notes that the receiver got the FIN, once nothing before it is
// missing.
func (p *packet) deliverFIN() {
	if p.self.facts.has(finSent) && !p.self.known.has(hasGaps) {
		p.peer.facts |= gotFIN
	}
}
