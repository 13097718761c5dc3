package annotate

import "tcpshake/decode"

// annotateLoss adds what the segment says about loss, order and windows. It
// runs before the variables of the connection take the segment in.
func (t *Tracker) annotateLoss(p *packet) {
	if !t.longWay && p.inOrder() {
		return
	}
	rst := p.seg.Flags.Has(decode.RST)
	if p.basis.over() {
		// Who has closed may send again what was not acknowledged, and nothing else.
		switch {
		case rst || !p.seg.End().LessEq(p.self.max):
		case !(p.self.facts | p.peer.facts).has(dead):
			t.annotateData(p)
		case p.seg.Len > 0 && p.self.sent():
			t.troubleOf(p.conn, p.from).stale += uint32(t.again(p))
		}
		return
	}
	if p.seg.Flags.Has(decode.SYN) && !rst {
		t.annotateSYN(p)
		return
	}
	t.annotateMarks(p)
	if !rst {
		t.annotateGap(p)
		t.annotateUnseen(p)
		t.annotateData(p)
		t.annotatePAWS(p)
		t.annotateWindow(p)
	}
	t.settleTroubles(p)
}

// inOrder reports whether the segment is one of the many that continue exactly
// where their sender and receiver were, and that nothing can be said of; a FIN may
// be one.
func (p *packet) inOrder() bool {
	s, self, peer := p.seg, p.self, p.peer
	return p.compat == 0 &&
		s.Flags&^(decode.PSH|decode.FIN) == decode.ACK && !(s.Flags.Has(decode.FIN) && self.facts.has(finSent)) &&
		s.Seq == self.max && (self.known|peer.known)&hasGaps == 0 &&
		!peer.max.Less(s.Ack) && (s.SeqLen() > 0 || s.Ack != self.acked) &&
		s.Window >= self.window && s.ECN != ecnCE &&
		(self.known|peer.known)&hasTrouble == 0 &&
		s.Options.Set&(decode.OptSACK|decode.OptMPTCP) == 0 &&
		!p.outdated && !p.oversized() && !(s.Len == 1 && p.peerStopped())
}

// annotateGap tells that the segment does not continue what its sender sent.
func (t *Tracker) annotateGap(p *packet) {
	if p.self.sent() && p.self.max.Less(p.seg.Seq) {
		t.troubleOf(p.conn, p.from).gaps++
		t.found.add(Finding{Kind: FindingGap, N: uint64(p.seg.Seq - p.self.max)})
	}
}

// annotateUnseen tells that the receiver has data that were not captured. They
// were not lost: the capture lacks them.
func (t *Tracker) annotateUnseen(p *packet) {
	if !p.seg.Flags.Has(decode.ACK) || !p.peer.facts.has(heard) || !p.peer.sent() {
		return
	}
	ack, contig := p.seg.Ack, t.contig(p.conn, p.to())
	if ack.LessEq(contig) || ack.Diff(p.peer.max) > farAhead {
		return
	}
	n := missing(t.gapsOf(p.conn, p.to()), contig, ack)
	if beyond := ack.Diff(p.peer.max); beyond > 1 || n > 0 && beyond > 0 {
		// One number alone is more likely a FIN that was not captured.
		n += uint64(beyond)
	}
	t.noteUnseen(p, contig, ack)
	if n == 0 {
		return
	}
	t.troubleOf(p.conn, p.to()).notCaptured += n
	t.found.add(Finding{Kind: FindingAckedUnseen, N: n})
}

// recountUnseen takes back what annotateUnseen counted, once it is known that nobody sent
// what the segment acknowledges, or that one number of it is a FIN.
func (t *Tracker) recountUnseen(p *packet) {
	f := t.found.find(FindingAckedUnseen)
	if f == nil {
		return
	}
	tr, fin := t.troubleOf(p.conn, p.to()), t.found.find(FindingFINNotCaptured)
	switch {
	case t.found.has(FindingACKMismatch):
		tr.notCaptured -= min(tr.notCaptured, f.N)
	case fin != nil && fin.By == p.conn.party(p.to()):
		tr.notCaptured -= min(tr.notCaptured, 1)
	}
}

// missing returns how many of the numbers from left to right lie in gaps.
func missing(gaps []gap, left, right decode.Seq) (n uint64) {
	for i := range gaps {
		l, r := decode.MaxSeq(gaps[i].left, left), gaps[i].right
		if right.Less(r) {
			r = right
		}
		if d := r.Diff(l); d > 0 {
			n += uint64(d)
		}
	}
	return n
}

// settleTroubles ends what the segment shows to be over.
func (t *Tracker) settleTroubles(p *packet) {
	own, other := t.trouble(p.conn, p.from), t.trouble(p.conn, p.to())
	if other != nil {
		other.probes = 0 // its receiver lives
		if p.seg.Flags.Has(decode.ACK) && p.self.known.has(knowsAcked) && p.self.acked.Less(p.seg.Ack) {
			other.timeouts, other.tailProbes, other.interval = 0, 0, 0
		}
	}
	if own == nil || p.seg.Flags.Any(ctl) {
		return
	}
	if own.zeroSince != 0 && p.seg.Window != 0 {
		own.zeroTime, own.zeroSince = own.stalled(p.now), 0
	}
}
