package annotate

import "tcpshake/decode"

// takeSequence moves the sender's max, and notes what is missing.
func (t *Tracker) takeSequence(p *packet) {
	e, seq, end := p.self, p.seg.Seq, p.seg.End()
	if p.seg.Flags.Has(decode.FIN) {
		p.fillsFIN = missing(t.gapsOf(p.conn, p.from), end-1, end) == 1 || t.isUnseen(p, end-1, end)
	}
	switch {
	case !e.sent():
		e.max = end
		e.known |= knowsMax
		if !e.known.has(knowsISS) {
			e.iss = seq - 1
		}
	case e.facts.has(finSent) && e.max.Less(end): // beyond its FIN
	case seq == e.max && !e.known.has(hasGaps): // in order: nearly all segments
		e.max = end
	case e.max.Less(seq):
		t.openGap(p, e.max, seq)
		e.max = end
	default:
		p.repeats = seq != end && end.LessEq(e.max) && !p.seg.Flags.Has(decode.SYN) &&
			missing(t.gapsOf(p.conn, p.from), seq, end) == 0
		if p.beginsBefore() && p.firstSeq().LessEq(end) {
			e.iss = seq - 1
		}
		e.max = decode.MaxSeq(e.max, end)
		t.fillGaps(p.conn, p.from, seq, end)
	}
}

// failsPAWS reports whether the receiver drops the segment as an old duplicate
// (RFC 7323 section 5.3): its time stamp is older than what came before, and it
// fills no gap, which would be why, nor is it what the receiver has acknowledged and the
// capture lacked. Such a segment says nothing about the states.
func (t *Tracker) failsPAWS(p *packet) bool {
	if !p.outdated || p.late || p.seg.Flags.Has(decode.SYN) || !p.peer.known.has(knowsTS) || !p.conn.marks.has(wasEstablished) {
		return false
	}
	return len(t.gapsOf(p.conn, p.from)) == 0 && !t.isUnseen(p, p.seg.Seq, p.seg.End())
}

// takeDropped notes that data were sent which their receiver drops: they are not new when
// they come again. Should it acknowledge them, it did not drop them, nor what follows.
func (p *packet) takeDropped() {
	e, end := p.self, p.seg.Seq.Add(p.seg.Len)
	if !e.facts.has(finSent) && p.seg.Seq.LessEq(e.max) && e.max.Less(end) {
		e.max = end
		e.known &^= knowsTS
	}
}
