package annotate

import (
	"slices"

	"tcpshake/decode"
)

// How much is remembered as missing of one direction: most that lack anything lack
// little, and a few, as on a fast and long way that loses packets, more. What is
// missing beyond that counts as filled: what the peer should expect next stays right.
const (
	fewGaps  = 16
	manyGaps = 128
)

// gap is a range of sequence numbers that was jumped over, and what the segment
// behind it said: an older time stamp or IP identification of a segment that
// comes later says that it was sent earlier.
type gap struct {
	left, right decode.Seq
	tsVal       uint32
	ipid        uint16
	hasTS       bool
	opened      int64
}

// gapList is what is missing of one direction, in order: n gaps, in few or at index
// many of their pool, when that is not 0.
type gapList struct {
	few  [fewGaps]gap
	many uint32
	n    int
}

// gapsOf returns what is missing of the direction from s; nil when nothing is.
func (t *Tracker) gapsOf(c *conn, s side) []gap {
	if !c.end(s).known.has(hasGaps) {
		return nil
	}
	return t.loss.gapsIn(t.gapListOf(c, s))
}

// gapsIn returns the gaps of l; the capacity is as many as it has room for.
func (t *lossTables) gapsIn(l *gapList) []gap {
	if l.many != 0 {
		return t.many.at(l.many)[:l.n]
	}
	return l.few[:l.n]
}

// roomFor returns the gaps of l, with room for one more unless there is none.
func (t *lossTables) roomFor(l *gapList) []gap {
	if l.many == 0 && l.n == fewGaps {
		if l.many = t.many.take(); l.many != 0 {
			copy(t.many.at(l.many)[:], l.few[:])
		}
	}
	return t.gapsIn(l)
}

// giveGaps gives back the list at index i.
func (t *lossTables) giveGaps(i uint32) {
	if l := t.gaps.at(i); l.many != 0 {
		t.many.give(l.many)
	}
	t.gaps.give(i)
}

// gapListOf returns what is missing of the direction from s, which must lack something.
func (t *Tracker) gapListOf(c *conn, s side) *gapList { return t.loss.gaps.at(t.extra(c).gaps[s]) }

// openGap notes that left to right is missing: p's segment begins at right.
func (t *Tracker) openGap(p *packet, left, right decode.Seq) {
	g := gap{
		left: left, right: right, opened: p.now,
		tsVal: p.seg.Options.TSVal, hasTS: p.seg.Options.Has(decode.OptTimestamp), ipid: p.seg.IPID,
	}
	if t.listGap(p, g) {
		return
	}
	tr := t.troubleOf(p.conn, p.from)
	if p.peer.known.has(knowsAcked) && tr.forgottenEnd.LessEq(p.peer.acked) {
		tr.forgotten = tr.forgottenEnd // all of that has arrived
	}
	tr.forget(left, right)
}

// listGap adds the gap to those of p's sender; without room it returns false.
func (t *Tracker) listGap(p *packet, g gap) bool {
	x := t.extraOf(p.conn)
	if x == nil {
		return false
	}
	if x.gaps[p.from] == 0 {
		if x.gaps[p.from] = t.loss.gaps.take(); x.gaps[p.from] == 0 {
			return false
		}
	}
	l := t.gapListOf(p.conn, p.from)
	gaps := t.loss.roomFor(l)
	if len(gaps) == cap(gaps) {
		if p.peer.facts.has(heard) {
			return false
		}
		gaps = slices.Delete(gaps, 0, 1) // nobody's acknowledgment will ever fill it
	}
	l.n = len(append(gaps, g))
	p.self.known |= hasGaps
	return true
}

// fillGaps notes that seq to end is no longer missing.
func (t *Tracker) fillGaps(c *conn, s side, seq, end decode.Seq) {
	e := c.end(s)
	if !e.known.has(hasGaps) {
		return
	}
	l := t.gapListOf(c, s)
	gaps, lost := fill(t.loss.roomFor(l), seq, end)
	if lost.left != lost.right {
		t.troubleOf(c, s).forget(lost.left, lost.right)
	}
	if l.n = len(gaps); l.n == 0 {
		e.known &^= hasGaps
		x := t.extra(c)
		t.loss.giveGaps(x.gaps[s])
		x.gaps[s] = 0
	}
}

// contig returns the next number that the peer of the end at s should expect.
func (t *Tracker) contig(c *conn, s side) decode.Seq {
	e := c.end(s)
	if !e.known.has(hasGaps) {
		return e.max
	}
	return t.gapsOf(c, s)[0].left
}

// acknowledge notes that the peer has everything before ack, whether it was
// captured or not.
func (t *Tracker) acknowledge(c *conn, s side, ack decode.Seq) {
	e := c.end(s)
	if e.known.has(hasGaps) {
		t.fillGaps(c, s, t.contig(c, s), ack)
	}
	e.max = decode.MaxSeq(e.max, ack)
}

// fill takes left to right out of the gaps and returns those that remain, in the same
// memory. Where that has no room for the second part of one that is divided, this part
// counts as filled, and is lost.
func fill(gaps []gap, left, right decode.Seq) (rest []gap, lost gap) {
	if !left.Less(right) {
		return gaps, lost
	}
	for i := 0; i < len(gaps); i++ {
		g := &gaps[i]
		if right.LessEq(g.left) || g.right.LessEq(left) {
			continue
		}
		before, behind := g.left.Less(left), right.Less(g.right)
		switch {
		case before && behind:
			tail := *g
			g.right, tail.left = left, right
			if len(gaps) == cap(gaps) {
				return gaps, tail
			}
			return slices.Insert(gaps, i+1, tail), lost
		case before:
			g.right = left
		case behind:
			g.left = right
		default:
			gaps = slices.Delete(gaps, i, i+1)
			i--
		}
	}
	return gaps, lost
}
