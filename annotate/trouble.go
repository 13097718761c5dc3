package annotate

import (
	"time"

	"tcpshake/decode"
)

// trouble is what went wrong in what one end sent. Times are nanoseconds of the
// capture clock, 0 for none.
type trouble struct {
	retransmissions, reordered, dupAcks uint64
	zeroWindows, keepAlives             uint32
	// syns and fins are how many of the retransmissions are SYNs and bare FINs, gaps
	// how often it went on behind something that was not captured.
	syns, fins, gaps uint32
	// repeated are payload bytes that had been captured or acknowledged before, stale
	// those of them that were not sent again, as they are in old duplicates and probes,
	// notCaptured those that the peer acknowledged and the capture lacks.
	stale                 uint32
	repeated, notCaptured uint64
	// zeroSince is since when the window is zero, zeroTime for how long it was
	// before.
	zeroSince, zeroTime int64
	// interval is the time between the last two copies of a segment.
	interval int64
	// dups counts duplicate acknowledgments of dupAck in a row, timeouts
	// retransmissions in a row that a timer caused, tailProbes those of them that are
	// tail-loss probes, probes keep-alives and window probes without an answer.
	dups     uint32
	timeouts uint16
	// tailProbes and probes count up to 255.
	tailProbes, probes uint8
	dupAck             decode.Seq
	// dupEnd is where what is missing at dupAck ends, dupAck itself when that is not
	// known.
	dupEnd decode.Seq
	// forgotten to forgottenEnd holds gaps that there was no room for, so that nobody
	// knows of what in there whether it was captured; both are the same for none.
	forgotten, forgottenEnd decode.Seq
	// resent is the newest time stamp value of what was sent again, and resentOn the day
	// when that was, 0 for never: what bears an older one was sent before.
	resent   uint32
	resentOn uint16
	last     probeKind
}

// takeResent notes the time stamp of data that were sent again.
func (tr *trouble) takeResent(p *packet) {
	if p.hasTS() && !p.old {
		tr.resent, tr.resentOn = p.seg.Options.TSVal, p.day()
	}
}

// isOld reports whether the sender of p has sent data again with a newer time stamp,
// not so long ago that the two cannot be compared (see recentTS).
func (tr *trouble) isOld(p *packet) bool {
	return p.hasTS() && tr.resentOn != 0 && p.day()-tr.resentOn < 24 && int32(p.seg.Options.TSVal-tr.resent) < -1
}

// day numbers the days of the capture clock; none is 0.
func (p *packet) day() uint16 { return uint16(p.now/int64(24*time.Hour)) | 1<<15 }

// repeatSYN counts n SYNs that were sent again.
func (tr *trouble) repeatSYN(n int) {
	tr.retransmissions += uint64(n)
	tr.syns += uint32(n)
}

// timedOut counts one more timeout in a row.
func (tr *trouble) timedOut() {
	if tr.timeouts < 1<<16-1 {
		tr.timeouts++
	}
}

// forget notes that there is no room for a gap.
func (tr *trouble) forget(left, right decode.Seq) {
	if tr.forgotten == tr.forgottenEnd || right.Diff(tr.forgotten) > farAhead {
		tr.forgotten, tr.forgottenEnd = left, right
		return
	}
	if left.Less(tr.forgotten) {
		tr.forgotten = left
	}
	tr.forgottenEnd = decode.MaxSeq(tr.forgottenEnd, right)
}

// forgot reports whether a part of left to right may lie in a gap that there was no room
// for.
func (tr *trouble) forgot(left, right decode.Seq) bool {
	return tr.forgotten != tr.forgottenEnd && tr.forgotten.Less(right) && left.Less(tr.forgottenEnd)
}

// probeKind says what the last segment of an end was meant to provoke.
type probeKind uint8

const (
	noProbe probeKind = iota
	keepAliveProbe
	windowProbe
)

// troubleOf returns the record of the end at s, and makes one when there is none
// yet. The pool has room for every connection.
func (t *Tracker) troubleOf(c *conn, s side) *trouble {
	e := c.end(s)
	l := t.loadOf(e)
	if l.trouble == 0 {
		l.trouble = t.loss.troubles.take()
		e.known |= hasTrouble
	}
	return t.loss.troubles.at(l.trouble)
}

// trouble returns the record of the end at s, nil when it has none.
func (t *Tracker) trouble(c *conn, s side) *trouble {
	e := c.end(s)
	if !e.known.has(hasTrouble) {
		return nil
	}
	return t.loss.troubles.at(t.loss.loads.at(e.load).trouble)
}

// stalled returns for how long in all the window was zero until now.
func (tr *trouble) stalled(now int64) int64 {
	if tr.zeroSince == 0 {
		return tr.zeroTime
	}
	return tr.zeroTime + max(0, now-tr.zeroSince)
}
