package annotate

import "tcpshake/decode"

// What an end of an established connection that nobody closes must have in its
// facts, and must not: the sender of a segment whose opening was captured, its
// receiver, either of one that was joined later.
const (
	steadySelf     = synSent | gotSYN | synAcked | gotSYNProved | synAckedProved | heard
	steadyPeer     = synSent | gotSYN | synAcked | heard
	steadyMid      = midstream | heard
	unsteadyFacts  = finSent | finAcked | gotFIN | dead | contradicted
	unsteadyMarks  = candidateMark | challengeDue | rejectedRST | resetMark
	unsteadyNumber = finSuspected | finInferred
)

// isSteady reports whether the segment is one of the many that change no fact:
// data or an acknowledgment on an established connection, which acknowledges
// nothing unseen. What follows from it is the same as on the long way, which
// only asks more questions (TCP itself does so too, as header prediction).
func (p *packet) isSteady() bool {
	self, peer := p.self, p.peer
	mid := (self.facts & peer.facts).has(steadyMid) && (self.facts|peer.facts)&synSent == 0
	return p.seg.Flags&(decode.SYN|decode.FIN|decode.RST|decode.ACK) == decode.ACK &&
		(self.facts|peer.facts)&unsteadyFacts == 0 &&
		(mid || self.facts.has(steadySelf) && peer.facts.has(steadyPeer)) &&
		p.conn.marks&unsteadyMarks == 0 && p.conn.marks.has(wasEstablished) &&
		(self.known|peer.known)&unsteadyNumber == 0 && self.known.has(knowsMax|knowsAcked) &&
		peer.known.has(knowsMax) && p.seg.Ack.LessEq(peer.max) && !p.outdated &&
		!p.conn.key.toItself() // its own segment moves what it acknowledges
}

// takeSteady takes in a segment that is steady.
func (t *Tracker) takeSteady(p *packet) {
	t.takeSilence(p)
	t.takeSequence(p)
	t.acknowledge(p.conn, p.to(), p.seg.Ack)
	p.self.acked = decode.MaxSeq(p.self.acked, p.seg.Ack)
}
