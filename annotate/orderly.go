package annotate

import "tcpshake/decode"

// A connection is orderly from its SYN to its last acknowledgment as long as all that
// was captured of it went on from where its sender and its receiver were, and nothing
// unusual is known of it. A segment that goes on so once more leaves open which facts
// it proves, and nothing else: none of what makes a segment a copy, a loss, a segment
// of another connection, or a challenge.

// disorderly are the marks of a connection that is not orderly.
const disorderly = unsteadyMarks | refusedMark | unreachableMark | beganAtFIN | stalledMark

// isOrderly reports whether c is orderly. A connection that is calm lost no segment,
// and got none that it should not.
func (c *conn) isOrderly() bool {
	a, b := &c.ends[low], &c.ends[high]
	return c.class < ending && c.compat == 0 && c.extra == 0 && c.marks&disorderly == 0 &&
		(a.known & b.known).has(sawSYN|knowsMax) && (a.known|b.known)&(unsteadyNumber|hasGaps|hasTrouble) == 0 &&
		(a.facts|b.facts)&(midstream|dead|contradicted) == 0 && !c.key.toItself()
}

// staysOrderly reports whether p is a segment with which an orderly connection goes on.
func (p *packet) staysOrderly(k *clock) bool {
	c, s, self, peer := p.conn, p.seg, p.self, p.peer
	p.scaledBefore = self.sentPlain()
	if s.Flags.Has(decode.SYN) {
		return p.opensOrderly(k)
	}
	if s.Flags&^(decode.PSH|decode.FIN) != decode.ACK || s.Seq != self.max || !c.isOrderly() {
		return false
	}
	length := s.SeqLen()
	switch {
	case length > 0 && self.facts.has(finSent), length == 0 && s.Ack == self.acked, peer.max.Less(s.Ack):
		return false
	case self.known.has(knowsAcked) && s.Ack.Less(self.acked), !peer.facts.has(synAcked) && !peer.iss.Less(s.Ack):
		return false
	}
	return (p.scaledBefore || p.measuresRTT()) && p.goesOnPlainly(k) && p.shrinks() == 0
}

// opensOrderly reports whether p is the first segment of its connection, a SYN, or the
// SYN-ACK that answers it.
func (p *packet) opensOrderly(k *clock) bool {
	c, s, self, peer := p.conn, p.seg, p.self, p.peer
	if s.Len > 0 || headerCut(s) || s.Window == 0 || s.Seq == 0 || s.End() == 0 || p.now-p.time != k.ahead || k.steppedSince(c.first, c.id) || c.key.toItself() {
		return false
	}
	switch s.Flags {
	case decode.SYN:
		return c.syns == 0 && self.facts|peer.facts == 0 && s.Ack == 0
	case decode.SYN | decode.ACK:
		return c.syns == 1 && self.facts == gotSYN && peer.facts == synSent|heard && s.Ack == peer.max &&
			c.class == opening && c.compat == 0 && c.extra == 0 && c.marks&^clientHigh == roleSeen|synSeen &&
			!peer.known.has(offersMPTCP)
	default:
		return false
	}
}

// goesOnPlainly reports whether p, which begins where its sender had stopped, has
// neither an option nor a mark nor a size of which there is something to say, and
// the clock goes on.
func (p *packet) goesOnPlainly(k *clock) bool {
	s := p.seg
	return s.Window != 0 && s.Options.Set&^decode.OptTimestamp == 0 && s.ECN != ecnCE &&
		// What stands for "not set" in tshark.
		s.Seq != 0 && s.End() != 0 &&
		!p.outdated && compatLength(s) == s.Len && !p.fillsWindow() && !p.oversized() &&
		p.now-p.time == k.ahead && !k.steppedSince(p.conn.first, p.conn.id)
}

// goOrderly takes in a segment that staysOrderly.
func (t *Tracker) goOrderly(p *packet) {
	f := p.seg.Flags
	p.basis = p.conn.basis()
	t.count(p)
	p.peer.unanswered = 0
	p.self.facts |= heard
	switch f & (decode.SYN | decode.ACK) {
	case decode.SYN:
		t.firstSYN(p)
	case decode.SYN | decode.ACK:
		t.firstSYNACK(p)
	}
	p.self.max = p.seg.End()
	p.self.known |= knowsMax
	if f.Has(decode.ACK) {
		t.proveOpening(p)
		p.takeAcked()
	}
	if !f.Has(decode.SYN) {
		t.completeHandshake(p)
		if f.Has(decode.FIN) {
			t.firstFIN(p)
		}
		p.deliverFIN()
		t.tellHalfClose(p)
		t.tellCloseACK(p)
	}
	p.finishStep()
	t.noteHistory(p)
	t.conclude(p)
	t.annotatePatterns(p)
	p.markSmooth()
}
