package annotate

import (
	"time"

	"tcpshake/decode"
)

const (
	// minRTO is the least timeout of Linux; RFC 6298 section 2.4 says one second.
	minRTO = int64(200 * time.Millisecond)
	// timerSlack is how much later than it should a timer of the sender may run out.
	timerSlack = int64(20 * time.Millisecond)
	// ipidNear bounds the distance of two IP identifications that were given in
	// a row.
	ipidNear = 1000
)

// annotateData tells whether data, or a FIN, were sent before, and what that
// shows.
func (t *Tracker) annotateData(p *packet) {
	if !p.self.sent() || !p.seg.Seq.Less(p.self.max) {
		return
	}
	if t.tellLate(p); p.late {
		return
	}
	if t.isProbe(p) {
		if p.seg.Len > 0 {
			t.troubleOf(p.conn, p.from).stale += uint32(p.seg.Len)
		}
		return
	}
	if p.seg.Len == 0 {
		t.countFIN(p)
		return
	}
	if p.seg.Len > 1 && p.seg.Seq == p.self.max-1 && t.afterProbe(p) {
		return // begins with the byte that probed the window
	}
	t.annotateAgain(p)
}

// annotateAgain tells of data that begin before what their sender sent last: they were
// sent again, or come late.
func (t *Tracker) annotateAgain(p *packet) {
	tr, again := t.troubleOf(p.conn, p.from), t.again(p)
	p.old = p.outdated || tr.isOld(p)
	tr.takeResent(p)
	// Who sent all of it again in the meantime, as a newer time stamp shows, sent this
	// first.
	first := p.old && again == uint64(p.seg.Len) && !p.isAcked()
	switch {
	case first || p.isStale():
		tr.stale += uint32(again)
	case !tr.forgot(p.seg.Seq, p.seg.Seq.Add(p.seg.Len)):
		tr.repeated += again
	}
	if p.beginsBefore() && !p.isAcked() && t.sentEarlier(p, p.lastSent()) {
		tr.reordered++
		t.found.add(Finding{Kind: FindingReordered, Time: -1})
		return
	}
	if t.isTFOAgain(p) {
		return
	}
	g := gapAt(t.gapsOf(p.conn, p.from), p.seg.Seq, p.seg.Seq.Add(p.seg.Len))
	switch {
	case first:
		tr.reordered++
		t.found.add(Finding{Kind: FindingReordered, Time: -1})
		return
	case g != nil && t.sentEarlier(p, g):
		tr.reordered++
		t.found.add(Finding{Kind: FindingReordered, Time: p.now - g.opened})
		return
	case !p.isStale():
		tr.retransmissions++
	}
	t.tellResend(p, tr, g)
}

// again returns how many of the segment's bytes were captured before.
func (t *Tracker) again(p *packet) uint64 {
	seq, end := p.seg.Seq, p.seg.Seq.Add(p.seg.Len)
	fresh := missing(t.gapsOf(p.conn, p.from), seq, end)
	if p.beginsBefore() {
		fresh += uint64(min(p.seg.Len, int(p.firstSeq().Diff(seq))))
	}
	if d := end.Diff(p.self.max); d > 0 {
		fresh += uint64(d)
	}
	return uint64(p.seg.Len) - min(fresh, uint64(p.seg.Len))
}

// countFIN counts a bare FIN that repeats one, unless its receiver drops it.
func (t *Tracker) countFIN(p *packet) {
	if p.seg.Flags.Has(decode.FIN) && p.self.hasClosed() && p.seg.End() == p.self.max && !t.failsPAWS(p) {
		tr := t.troubleOf(p.conn, p.from)
		tr.retransmissions++
		tr.fins++
	}
}

// gapAt returns the first gap that the numbers from seq to end touch.
func gapAt(gaps []gap, seq, end decode.Seq) *gap {
	for i := range gaps {
		if g := &gaps[i]; g.left.Less(end) && seq.Less(g.right) {
			return g
		}
	}
	return nil
}

// sentEarlier reports whether the segment was sent before the one that opened
// the gap, so that the network changed their order. The sender's time stamp
// tells (RFC 7323 section 3), or the count in the IP identification; when
// neither does, whether it comes too soon for an answer to what the receiver said of
// the gap; when that is not known either, tshark's rule on the time.
func (t *Tracker) sentEarlier(p *packet, g *gap) bool {
	if p.hasTS() && g.hasTS {
		if d := int32(p.seg.Options.TSVal - g.tsVal); d != 0 || p.old {
			return d <= 0
		}
	}
	if p.seg.IPID != 0 && g.ipid != 0 {
		if d := int16(p.seg.IPID - g.ipid); d != 0 && -ipidNear <= d && d <= ipidNear {
			return d < 0
		}
	}
	there, back := t.shortestRTT(p.conn, p.from), t.shortestRTT(p.conn, p.to())
	if there > 0 && back > 0 && p.conn.rttServer.known() && !t.clock.steppedSince(g.opened, p.conn.id) {
		return p.now-g.opened < there+back
	}
	return p.compat.Has(CompatOutOfOrder)
}

// tellResend adds the findings about data that were sent again; g is the gap
// that they fill, nil without.
func (t *Tracker) tellResend(p *packet, tr *trouble, g *gap) {
	f := Finding{Kind: FindingRetransmission, N: uint64(ResendSeen), Time: -1}
	var before *sending
	if l := t.load(p.self); l != nil && l.flight != 0 {
		before = t.loss.flights.at(l.flight).find(p.seg.Seq)
	}
	if before != nil {
		f.Time, f.A = p.now-before.time, uint64(before.times)
	}
	switch {
	case p.isStale():
		f.Kind, f.N, f.Time = FindingSpuriousRetransmission, uint64(ResendStale), -1
	case p.isAcked():
		f.Kind, f.N = FindingSpuriousRetransmission, uint64(ResendAcked)
	case g != nil:
		f.N, f.Time = uint64(ResendFillsGap), -1
	case before == nil && (p.beginsBefore() || tr.forgot(p.seg.Seq, p.seg.Seq.Add(p.seg.Len))):
		f.N = uint64(ResendUnknown)
	}
	if f.Kind != FindingSpuriousRetransmission && t.isFast(p) {
		f.Kind = FindingFastRetransmission
	}
	t.found.add(f)
	if before != nil && f.Kind == FindingRetransmission {
		t.tellTimeout(p, tr, before)
		t.tellMTU(p, before)
	}
}

// isAcked reports whether the receiver has acknowledged all the data already.
func (p *packet) isAcked() bool {
	return p.peer.known.has(knowsAcked) && p.seg.Seq.Add(p.seg.Len).LessEq(p.peer.acked)
}

// isStale reports whether the data were acknowledged already and bear an old
// time stamp: they were not sent again, they come late.
func (p *packet) isStale() bool { return p.isAcked() && p.old }

// isFast reports whether the segment is what duplicate acknowledgments ask for
// (RFC 5681 section 3.2), at once: within the time that tshark allows. Two of them are
// enough: the capture may lack one.
func (t *Tracker) isFast(p *packet) bool {
	asks := t.trouble(p.conn, p.to())
	return asks != nil && asks.dups >= 2 && asks.dupAck == p.seg.Seq && p.now-p.peer.last < fastLimit
}

// tellTimeout tells whether a timer caused the retransmission: the tail-loss
// probe of RFC 8985 section 7.3, which sends the last segment again, or the
// retransmission timeout of RFC 6298, which doubles.
func (t *Tracker) tellTimeout(p *packet, tr *trouble, before *sending) {
	age, rtt := p.now-before.time, t.shortestRTT(p.conn, p.from)
	last := p.seg.Seq.Add(p.seg.Len) == p.self.max
	oldest := !p.peer.known.has(knowsAcked) || p.seg.Seq.LessEq(p.peer.acked)
	asks := t.trouble(p.conn, p.to())
	quiet := asks == nil || asks.dups == 0 || asks.dupAck != p.peer.acked
	switch {
	case before.times == 1 && last && quiet && p.now-p.self.last >= rtt && (!oldest || age < minRTO || p.mayProbe() && age <= minRTO+3*rtt+timerSlack):
		tr.timedOut()
		tr.tailProbes = bump(tr.tailProbes)
		t.found.add(Finding{Kind: FindingTailLossProbe, Time: age})
	case oldest && (age >= max(minRTO, 2*rtt) || tr.interval > 0 && 10*age >= 17*tr.interval):
		tr.timedOut()
		tr.interval = age
		t.found.add(Finding{Kind: FindingRTO, N: uint64(tr.timeouts) - uint64(tr.tailProbes), Time: age})
	}
}

// mayProbe reports whether the sender may send a tail-loss probe in place of its first
// timeout: only with SACK (RFC 8985 section 3). Linux probes a single segment when the
// timer for its retransmission would run out, or before.
func (p *packet) mayProbe() bool {
	both := p.self.known & p.peer.known
	return !both.has(sawSYN) || both.has(offersSACK)
}

// tellMTU tells that a long segment does not get through although shorter ones
// do. What every path carries (RFC 9293 section 3.7.1) is not too long.
func (t *Tracker) tellMTU(p *packet, before *sending) {
	own := t.loadOf(p.self)
	if before.times < 2 || own.longest == 0 || p.seg.Len <= int(max(own.longest, defaultMSS(&p.conn.key))) {
		return
	}
	if p.self.told.once(toldMTU) {
		t.found.add(Finding{Kind: FindingMTUSuspect, N: uint64(p.seg.Len), A: uint64(before.times) + 1})
	}
}

// isTFOAgain tells that the data of a SYN, which the server did not take, are
// sent again: no fault, but what RFC 7413 section 4.2.2 asks for, and what follows without
// TCP Fast Open from the acknowledgment of the SYN alone (RFC 9293 section 3.10.7.3).
func (t *Tracker) isTFOAgain(p *packet) bool {
	c := p.conn
	ignored := c.agreed.tfo() == TFOIgnored || c.agreed.tfo() == tfoUnaskedIgnored
	if !ignored || p.seg.Seq != p.self.iss+1 || !p.self.told.once(toldTFO) {
		return false
	}
	t.found.add(Finding{Kind: FindingTFODataAgain})
	return true
}
