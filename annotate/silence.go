package annotate

// deafAfter is how many repetitions in a row without an answer are remarkable: the
// other end, client or server, is probably gone, or the server does not know the
// connection at all.
const deafAfter = 3

// revive takes back what was assumed of an end that speaks: also that it is dead.
func (f *facts) revive() {
	if f.has(dead | contradicted) {
		*f &^= dead
	}
	*f &^= contradicted
}

// takeSilence counts how often an end sends the same again while nothing comes
// back: the first piece counts of what is sent again in several.
// A server that has sent nothing since its SYN-ACK may not know the connection
// at all: Linux drops the last acknowledgment of a handshake with a SYN cookie
// when the accept queue is full. Next to the server that is the explanation;
// elsewhere it may as well be loss.
func (t *Tracker) takeSilence(p *packet) {
	c, self, peer := p.conn, p.self, p.peer
	peer.unanswered = 0
	if self.facts.has(dead | contradicted) {
		self.facts.revive() // it speaks
	}
	if p.seg.SeqLen() == 0 || !p.selfSent || !p.seg.End().LessEq(p.selfMax) {
		return
	}
	if peer.known.has(knowsAcked) && peer.acked.Less(p.seg.Seq) {
		return
	}
	self.unanswered = bump(self.unanswered)
	silent := peer.known.has(sawSYNACK) && !peer.facts.has(synAckedProved) && peer.facts.has(synAcked)
	if self.unanswered < deafAfter || !silent || p.from != c.client() {
		return
	}
	if c.vantage() >= NearServer {
		peer.facts |= dead | contradicted
	}
}
