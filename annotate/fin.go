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
// its end: nothing that was captured came behind it, or its number was not captured.
func (p *packet) isNewFIN(end decode.Seq) bool {
	if !p.selfSent || p.selfMax.Less(end) {
		return true
	}
	return end == p.selfMax && (p.fillsFIN || p.late || p.self.known.has(finSuspected) || p.self.last == 0)
}

// firstFIN takes in the first FIN of an end.
func (t *Tracker) firstFIN(p *packet) {
	self, peer := p.self, p.peer
	t.takeUnseenFIN(p)
	self.facts |= finSent
	self.known &^= finSuspected
	self.fins = bump(self.fins)
	overtaken := self.known.has(knowsAcked) && p.seg.Ack.Less(self.acked)
	t.noteFIN(p)
	t.takeLateFIN(p)
	if overtaken || p.fillsFIN && peer.facts.has(finSent) && peer.max.LessEq(p.seg.Ack) {
		p.conn.marks |= finLate // a later acknowledgment says nothing of what this knew
	}
	// Who closed second is told by what its first FIN acknowledges.
	if peer.facts.has(finSent) && peer.max.LessEq(p.seg.Ack) {
		self.facts |= finKnew
	}
	t.tellFIN(p)
}

// takeUnseenFIN takes back that the number of the FIN counts as not captured.
func (t *Tracker) takeUnseenFIN(p *packet) {
	if p.late || p.self.known.has(finSuspected) || !t.isUnseen(p, p.seg.End()-1, p.seg.End()) {
		return
	}
	tr := t.troubleOf(p.conn, p.from)
	tr.notCaptured -= min(tr.notCaptured, 1)
}

// takeLateFIN takes in what the peer said about a FIN before that was captured.
func (t *Tracker) takeLateFIN(p *packet) {
	self, peer, end := p.self, p.peer, p.seg.End()
	if self == peer || !peer.known.has(knowsAcked) || !end.LessEq(peer.acked) {
		return
	}
	self.facts |= finAcked
	peer.facts |= gotFIN | gotFINProved
	if !peer.facts.has(finSent) {
		return
	}
	knew, sure := t.knewFIN(p.conn, p.to(), end)
	if !sure && !p.conn.marks.has(finLate) {
		knew = true // the usual case
		p.conn.marks |= finLate
	}
	if knew {
		peer.facts |= finKnew
		p.conn.marks.setSide(firstFINHigh, p.from)
	}
}

// closingACK is what the first FIN of one side acknowledged.
type closingACK struct {
	ack   decode.Seq
	known bool
}

// noteFIN notes what the first FIN of an end acknowledges, if that can matter: when not
// all that it acknowledges was captured, a FIN of the peer may be captured later.
func (t *Tracker) noteFIN(p *packet) {
	x := t.extra(p.conn)
	if x == nil && !p.peer.facts.has(heard) {
		x = t.extraOf(p.conn)
	}
	if x != nil && p.seg.Flags.Has(decode.ACK) {
		x.closing[p.from] = closingACK{ack: p.seg.Ack, known: true}
	}
}

// knewFIN reports whether the first FIN of the end at s acknowledged the peer's, whose
// number is the one before end. It is sure unless that FIN was not captured itself, or
// there was no room to note it.
func (t *Tracker) knewFIN(c *conn, s side, end decode.Seq) (knew, sure bool) {
	x := t.extra(c)
	if x == nil || c.end(s).known.has(finInferred) {
		return false, false
	}
	first := x.closing[s]
	return first.known && end.LessEq(first.ack), true
}

// repeatFIN takes in a FIN that was sent before: its acknowledgment did not
// arrive, whether it was captured or not.
func (t *Tracker) repeatFIN(p *packet) {
	c, self := p.conn, p.self
	if self.known.has(finInferred) {
		self.known &^= finInferred // captured out of order
		self.fins = bump(self.fins)
		t.takeCrossedFIN(p)
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

// takeCrossedFIN decides who closed second when a FIN is captured that was inferred
// before.
func (t *Tracker) takeCrossedFIN(p *packet) {
	if !p.peer.facts.has(finSent) {
		return
	}
	if p.peer.max.LessEq(p.seg.Ack) {
		p.self.facts |= finKnew
		return
	}
	if knew, sure := t.knewFIN(p.conn, p.from.other(), p.seg.End()); sure && !knew {
		p.conn.marks |= bothClosing
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
