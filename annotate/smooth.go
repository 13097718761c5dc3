package annotate

import "tcpshake/decode"

// A connection is smooth when the next segment that goes on from where its sender
// and its receiver are changes numbers and nothing else: both ends are established,
// all that they sent was captured in order, and neither tshark nor we have
// something to say about it that is not over. Whether it is so is found out at the
// end of each segment that goes another way, and noted in a mark.

// isSmooth reports whether c is smooth.
func (c *conn) isSmooth() bool {
	a, b := &c.ends[low], &c.ends[high]
	return c.class == open && c.compat == 0 && c.marks.has(wasEstablished) && c.marks&(unsteadyMarks|stalledMark) == 0 &&
		a.facts&b.facts&steadyPeer == steadyPeer && (a.facts|b.facts)&unsteadyFacts == 0 &&
		(a.known & b.known).has(knowsMax|sawSYN) && (a.known|b.known)&(unsteadyNumber|hasGaps|hasTrouble) == 0 &&
		!c.key.toItself()
}

// markSmooth notes whether the connection is smooth after p.
func (p *packet) markSmooth() {
	if p.conn.isSmooth() {
		p.conn.marks |= smoothMark
	}
}

// staysSmooth reports whether p is a segment with which a smooth connection goes on. It
// joins what isSteady, staysCalm and inOrder ask, as far as the connection does not
// answer it already. It is no copy: the first capture of it would have moved its
// sender on.
func (p *packet) staysSmooth(k *clock) bool {
	c, s, self, peer := p.conn, p.seg, p.self, p.peer
	if !c.marks.has(smoothMark) || c.class != open || s.Flags&^decode.PSH != decode.ACK || s.Seq != self.max {
		return false
	}
	// The same acknowledgment again, without data, is a duplicate or an update.
	if s.Len == 0 && s.Ack == self.acked || s.Ack.Less(self.acked) || peer.max.Less(s.Ack) {
		return false
	}
	return self.facts.has(steadySelf) && self.known.has(knowsAcked|plainWindow) && self.unanswered < deafAfter &&
		s.Window >= self.window && p.goesOnPlainly(k)
}

// goSmoothly takes in a segment that staysSmooth.
func (t *Tracker) goSmoothly(p *packet) {
	t.count(p)
	p.peer.unanswered = 0
	p.self.max, p.self.acked = p.seg.End(), p.seg.Ack
	p.finishStep()
	if t.noHistory {
		return
	}
	letter := historyACK
	if p.seg.Len > 0 {
		letter = historyData
	}
	p.conn.history.add(letter, p.from)
}
