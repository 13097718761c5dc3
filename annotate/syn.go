package annotate

import "tcpshake/decode"

// takeSYN takes in what a SYN or SYN-ACK says.
func (t *Tracker) takeSYN(p *packet) {
	f := p.seg.Flags
	switch {
	case !f.Has(decode.SYN):
		return
	case f.Has(decode.ACK):
		t.takeSYNACK(p)
	case p.self.known.has(sawSYN):
		t.repeatSYN(p)
	default:
		t.firstSYN(p)
	}
}

// firstSYN takes in the first SYN of an end.
func (t *Tracker) firstSYN(p *packet) {
	c := p.conn
	onlyAcked := p.onlyAcked()
	if onlyAcked {
		c.takeBackMidstream(p)
	}
	late := p.self.sent() && !onlyAcked // captured after what followed it
	second := p.peer.known.has(sawSYN)
	p.learnSYN()
	c.marks |= synSeen
	if late || !second {
		t.noteSYN(p)
		c.setOpener(p.from)
	}
	switch {
	case late:
		c.marks |= synLate
		if p.self.facts.has(midstream) {
			p.self.facts |= gotSYN | synAcked // what was captured before shows it
		}
		t.found.add(Finding{Kind: FindingSYNOutOfOrder})
		return
	case second:
		t.found.add(Finding{Kind: FindingSimultaneousOpen})
	}
	p.peer.facts |= gotSYN // RFC 9293 figure 6: once it is delivered
}

// repeatSYN takes in a SYN that was sent before.
func (t *Tracker) repeatSYN(p *packet) {
	c := p.conn
	if c.marks.has(refusedMark) {
		t.retryRefused(p)
		return
	}
	t.found.add(Finding{
		Kind: FindingSYNRetransmission, N: uint64(c.syns), Time: p.now - p.self.last, Time2: p.now - c.first,
	})
	if c.marks.has(wasEstablished) || p.self.facts.has(gotSYNProved) {
		return // late: its sender had the answer already
	}
	t.noteSYN(p)
	c.marks &^= unreachableMark
	if p.self.facts.has(gotSYN) && !c.key.toItself() {
		p.self.facts &^= gotSYN | synAcked
		t.found.add(Finding{Kind: FindingSYNACKLost})
	}
	p.peer.facts |= gotSYN
}

// retryRefused takes in the SYN of a client that tries again after a refusal.
func (t *Tracker) retryRefused(p *packet) {
	c := p.conn
	c.marks &^= refusedMark | resetMark
	p.self.facts &^= dead | deadProved
	p.peer.facts &^= dead | deadProved
	p.peer.facts |= gotSYN | contradicted // nobody listened the last time
	t.found.add(Finding{Kind: FindingRetryAfterRefusal, N: uint64(c.syns), Time: p.now - p.peer.last})
	t.noteSYN(p)
}

// takeSYNACK takes in a SYN-ACK.
func (t *Tracker) takeSYNACK(p *packet) {
	switch {
	case p.self.known.has(sawSYN) && p.seg.Seq != p.self.iss, p.contradictsISN():
		t.secondSYNACK(p)
	case p.peer.known.has(knowsISS) && !acksSYN(p):
		t.mismatchedSYNACK(p)
	case !p.self.known.has(sawSYN) && p.self.facts.has(synAcked) || p.peer.facts.has(midstream):
		t.lateSYNACK(p)
	case p.self.known.has(sawSYNACK):
		if t.repeatSYNACK(p) {
			t.acceptSYNACK(p)
		}
	default:
		t.firstSYNACK(p)
	}
}

// contradictsISN reports whether the client has acknowledged another initial sequence
// number than the SYN-ACK has: it is not what data of the server, within a window that is
// not scaled yet, can be beyond.
func (p *packet) contradictsISN() bool {
	e := p.self
	beyond := e.iss.Diff(p.seg.Seq)
	return !e.known.has(sawSYN) && e.known.has(knowsISS) && e.facts.has(synAcked) && (beyond < 0 || beyond > 1<<16)
}

// secondSYNACK takes in a SYN-ACK with another initial sequence number than the
// first one's, from a forger or a second server. The client takes the one that
// it gets first, which need not be the one that was captured first.
func (t *Tracker) secondSYNACK(p *packet) {
	p.refused = true
	t.found.add(Finding{Kind: FindingSecondSYNACK})
	t.noteOrphan(p)
	if !p.peer.known.has(knowsISS) || !acksSYN(p) || p.self.facts.has(synAcked) {
		return
	}
	if o := t.oddOf(p.conn); o != nil {
		o.hasOtherISN, o.otherISN = true, p.seg.Seq
	}
}

// chooseISN takes up the second SYN-ACK when the client acknowledges that one. It
// runs before anything looks at how much the segment acknowledges.
func (t *Tracker) chooseISN(p *packet) {
	x := t.extra(p.conn)
	if x == nil || !x.opening.hasOtherISN || p.seg.Flags&(decode.SYN|decode.RST|decode.ACK) != decode.ACK || p.peer.facts.has(synAcked) || p.seg.Ack != x.opening.otherISN+1 {
		return
	}
	p.peer.iss, p.peer.max = x.opening.otherISN, p.seg.Ack
	x.opening.hasOtherISN = false
}

// firstSYNACK takes in the first SYN-ACK of an end. In a simultaneous open it
// repeats the end's SYN and is no retransmission (RFC 9293 figure 7).
func (t *Tracker) firstSYNACK(p *packet) {
	if !p.peer.known.has(knowsISS) {
		t.inferSYN(p)
	}
	if !p.self.known.has(sawSYN) {
		p.learnSYN()
		p.conn.setOpener(p.from.other())
	}
	p.self.known |= sawSYNACK
	t.takeTFO(p)
	t.acceptSYNACK(p)
}

// acceptSYNACK notes what a SYN-ACK says about both ends.
func (t *Tracker) acceptSYNACK(p *packet) {
	c := p.conn
	t.timeSYNACK(p)
	c.marks |= synAckSeen
	c.synAcks = bump(c.synAcks)
	p.self.facts.revive()
	p.self.facts |= gotSYN | gotSYNProved
	p.peer.facts |= gotSYN | synAcked
}

// acksSYN reports whether the segment acknowledges the peer's SYN and nothing
// that the peer has not sent (RFC 9293 section 3.10.7.3).
func acksSYN(p *packet) bool {
	return p.peer.iss.Less(p.seg.Ack) && p.seg.Ack.LessEq(p.peer.max)
}

// mismatchedSYNACK takes in a SYN-ACK that answers another SYN: an old
// duplicate, or the answer of a half-open connection (RFC 9293 figure 8). The
// client answers with a RST and stays where it is.
func (t *Tracker) mismatchedSYNACK(p *packet) {
	p.refused = true
	t.found.add(Finding{
		Kind: FindingSYNACKMismatch, A: uint64(int64(p.seg.Ack.Diff(p.peer.iss))), B: uint64(p.peer.max - p.peer.iss),
	})
	t.noteOrphan(p)
	if p.peer.facts.state() != SynSent {
		return
	}
	t.refute(p)
}

// repeatSYNACK takes in a SYN-ACK that was sent before, and reports whether it
// says something about the states.
func (t *Tracker) repeatSYNACK(p *packet) bool {
	c := p.conn
	first := p.self.last
	if o := t.oddOf(c); o != nil {
		if o.firstSYNACK == 0 {
			o.firstSYNACK = first
		}
		first = o.firstSYNACK
	}
	t.found.add(Finding{
		Kind: FindingSYNACKRetransmission, N: uint64(c.synAcks), Time: p.now - p.self.last, Time2: p.now - first,
	})
	if p.self.facts.has(synAckedProved) {
		return false // late: its sender had gone on already
	}
	if p.self.facts.has(synAcked) && !c.key.toItself() {
		p.self.facts &^= synAcked
		t.found.add(Finding{Kind: FindingACKNotProcessed, By: c.party(p.from)})
	}
	return true
}

// lateSYNACK takes in a SYN-ACK that was captured after what followed it. It
// tells the numbers, and changes no state.
func (t *Tracker) lateSYNACK(p *packet) {
	c := p.conn
	p.learnSYN()
	p.self.known |= sawSYNACK
	if p.self.facts.has(midstream) {
		p.self.facts |= gotSYN | synAcked // what was captured before shows it
	}
	if !p.peer.known.has(knowsISS) {
		p.peer.iss = p.seg.Ack - 1
		p.peer.known |= knowsISS
	}
	c.marks |= synAckSeen
	c.synAcks = bump(c.synAcks)
	c.setOpener(p.from.other())
	t.found.add(Finding{Kind: FindingSYNOutOfOrder})
}

// learnSYN notes the sender's initial sequence number and what it offers.
func (p *packet) learnSYN() {
	e, o := p.self, &p.seg.Options
	e.iss = p.seg.Seq
	e.known |= knowsISS | sawSYN
	e.facts |= synSent
	e.facts &^= contradicted
	if o.Has(decode.OptMSS) {
		e.mss = o.MSS
	}
	if o.Has(decode.OptWScale) {
		e.known |= offersShift
		e.shift = min(o.WScale, maxShift) // RFC 7323 section 2.3
	}
	if headerCut(p.seg) {
		e.known |= offersShift
		e.shift = shiftCut
	}
	for _, b := range [...]struct {
		option decode.OptionSet
		offers known
	}{{decode.OptSACKOK, offersSACK}, {decode.OptTimestamp, offersTS}, {decode.OptMPTCP, offersMPTCP}} {
		if o.Has(b.option) {
			e.known |= b.offers
		}
	}
	if o.Has(decode.OptMPTCP) && o.MPTCPSubtype == decode.MPJoin {
		e.known |= offersJoin
	}
	p.learnECN()
	p.learnTFO()
}

// bump counts up to 255.
func bump(n uint8) uint8 {
	if n == 255 {
		return n
	}
	return n + 1
}
