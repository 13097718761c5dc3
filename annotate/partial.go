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
	t.found.add(Finding{Kind: FindingStartNotCaptured, N: t.summary.Evicted})
}

// beginsBefore reports whether the segment begins before the first number that is known of
// its sender, whose SYN was not captured: nobody knows whether that was sent before.
func (p *packet) beginsBefore() bool {
	return !p.self.known.has(knowsISS) && p.self.sent() && p.seg.Seq.Less(p.firstSeq())
}

// firstSeq is the first number that is known of an end whose SYN was not captured.
func (p *packet) firstSeq() decode.Seq { return p.self.iss + 1 }

// lastSent is the sender's last segment, as if it had left a gap.
func (p *packet) lastSent() *gap {
	e := p.self
	return &gap{tsVal: e.tsVal, hasTS: e.known.has(knowsTS), ipid: e.ipid, opened: e.last}
}

// settleBeginning looks at a connection that began with a FIN: data or a FIN of
// the other end show that this had not closed before.
func (p *packet) settleBeginning() {
	c := p.conn
	if c.marks.has(beganAtFIN) && p.seg.SeqLen() > 0 && p.peer.facts.has(finSent) {
		c.marks &^= beganAtFIN
	}
}

// onlyAcked reports whether all that was captured before the sender's SYN are
// bare acknowledgments of that SYN: as much as the first half of a split
// handshake, captured out of order, proves.
func (p *packet) onlyAcked() bool {
	self, peer := p.self, p.peer
	return self.facts.has(midstream) && self.last == 0 && peer.bytes == 0 &&
		!peer.facts.has(finSent) && self.max.LessEq(p.seg.End())
}

// takeBackMidstream makes c one that begins with the SYN p.
func (c *conn) takeBackMidstream(p *packet) {
	c.marks &^= wasEstablished
	c.marks |= synLate
	p.self.facts &^= midstream
	p.peer.facts &^= midstream
	p.peer.facts |= gotSYN | gotSYNProved
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
	if beyond := p.seg.Ack.Diff(p.peer.max); !p.peer.iss.Less(p.seg.Ack) || beyond > sameStream {
		// A half-open connection answers the SYN with its own numbers (RFC 9293
		// figure 9); the client will reset it.
		t.refute(p)
		t.found.add(Finding{Kind: FindingChallengeACK, N: 2, By: p.conn.party(p.from)})
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

// precedesSYN reports whether the segment is left over from an older connection of
// its sender, which has sent only its SYN in this one: its number is not what
// follows the SYN, or a keep-alive's, which is one less (RFC 9293 section 3.8.4).
func (p *packet) precedesSYN() bool {
	if p.seg.Flags.Has(decode.SYN) || p.self.facts.state() != SynSent || !p.self.known.has(sawSYN) {
		return false
	}
	d := p.seg.Seq.Diff(p.self.iss)
	return d < 0 || d > farAhead
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
	if p.seg.Len == 0 {
		return
	}
	p.self.known &^= finSuspected
	if p.seg.Seq == p.self.max {
		// It was a byte, and nothing else tells that the capture lacks it.
		tr := t.troubleOf(p.conn, p.from)
		tr.gaps++
		tr.notCaptured++
		t.found.add(Finding{Kind: FindingGap, N: 1})
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

// revokeFIN takes back that the end at s closed, which was only inferred.
func (c *conn) revokeFIN(s side) {
	e, other := c.end(s), c.end(s.other())
	e.known &^= finInferred
	e.facts &^= finSent | finAcked | finKnew | finAckedProved
	other.facts &^= gotFIN | gotFINProved | finKnew
	c.marks &^= bothClosing | finAckedTold | closeTold
	c.marks.setSide(firstFINHigh, s.other())
	c.turn, c.closing = 0, 0 // when the other end sent its FIN is not kept
}
