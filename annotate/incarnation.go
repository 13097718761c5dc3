package annotate

import (
	"time"

	"tcpshake/decode"
)

// retryAfterRefusal is how long after a refusal the same SYN still belongs to
// the refused attempt; Windows sends it three times in all.
const retryAfterRefusal = int64(30 * time.Second)

// fate says what a segment means for the connection that its ports name.
type fate uint8

const (
	// belongs: it is a segment of that connection.
	belongs fate = iota
	// renews: it begins a new connection on the same ports.
	renews
	// waits: it is a SYN whose meaning only the answer will tell.
	waits
	// confirms: it answers such a SYN, so the new connection exists.
	confirms
)

// fate decides between the connection that is known and a new one. The order
// of the rules matters: the first that fits wins.
func (t *Tracker) fate(p *packet) fate {
	f := p.seg.Flags
	switch {
	case p.conn.marks.has(candidateMark) && t.answersCandidate(p), t.followsOrphan(p):
		return confirms
	case illegal(f):
		return belongs
	case f.Has(decode.SYN) && !f.Has(decode.ACK):
		return t.fateOfSYN(p)
	case f.Has(decode.SYN):
		return fateOfSYNACK(p)
	default:
		return fateOfLate(p)
	}
}

// fateOfSYN decides about a SYN on ports that are in use.
func (t *Tracker) fateOfSYN(p *packet) fate {
	c, x, other := p.conn, p.self, p.peer
	sameISN := x.known.has(sawSYN) && p.seg.Seq == x.iss
	// Of a close whose last acknowledgment was not captured time is the end, too.
	over := c.over() || c.class >= ended && c.closesBoth()
	switch {
	case sameISN && c.marks.has(refusedMark) && c.class < ended && p.now-c.last() <= retryAfterRefusal:
		return belongs
	case sameISN && !over:
		return belongs // sent again, or captured again
	case !x.known.has(sawSYN) && x.sent() && p.seg.Seq == x.iss && !over:
		return belongs // captured after what answers it
	case !x.known.has(sawSYN) && other.facts.state() == SynSent:
		return belongs // both opened at the same time (RFC 9293 figure 7)
	case over:
		return renews
	case x.facts.state() == SynSent && !other.facts.has(heard):
		return renews
	case other.facts.state() == TimeWait && newerThanOld(p):
		return renews
	default:
		return waits
	}
}

// newerThanOld reports whether an end in TIME_WAIT accepts the SYN: its sequence
// number or its time stamp is beyond the old connection's (RFC 6191 section 2).
func newerThanOld(p *packet) bool {
	if p.self.max.Less(p.seg.Seq) {
		return true
	}
	o := &p.seg.Options
	return o.Has(decode.OptTimestamp) && p.self.known.has(knowsTS) && int32(o.TSVal-p.self.tsVal) > 0
}

// fateOfSYNACK decides about a SYN-ACK: after the end of a connection, one with
// another sequence number answers a SYN that was not captured, and so does one
// far from the numbers of a connection whose own SYN-ACK was not captured.
func fateOfSYNACK(p *packet) fate {
	known := p.self.sent() && p.seg.Seq == p.self.iss
	if p.conn.over() && !known && !p.conn.marks.has(refusedMark) || p.isBeyondFIN() && p.isFar() {
		return renews
	}
	if p.conn.marks.has(wasEstablished) && !p.self.known.has(sawSYN) && (p.isFar() || p.isAhead()) {
		return renews
	}
	return belongs
}

// sameStream is how far from what was captured a segment of the same connection
// can reasonably be. A new connection's numbers are farther away (RFC 6528).
const sameStream = 1 << 20

// isFar reports whether one of the segment's numbers is none of the connection's.
func (p *packet) isFar() bool {
	return p.self.sent() && far(p.seg.Seq, p.self.max) ||
		p.peer.sent() && p.seg.Flags.Has(decode.ACK) && far(p.seg.Ack, p.peer.max)
}

// isBeyondFIN reports whether the segment has or acknowledges a number that comes
// after the last one of the connection.
func (p *packet) isBeyondFIN() bool {
	return p.self.hasClosed() && p.self.max.Less(p.seg.End()) ||
		p.peer.hasClosed() && p.seg.Flags.Has(decode.ACK) && p.peer.max.Less(p.seg.Ack)
}

// isAhead reports whether a SYN-ACK is beyond what followed it, if it is the
// connection's own.
func (p *packet) isAhead() bool {
	return p.self.sent() && p.self.max.LessEq(p.seg.Seq) || p.peer.sent() && p.peer.max.Less(p.seg.Ack)
}

func far(a, b decode.Seq) bool {
	d := a.Diff(b)
	return d > sameStream || d < -sameStream
}

// fateOfLate decides about a segment that is no SYN: after a close it belongs to the
// connection only if its numbers do.
func fateOfLate(p *packet) fate {
	late := p.conn.over() || p.isBeyondFIN()
	if late && !p.seg.Flags.Has(decode.RST) && p.self.sent() && p.isFar() {
		return renews
	}
	return belongs
}

// open makes a connection of which p is the first segment.
func (t *Tracker) open(k *key, hash uint32, from side, p *packet) {
	t.makeRoom()
	p.record = t.table.insert(k, hash, opening)
	p.conn = t.table.records.at(p.record)
	if t.opt.StateTimes {
		t.courses.begin(p.record)
	}
	t.lastID++
	p.conn.id, p.conn.first = t.lastID, p.now
	p.conn.setClient(from)
	if !p.seg.Flags.Has(decode.SYN) {
		p.conn.setClient(p.conn.guessClient(from, t.opt.ServerPort))
	}
	p.before, p.clientWas = p.conn.shown, p.conn.client()
	p.aim(from)
	t.summary.Connections++
}

// renew ends the connection of p and opens a new one on the same ports, which
// opener began. tshark has its own rule for when a stream begins, so its record
// goes on.
func (t *Tracker) renew(p *packet, opener side) {
	old, oldRecord := p.conn, p.record
	k, hash, compat := old.key, t.table.hasher.hash(&old.key), t.compatOf(old)
	old.compat = 0
	told := renewal{
		id: old.id, last: old.last(), over: old.over(), closed: old.closesBoth(), refused: old.marks.has(refusedMark),
		attempt: old.marks&(synSeen|synAckSeen|wasEstablished) == synSeen,
		sameISN: p.self.known.has(knowsISS) && p.seg.Seq == p.self.iss,
	}
	if !told.over && !told.attempt {
		old.marks |= supersededMark
		old.marks.setSide(supersededHigh, opener)
	}
	if told.over {
		// A new connection takes the place of one in TIME_WAIT (RFC 9293 section
		// 3.6.1).
		old.end(low).facts |= dead
		old.end(high).facts |= dead
	}
	t.forget(oldRecord)
	t.finish(oldRecord)
	t.open(&k, hash, p.from, p)
	p.conn.compat = compat
	t.tellRenewal(p, told)
}

// opener returns the side that opens the connection which the segment begins, as
// far as one can tell from it alone.
func (p *packet) opener() side {
	if p.seg.Flags.Has(decode.SYN | decode.ACK) {
		return p.from.other()
	}
	return p.from
}

// renewal is what is told about the connection that a new one replaces.
type renewal struct {
	id                                      uint64
	last                                    int64
	over, closed, attempt, refused, sameISN bool
}

func (t *Tracker) tellRenewal(p *packet, old renewal) {
	switch {
	case old.refused && old.sameISN:
		t.found.add(Finding{Kind: FindingRetryAfterRefusal, N: 1, Time: p.now - old.last})
	case !old.over && old.attempt:
		t.found.add(Finding{Kind: FindingNewAttempt, N: old.id})
	case !old.over && !old.closed:
		t.found.add(Finding{Kind: FindingReplaces, N: old.id})
	case old.sameISN:
		t.found.add(Finding{Kind: FindingSameISN, N: old.id})
	default:
		t.found.add(Finding{Kind: FindingPortReuse, N: old.id, Time: p.now - old.last})
	}
}
