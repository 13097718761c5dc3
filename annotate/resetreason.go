package annotate

import (
	"time"

	"tcpshake/decode"
)

// idleReset is after how much silence a RST of the server is taken for an idle
// timeout.
const idleReset = int64(10 * time.Second)

// resetReason guesses why p.self sent a RST that the peer accepts. It runs
// before the variables of the connection take the segment in.
func (t *Tracker) resetReason(p *packet) ResetReason {
	c, self, peer := p.conn, p.self, p.peer
	fromClient := p.from == c.client()
	switch {
	case p.before[low].state() == Unknown && p.before[high].state() == Unknown:
		return p.loneReason()
	case p.seg.Options.Has(decode.OptMPTCP) && p.seg.Options.MPTCPSubtype == decode.MPTCPRST:
		return ResetMPTCP
	case p.seg.Options.Has(decode.OptMPTCP) && p.seg.Options.MPTCPSubtype == decode.MPFastClose:
		return ResetFastClose
	case peer.facts.state() == SynSent && !self.known.has(sawSYN):
		return ResetNoListener
	case p.otherHops() || p.odd() || t.tooFast(p):
		return ResetMiddlebox
	case c.marks.has(candidateMark) && c.marks.side(candidateHigh) == p.from:
		return ResetHalfOpen
	case fromClient && !c.marks.has(wasEstablished) && !peer.facts.has(heard):
		return ResetGaveUp
	case fromClient && !c.marks.has(wasEstablished) && p.seg.Flags.Has(decode.ACK):
		return ResetAborted // only who holds the connection acknowledges
	case fromClient && !c.marks.has(wasEstablished):
		return ResetNoSocket
	case !c.marks.has(wasEstablished):
		return ResetUnknown // no application holds a connection in SYN_RCVD
	case self.facts.has(finSent) && (c.marks.has(writtenAfterFIN) || p.leftUnread() || p.stray()):
		return ResetGone
	case self.facts.has(finSent):
		return ResetUnknown // the application had let go of it already
	case p.stray():
		return t.strayReason(p)
	}
	return t.abortReason(p)
}

// otherHops reports whether the RST came over another number of hops than the
// sender's segments before: then it was probably not the sender's.
func (p *packet) otherHops() bool {
	d := int(p.seg.TTL) - int(p.self.ttl)
	return p.self.facts.has(heard) && p.self.last != 0 && p.self.ttl != 0 && (d < -1 || d > 1)
}

// odd reports whether the RST has a shape that no endpoint gives it: without ACK
// is how a host answers a segment that it has no socket for, and then there is no
// window to announce; one that has the socket would add the time stamp that all
// its segments have (RFC 7323 section 3.2).
func (p *packet) odd() bool {
	bare := !p.seg.Flags.Has(decode.ACK) && p.seg.Window != 0
	return bare && p.conn.marks.has(wasEstablished) && p.self.known.has(knowsTS) && !p.hasTS()
}

// loneReason is the reason of a RST that nothing was captured before, or nothing
// but what no endpoint sends. Sequence number 0 answers a segment without ACK, a
// SYN or a probe (RFC 9293 section 3.10.7.1).
func (p *packet) loneReason() ResetReason {
	if p.seg.Seq == 0 && p.seg.Flags.Has(decode.ACK) {
		return ResetNoListener
	}
	return ResetUnknown
}

// tooFast reports whether the RST acknowledges data that cannot have reached the
// sender: they left a quarter of the shortest round trip ago. Something on the
// way answered.
func (t *Tracker) tooFast(p *packet) bool {
	other := t.load(p.peer)
	if other == nil || other.flight == 0 || !p.seg.Flags.Has(decode.ACK) {
		return false
	}
	rtt := t.shortestRTT(p.conn, p.to())
	last := t.loss.flights.at(other.flight).find(p.seg.Ack - 1)
	return last != nil && last.end == p.seg.Ack && 4*(p.now-last.time) < rtt && rtt > minTelling
}

// minTelling is the least round trip that a faster answer can be told from.
const minTelling = int64(time.Millisecond)

// shortestRTT returns the least time in which the peer of the end at s answered
// it, 0 when none was measured.
func (t *Tracker) shortestRTT(c *conn, s side) int64 {
	rtt := max(0, c.rttServer.ns())
	if s != c.client() {
		rtt = max(0, c.rttClient.ns())
	}
	if l := t.load(c.end(s)); l != nil && l.rtt.count > 0 && (rtt == 0 || l.rtt.min < rtt) {
		return l.rtt.min
	}
	return rtt
}

// stray reports whether the RST has the shape that a host gives when it has no
// socket for a segment (RFC 9293 section 3.10.7.1): no ACK, and the number that
// the segment acknowledged.
func (p *packet) stray() bool {
	return !p.seg.Flags.Has(decode.ACK) && p.peer.known.has(knowsAcked) && p.seg.Seq == p.peer.acked
}

// leftUnread reports whether the peer sent what the sender had not acknowledged
// before its RST.
func (p *packet) leftUnread() bool {
	return p.self.known.has(knowsAcked) && p.peer.sent() && p.self.acked.Less(p.peer.max) && p.peer.bytes > 0 && !p.peer.facts.has(finSent)
}

// strayReason tells a server that refuses what it cannot queue from a host that
// lost its state.
func (t *Tracker) strayReason(p *packet) ResetReason {
	c := p.conn
	// This RST has been counted.
	onlySYNACK := c.synAcks > 0 && p.self.packets == uint64(c.synAcks)+1
	if p.from != c.client() && onlySYNACK && p.followsHandshake() {
		return ResetOverflow
	}
	return ResetStateLost
}

// promptly is how much longer than the handshake took its consequences may take.
const promptly = int64(50 * time.Millisecond)

// followsHandshake reports whether the segment can be what the end of the handshake
// caused: it comes within a round trip of that.
func (p *packet) followsHandshake() bool {
	took := p.conn.connect.ns()
	return took >= 0 && p.now-(p.conn.first+took) <= took+promptly
}

// abortReason guesses why an application aborted.
func (t *Tracker) abortReason(p *packet) ResetReason {
	c := p.conn
	fromClient := p.from == c.client()
	silence := p.now - c.last()
	if tr := t.trouble(c, p.from); tr != nil && tr.probes >= 2 && tr.last == keepAliveProbe {
		return ResetKeepAlive
	}
	switch {
	case p.self.bytes|p.peer.bytes == 0 && fromClient && p.followsHandshake():
		return ResetProbe
	case !fromClient && silence >= idleReset:
		return ResetIdle
	case p.peer.told&lastData != 0:
		return ResetUnread
	}
	return ResetAborted
}
