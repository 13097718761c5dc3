package annotate

import "tcpshake/decode"

// candidate is a SYN inside a connection that lives on. Only the answer tells
// whether it opens a new connection (the old one was half-open), or was stray
// or forged. It can be a SYN-ACK, too (see orphan.go).
type candidate struct {
	// time is that of the first SYN, last that of the last of repeats more; when each
	// was sent is in the tries of the opening, which the old connection has behind it.
	time    int64
	last    int64
	seq     decode.Seq
	end     decode.Seq // after the SYN and its data
	window  uint16
	ipid    uint16
	ttl     uint8
	repeats uint8
	options decode.Options
	// orphan is set for a SYN-ACK of the end at from, which acknowledges ack.
	orphan bool
	from   side
	ack    decode.Seq
}

// segment is the SYN, or SYN-ACK, as far as it is kept.
func (c *candidate) segment() decode.Segment {
	s := decode.Segment{
		Class: decode.TCP, Flags: decode.SYN, Seq: c.seq, Len: int(c.end-c.seq) - 1,
		Window: c.window, Options: c.options, IPID: c.ipid, TTL: c.ttl,
	}
	if c.orphan {
		s.Flags, s.Ack = decode.SYN|decode.ACK, c.ack
	}
	return s
}

// awaitAnswer keeps the SYN as a candidate. The connection's own variables stay.
func (t *Tracker) awaitAnswer(p *packet) {
	c := p.conn
	o := t.oddOf(c)
	if o == nil {
		return
	}
	if c.marks.has(candidateMark) && c.marks.side(candidateHigh) == p.from && o.cand.seq == p.seg.Seq {
		t.repeatCandidate(p, o)
		return
	}
	o.n = 0
	o.cand = p.candidate()
	c.marks |= candidateMark | challengeDue
	c.marks.setSide(candidateHigh, p.from)
	c.marks.setSide(challengeHigh, p.from)
	t.found.add(Finding{Kind: FindingSYNIgnored, By: c.party(p.from)})
}

// candidate returns the segment as a candidate.
func (p *packet) candidate() candidate {
	return candidate{
		time: p.now, seq: p.seg.Seq, end: p.seg.End(), options: p.seg.Options,
		window: p.seg.Window, ipid: p.seg.IPID, ttl: p.seg.TTL, from: p.from,
	}
}

// repeatCandidate takes in the candidate's SYN when it comes again.
func (t *Tracker) repeatCandidate(p *packet, o *odd) {
	if o.n == 0 {
		o.add(try{time: o.cand.time, tsVal: o.cand.options.TSVal, hasTS: o.cand.options.Has(decode.OptTimestamp)})
	}
	o.add(try{time: p.now, tsVal: p.seg.Options.TSVal, hasTS: p.hasTS()})
	o.cand.last, o.cand.repeats = p.now, bump(o.cand.repeats)
	t.troubleOf(p.conn, p.from).repeatSYN(1)
	t.found.add(Finding{Kind: FindingSYNRetransmission, N: uint64(o.cand.repeats), Time: p.now - p.self.last, Time2: p.now - o.cand.time})
}

// answersCandidate reports whether the segment is the peer's answer to the
// candidate: a SYN-ACK, or the RST of a host without a listener. When the answer
// was not captured, it is any segment whose number follows the candidate's.
func (t *Tracker) answersCandidate(p *packet) bool {
	c, f := p.conn, p.seg.Flags
	if c.extra == 0 || !f.Has(decode.ACK) {
		return false
	}
	o := &t.extra(c).opening.cand
	follows := !f.Any(decode.SYN|decode.RST) && p.isFar()
	if c.marks.side(candidateHigh) == p.from && !c.key.toItself() {
		d := p.seg.Seq.Diff(o.end)
		return follows && d >= 0 && d < sameStream || p.goesOnAt(o.end)
	}
	d := p.seg.Ack.Diff(o.end)
	return f.Any(decode.SYN|decode.RST) && o.seq.Less(p.seg.Ack) && d <= 0 || follows && d > 0 && d < sameStream
}

// goesOnAt reports whether the segment goes on exactly at next, which is not where the
// connection is, and acknowledges nothing of it.
func (p *packet) goesOnAt(next decode.Seq) bool {
	own := p.peer.sent() && p.peer.iss.Less(p.seg.Ack) && p.seg.Ack.LessEq(p.peer.max)
	return p.seg.Flags&(decode.SYN|decode.RST|decode.ACK) == decode.ACK && p.seg.Seq == next && next != p.self.max && !own
}

// confirm opens the connection that the candidate began, as of its SYN or SYN-ACK.
func (t *Tracker) confirm(p *packet) {
	c := p.conn
	old := t.extra(c).opening
	cand := &old.cand
	opener, from := cand.from, cand.from
	if cand.orphan {
		opener = from.other()
	}
	// The SYNs are the new connection's.
	syns := uint64(cand.repeats) + 1
	c.end(from).packets -= min(syns, c.end(from).packets)
	if cand.repeats > 0 {
		t.troubleOf(c, from).repeatSYN(-int(cand.repeats))
	}
	answerer := p.from
	p.from = from
	p.aim(from)
	t.renew(p, opener)
	syn := cand.segment()
	answer := p.seg
	p.seg, p.now = &syn, cand.time
	p.conn.first = cand.time
	p.self.facts |= heard
	t.takeSYN(p)
	t.takeSequence(p)
	p.finishStep()
	t.noteHistory(p)
	p.self.packets += syns
	t.repeatOpening(p, &old)
	p.conn.derive()
	p.before = p.conn.shown
	p.seg, p.now = answer, t.clock.now
	p.aim(answerer)
}

// repeatOpening takes in how often the SYN of the candidate was repeated before its
// answer came.
func (t *Tracker) repeatOpening(p *packet, old *odd) {
	cand := &old.cand
	if cand.repeats == 0 {
		return
	}
	p.conn.syns = bump(cand.repeats)
	p.self.last = cand.last
	t.troubleOf(p.conn, p.from).repeatSYN(int(cand.repeats))
	if o := t.oddOf(p.conn); o != nil {
		o.tries, o.n = old.tries, old.n
	}
}

// dropCandidate forgets the candidate when its sender goes on with the old
// connection.
func (t *Tracker) dropCandidate(p *packet) {
	c := p.conn
	if c.marks.has(candidateMark) && c.marks.side(candidateHigh) == p.from && !p.seg.Flags.Any(decode.SYN|decode.RST) {
		c.marks &^= candidateMark
		t.found.add(Finding{Kind: FindingStraySYN})
	}
}
