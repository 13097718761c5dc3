package annotate

import "time"

// closeSteps is the number of segments that close both directions: two FINs
// and two acknowledgments (RFC 9293 figures 12 and 13).
const closeSteps = 4

// How a step of the close differs from RFC 9293 figure 12, in B of its finding.
const (
	closePlain uint64 = iota
	// closeCombined: the second FIN acknowledges the first one too.
	closeCombined
	// closeCrossed: both sent a FIN before they saw the other's (figure 13).
	closeCrossed
)

// ClosesInOneStep reports whether f is the step of a close in which the second
// FIN acknowledges the first one too, as RFC 9293 allows (section 3.6).
func (f *Finding) ClosesInOneStep() bool {
	return f.Kind == FindingClose && f.B == closeCombined
}

// tellFIN tells the step of the close that a first FIN is.
func (t *Tracker) tellFIN(p *packet) {
	c := p.conn
	step := Finding{Kind: FindingClose, N: 1, A: closeSteps, By: c.party(p.from), B: closePlain, Time: -1}
	switch {
	case c.key.toItself():
		c.turn = p.now
		c.marks |= bothClosing
	case !p.peer.facts.has(finSent):
		c.turn = p.now
		c.marks.setSide(firstFINHigh, p.from)
	case !p.self.facts.has(finKnew) && !p.peer.facts.has(finKnew):
		c.marks |= bothClosing
		step.N, step.B = 2, closeCrossed
	default:
		step.N = 3
		if !c.marks.has(finAckedTold) {
			step.B = closeCombined
			c.marks |= finAckedTold
		}
		t.tellHalfClosed(p)
	}
	t.found.add(step)
}

// tellCloseACK tells the steps of the close that acknowledgments are.
func (t *Tracker) tellCloseACK(p *packet) {
	c := p.conn
	if c.marks.has(closeTold) || !c.closes() {
		return
	}
	first, second := c.end(c.marks.side(firstFINHigh)), c.end(c.marks.side(firstFINHigh).other())
	crossed := c.marks.has(bothClosing)
	switch {
	case first.facts.has(finAcked) && second.facts.has(finAcked) && c.over():
		c.marks |= closeTold | finAckedTold
		c.closing = t.sinceFIN(c)
		t.found.add(Finding{Kind: FindingClose, N: closeSteps, A: closeSteps, By: c.closer(), Time: c.closeTime()})
	case c.marks.has(finAckedTold):
	case crossed && (first.facts.has(finAcked) || second.facts.has(finAcked)):
		c.marks |= finAckedTold
		t.found.add(Finding{Kind: FindingClose, N: 3, A: closeSteps, B: closeCrossed, Time: -1})
	case !crossed && first.facts.has(finAcked):
		c.marks |= finAckedTold
		t.found.add(Finding{Kind: FindingClose, N: 2, A: closeSteps, Time: -1})
	}
}

// sinceFIN returns how long ago the first FIN of c was, if that is known.
func (t *Tracker) sinceFIN(c *conn) span {
	if c.turn == 0 || t.clock.steppedSince(c.turn, c.id) {
		return 0
	}
	return spanOf(t.clock.now - c.turn)
}

// closeTime returns how long the close took, -1 when that is not known because it
// is not complete, or the first FIN was not captured.
func (c *conn) closeTime() int64 {
	if c.end(c.marks.side(firstFINHigh)).known.has(finInferred) {
		return -1
	}
	return c.closing.ns()
}

// closer returns who closed first.
func (c *conn) closer() Party {
	if c.marks.has(bothClosing) {
		return Both
	}
	return c.party(c.marks.side(firstFINHigh))
}

// longHalfClose is from when on a half-closed connection is worth telling.
const longHalfClose = int64(time.Second)

// tellHalfClosed tells at the second FIN for how long only one direction was
// closed, when that was long or used (RFC 9293 section 3.6, case 2).
func (t *Tracker) tellHalfClosed(p *packet) {
	c := p.conn
	d := p.now - c.turn
	if c.turn == 0 || t.clock.steppedSince(c.turn, c.id) || p.peer.known.has(finInferred) || d < longHalfClose && !c.marks.has(writtenAfterFIN) {
		return
	}
	t.found.add(Finding{Kind: FindingHalfClosed, Time: d, By: c.party(p.from)})
}

// halfClosed returns for how long one direction has been closed and the other has
// not, 0 when that is not known.
func (t *Tracker) halfClosed(v Verdict, c *conn) int64 {
	first := c.end(c.marks.side(firstFINHigh))
	if v != HalfClosed || c.turn == 0 || t.clock.steppedSince(c.turn, c.id) || first.known.has(finInferred) || c.marks.has(beganAtFIN) {
		return 0
	}
	return t.clock.now - c.turn
}

// tellHalfClose tells of data to an end that has closed its own direction.
func (t *Tracker) tellHalfClose(p *packet) {
	if p.seg.Len > 0 && p.peer.facts.has(finSent) && !p.self.facts.has(finSent) {
		p.conn.marks |= writtenAfterFIN
		t.found.add(Finding{Kind: FindingHalfCloseData, N: uint64(p.seg.Len)})
	}
}
