package annotate

import "tcpshake/decode"

// takeRST takes in a RST, which ends both ends if its receiver accepts it.
func (t *Tracker) takeRST(p *packet) {
	c := p.conn
	p.self.rsts = bump(p.self.rsts)
	if p.isClosed() || c.marks.has(resetMark) {
		// Also one that had gone on after its own RST.
		p.self.facts = (p.self.facts | dead) &^ contradicted
		p.peer.facts = (p.peer.facts | dead) &^ contradicted
		t.found.add(Finding{Kind: FindingAfterClose})
		return
	}
	if t.answersRefuted(p) {
		return
	}
	fault, distance, ok := t.judgeRST(p)
	if !ok {
		t.found.add(Finding{Kind: FindingRSTIgnored, N: uint64(fault), A: distance})
		t.rejectRST(p, fault)
		return
	}
	reason := t.resetReason(p)
	if reason == ResetMiddlebox || c.marks.has(wasEstablished) && p.self.rsts > 1 && !p.answersLast() {
		c.marks |= doubtedRST // one who does not know the numbers tries several
	}
	t.tellRST(p, reason)
	c.marks |= resetMark
	c.marks.setSide(resetHigh, p.from)
	c.reason = reason
	if (p.self.facts | p.peer.facts).has(finSent) && !c.closing.known() {
		c.closing = t.sinceFIN(c) // the close ends so
	}
	p.self.facts |= dead | deadProved
	p.peer.facts |= dead
	p.self.facts &^= contradicted
	p.peer.facts &^= contradicted
}

// answersLast reports whether the RST has the number that the peer asked for after
// the sender's last segment: so answers a challenge ACK who does not have the
// connection (RFC 5961 section 3.2).
func (p *packet) answersLast() bool {
	return p.self.last < p.peer.last && p.peer.known.has(knowsAcked) && p.seg.Seq == p.peer.acked
}

// tellRST adds the finding that fits the phase of the connection.
func (t *Tracker) tellRST(p *packet, reason ResetReason) {
	c := p.conn
	f := Finding{Kind: FindingReset, N: uint64(reason), By: c.party(p.from)}
	if last := c.last(); last != 0 {
		f.Time = p.now - last
	}
	if p.seg.Options.Has(decode.OptMPTCP) {
		f.A = uint64(p.seg.Options.MPTCPReason)
	}
	switch {
	case p.peer.facts.state() == TimeWait:
		f = Finding{Kind: FindingTimeWaitAssassination} // RFC 1337
	case p.peer.facts.state() == SynSent && !p.self.known.has(sawSYN):
		c.marks |= refusedMark
		f.Kind = FindingRefused
	case !c.marks.has(wasEstablished):
		f.Kind = FindingAborted
	}
	t.found.add(f)
}

// judgeRST reports whether the receiver accepts the RST (RFC 9293 section
// 3.10.7, RFC 5961 section 3.2), and if not why, and by how many bytes it is
// outside the window. Several numbers are accepted, because the capture point
// sees neither when the receiver took a segment in nor what was lost behind it.
func (t *Tracker) judgeRST(p *packet) (fault RSTFault, distance uint64, ok bool) {
	self, peer, seq := p.self, p.peer, p.seg.Seq
	if peer.facts.state() == SynSent && !self.known.has(sawSYN) {
		acks := p.seg.Flags.Has(decode.ACK) && acksSYN(p)
		return RSTNotForSYN, 0, acks
	}
	next := t.contig(p.conn, p.from)
	switch {
	case peer.facts.state() == SynRcvd && !peer.facts.has(gotSYNProved) && p.seg.Flags.Has(decode.ACK) && acksSYN(p):
		return 0, 0, true // it may be in SYN_SENT still: nothing shows that it got the SYN
	case !self.sent() && !peer.known.has(knowsAcked),
		self.sent() && (seq == next || seq == self.max),
		peer.known.has(knowsAcked) && seq == peer.acked,
		self.facts.has(finSent) && seq == self.max-1:
		return 0, 0, true
	}
	if !self.sent() {
		next = peer.acked
	}
	window := peer.scaledWindow(self)
	if seq.InWindow(next, window) {
		return RSTInWindow, 0, false
	}
	if d := seq.Diff(next); d < 0 {
		return RSTOutside, uint64(-int64(d)), false
	}
	return RSTOutside, uint64(uint32(seq-next) - window), false
}

// rejectRST remembers that the RST was the last segment: if nothing follows, the
// receiver took it nevertheless.
func (t *Tracker) rejectRST(p *packet, fault RSTFault) {
	c := p.conn
	c.marks |= rejectedRST
	c.marks.setSide(resetHigh, p.from)
	if fault == RSTNotForSYN {
		p.self.facts |= contradicted
		return
	}
	// RFC 5961 (section 3.2) asks for a challenge ACK only when the RST is in the
	// window. After one outside it an ACK that looks so means the same: the receiver
	// lives on.
	c.marks |= challengeDue
	c.marks.setSide(challengeHigh, p.from)
}

// answersRefuted reports whether the RST is a client's answer to a segment that
// does not belong to its attempt (RFC 9293 figures 8 and 9): it ends nothing
// that the capture knows of.
func (t *Tracker) answersRefuted(p *packet) bool {
	c := p.conn
	if c.extra == 0 || p.self.facts.state() != SynSent {
		return false
	}
	o := &t.extra(c).opening
	if !o.refutes || p.seg.Seq != o.refutedAck {
		return false
	}
	t.found.add(Finding{Kind: FindingRefutes, By: c.party(p.from)})
	return true
}
