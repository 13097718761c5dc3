package annotate

import "tcpshake/decode"

// maxGaps bounds what is remembered as missing of one direction. When there is
// more, the later gaps count as filled: what the peer should expect next stays
// right.
const maxGaps = 16

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

// gapList is what is missing of one direction, in order.
type gapList struct {
	list [maxGaps]gap
	n    int
}

// gapsOf returns what is missing of the direction from s; nil when nothing is.
func (t *Tracker) gapsOf(c *conn, s side) []gap {
	if !c.end(s).known.has(hasGaps) {
		return nil
	}
	l := t.gapListOf(c, s)
	return l.list[:l.n]
}

// gapListOf returns what is missing of the direction from s, which must lack something.
func (t *Tracker) gapListOf(c *conn, s side) *gapList { return t.loss.gaps.at(t.extra(c).gaps[s]) }

// openGap notes that left to right is missing: p's segment begins at right.
func (t *Tracker) openGap(p *packet, left, right decode.Seq) {
	x := t.extraOf(p.conn)
	if x == nil {
		return // no room: it counts as filled
	}
	if x.gaps[p.from] == 0 {
		if x.gaps[p.from] = t.loss.gaps.take(); x.gaps[p.from] == 0 {
			return // likewise
		}
	}
	l := t.gapListOf(p.conn, p.from)
	if l.n == maxGaps {
		return
	}
	l.list[l.n] = gap{
		left: left, right: right, opened: p.now,
		tsVal: p.seg.Options.TSVal, hasTS: p.seg.Options.Has(decode.OptTimestamp), ipid: p.seg.IPID,
	}
	l.n++
	p.self.known |= hasGaps
}

// fillGaps notes that seq to end is no longer missing.
func (t *Tracker) fillGaps(c *conn, s side, seq, end decode.Seq) {
	e := c.end(s)
	if !e.known.has(hasGaps) {
		return
	}
	l := t.gapListOf(c, s)
	l.fill(seq, end)
	if l.n == 0 {
		e.known &^= hasGaps
		x := t.extra(c)
		t.loss.gaps.give(x.gaps[s])
		x.gaps[s] = 0
	}
}

// contig returns the next number that the peer of the end at s should expect.
func (t *Tracker) contig(c *conn, s side) decode.Seq {
	e := c.end(s)
	if !e.known.has(hasGaps) {
		return e.max
	}
	return t.gapListOf(c, s).list[0].left
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

// fill takes left to right out of the gaps.
func (l *gapList) fill(left, right decode.Seq) {
	if !left.Less(right) {
		return
	}
	for i := 0; i < l.n; i++ {
		g := &l.list[i]
		if right.LessEq(g.left) || g.right.LessEq(left) {
			continue
		}
		before, behind := g.left.Less(left), right.Less(g.right)
		switch {
		case before && behind:
			l.split(i, left, right)
			return
		case before:
			g.right = left
		case behind:
			g.left = right
		default:
			l.remove(i)
			i--
		}
	}
}

// split takes left to right out of the middle of gap i. Without room for a
// second part the later part counts as filled.
func (l *gapList) split(i int, left, right decode.Seq) {
	tail := l.list[i]
	tail.left = right
	l.list[i].right = left
	if l.n == maxGaps {
		return
	}
	copy(l.list[i+2:l.n+1], l.list[i+1:l.n])
	l.list[i+1] = tail
	l.n++
}

// remove takes gap i out.
func (l *gapList) remove(i int) {
	copy(l.list[i:], l.list[i+1:l.n])
	l.n--
}
