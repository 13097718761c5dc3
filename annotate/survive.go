package annotate

import "tcpshake/decode"

// survives reports whether the segment shows that a RST did not end what it
// seemed to. No end goes on after its own RST (RFC 9293 section 3.5.2): when it
// does, somebody else sent that. Its receiver obeyed it nevertheless, unless it
// acknowledges what came later.
func (t *Tracker) survives(p *packet) bool {
	c, self, peer := p.conn, p.self, p.peer
	if !c.marks.has(resetMark|wasEstablished) || c.class >= ended || c.key.toItself() || (self.facts | peer.facts).has(finSent) {
		return false
	}
	if p.from == c.marks.side(resetHigh) {
		if self.facts.has(dead) && p.goesOn() {
			self.facts &^= dead | deadProved
			peer.facts |= contradicted
			c.marks |= doubtedRST
			t.found.add(Finding{Kind: FindingForgedRST, By: c.party(p.from)})
		}
		return !self.facts.has(dead)
	}
	if peer.facts.has(dead) || p.seg.Ack != peer.max {
		return false
	}
	self.facts &^= dead
	c.marks &^= resetMark | doubtedRST
	c.reason = ResetUnknown
	return true
}

// goesOn reports whether the segment continues what its sender sent, or
// acknowledges what came after everything that was taken in of its peer.
func (p *packet) goesOn() bool {
	beyond := p.seg.Ack.Diff(p.peer.max)
	return p.seg.SeqLen() > 0 && p.seg.Seq == p.self.max ||
		p.seg.Flags.Has(decode.ACK) && p.peer.sent() && beyond > 0 && beyond < sameStream
}
