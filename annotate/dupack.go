package annotate

import "tcpshake/decode"

// annotateRepeat tells what a bare acknowledgment means that repeats the number
// of the one before.
func (t *Tracker) annotateRepeat(p *packet) {
	asked := noProbe
	if tr := t.trouble(p.conn, p.to()); tr != nil {
		asked = tr.last
	}
	switch {
	case asked == keepAliveProbe:
		t.found.add(Finding{Kind: FindingKeepAliveAck})
	case asked == windowProbe && p.seg.Window == 0:
		t.found.add(Finding{Kind: FindingZeroWindowProbeAck})
	case p.asksAgain():
		t.tellDupAck(p)
	case p.outdated: // what it says of the window is old
	case p.seg.Window != p.self.window:
		t.tellUpdate(p)
	case p.seg.Window == 0: // a closed window is told each time, that is enough
	default:
		t.found.add(Finding{Kind: FindingDupAckHarmless})
	}
}

// asksAgain reports whether the repetition says that something is missing
// (RFC 5681 section 2, RFC 6675 section 2): SACK says so, or data are on their
// way and the window is the same and not closed. MPTCP sends acknowledgments for its own ends
// (RFC 8684 section 3.3.5), and a FIN that is on its way is no data.
func (p *packet) asksAgain() bool {
	if !p.peer.sent() || !p.seg.Ack.Less(p.peer.max) {
		return false
	}
	if p.seg.Options.Has(decode.OptSACK) {
		left, _ := p.lowestSACK()
		return p.seg.Ack.Less(left)
	}
	if p.seg.Window != p.self.window || p.seg.Window == 0 || p.seg.Options.Has(decode.OptMPTCP) {
		return false
	}
	onlyFIN := p.peer.facts.has(finSent) && p.peer.max == p.seg.Ack+1
	return !onlyFIN
}

// tellDupAck counts the repetition and says what is missing, if that is known.
func (t *Tracker) tellDupAck(p *packet) {
	tr := t.troubleOf(p.conn, p.from)
	if tr.dupAck != p.seg.Ack {
		tr.dups, tr.dupAck, tr.dupEnd = 0, p.seg.Ack, p.seg.Ack
	}
	tr.dups++
	tr.dupAcks++
	f := Finding{Kind: FindingDupAck, N: uint64(tr.dups)}
	if end, known := t.missingEnd(p); known && (tr.dupEnd == tr.dupAck || end.Less(tr.dupEnd)) {
		// An acknowledgment has room for the newest blocks only (RFC 2018 section 4).
		tr.dupEnd = end
	}
	if tr.dupEnd != tr.dupAck {
		f.A, f.B = uint64(p.seg.Ack-p.peer.iss), uint64(tr.dupEnd-p.peer.iss)
	}
	t.found.add(f)
}

// missingEnd returns where what the receiver lacks ends: at the lowest block
// that it has, or at the end of the gap that was captured, if that is lower. A
// block beyond all that was captured shows no end: a firewall that shifts sequence
// numbers, but not SACK, makes such blocks.
func (t *Tracker) missingEnd(p *packet) (end decode.Seq, known bool) {
	if left, ok := p.lowestSACK(); ok && p.seg.Ack.Less(left) && left.LessEq(p.peer.max) {
		end, known = left, true
	}
	for _, g := range t.gapsOf(p.conn, p.to()) {
		if g.left == p.seg.Ack && (!known || g.right.Less(end)) {
			return g.right, true
		}
	}
	return end, known
}

// lowestSACK returns the left edge of the lowest block above the
// acknowledgment.
func (p *packet) lowestSACK() (left decode.Seq, ok bool) {
	o := &p.seg.Options
	if !o.Has(decode.OptSACK) {
		return 0, false
	}
	for _, b := range o.SACK[:o.SACKBlocks] {
		if p.seg.Ack.Less(b.Left) && (!ok || b.Left.Less(left)) {
			left, ok = b.Left, true
		}
	}
	return left, ok
}

// tellDSACK tells that the receiver got something twice: the first block lies
// below the acknowledgment or inside the second block (RFC 2883 section 4).
func (t *Tracker) tellDSACK(p *packet) {
	o := &p.seg.Options
	if !o.Has(decode.OptSACK) || o.SACKBlocks == 0 {
		return
	}
	b := o.SACK[0]
	if !b.Left.Less(b.Right) {
		return
	}
	twice := b.Right.LessEq(p.seg.Ack)
	if o.SACKBlocks > 1 {
		outer := o.SACK[1]
		twice = twice || outer.Left.LessEq(b.Left) && b.Right.LessEq(outer.Right)
	}
	if twice {
		t.found.add(Finding{Kind: FindingDSACK, A: uint64(b.Left - p.peer.iss), B: uint64(b.Right - p.peer.iss)})
	}
}

// tellUpdate tells the new window.
func (t *Tracker) tellUpdate(p *packet) {
	if p.seg.Window == 0 {
		return
	}
	f := Finding{Kind: FindingWindowUpdate, N: uint64(p.seg.Window)}
	if shift, known := shiftOf(p.self, p.peer); known {
		f.N, f.A = f.N<<shift, 1
	}
	t.found.add(f)
}
