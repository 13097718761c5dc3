package annotate

import (
	"math"
	"time"

	"tcpshake/decode"
)

// A connection is calm as long as tshark has nothing to say about it and its
// view of the connection follows from ours: it began with one SYN and one
// SYN-ACK, and every segment since continued where its sender had stopped. Most
// connections are calm from their first packet to their last, and need no
// compatState; it is made from our own variables by the first segment that is
// not.

// calmRTT bounds the initial round-trip time of a calm connection: beyond it a
// span is not exact.
const calmRTT = int64(time.Second)

// staysCalm reports whether the segment leaves a calm connection so. It says no
// when it is not sure.
func (p *packet) staysCalm(k *clock) bool {
	s, self, peer := p.seg, p.self, p.peer
	// Number 0 stands for "not set" in tshark, and its clock may go back.
	if p.now-p.time != k.ahead || k.steppedSince(p.conn.first, p.conn.id) || s.Window == 0 || s.Seq == 0 || s.End() == 0 || compatLength(s) != s.Len || p.conn.key.toItself() {
		return false
	}
	if s.Flags.Has(decode.SYN) && headerCut(s) {
		return false // what the end offers is not known
	}
	switch s.Flags &^ decode.PSH {
	case decode.SYN:
		return s.Ack == 0 && !(self.facts | peer.facts).has(heard)
	case decode.SYN | decode.ACK:
		return !self.facts.has(heard) && p.conn.syns == 1 && s.Ack == peer.max
	case decode.ACK, decode.FIN | decode.ACK:
		return p.continues() && (self.sentPlain() || p.measuresRTT()) && !p.fillsWindow()
	default:
		return false
	}
}

// continues reports whether the segment begins where its sender had stopped, and
// acknowledges something, but nothing that was not seen.
func (p *packet) continues() bool {
	s, self, peer := p.seg, p.self, p.peer
	if s.Seq != self.max || !self.known.has(sawSYN) || !peer.known.has(sawSYN) || (self.known|peer.known)&hasGaps != 0 {
		return false
	}
	if (self.facts|peer.facts)&(dead|contradicted) != 0 || p.outdated || self.facts.has(finSent) && s.SeqLen() > 0 {
		return false
	}
	if !peer.facts.has(synAcked) && !peer.iss.Less(s.Ack) || peer.max.Less(s.Ack) || s.Ack == 0 {
		return false
	}
	// The same acknowledgment again, without data, is a duplicate or an update.
	return !self.known.has(knowsAcked) || self.acked.Less(s.Ack) || self.acked == s.Ack && s.SeqLen() > 0
}

// sentPlain reports whether the end sent a segment without SYN, so that its
// window is scaled and the initial round-trip time is known.
func (e *endpoint) sentPlain() bool { return e.known.has(plainWindow) }

// measuresRTT reports whether this first segment without SYN of its sender is
// the client's that ends the handshake, or comes after it.
func (p *packet) measuresRTT() bool {
	if p.peer.sentPlain() {
		return p.conn.connect.known()
	}
	took := p.now - p.conn.first
	return p.from == p.conn.client() && p.peer.known.has(sawSYNACK) && took > 0 && took <= calmRTT
}

// fillsWindow reports whether the data end exactly at the edge of the window that
// the receiver announced last.
func (p *packet) fillsWindow() bool {
	window := uint32(p.peer.window)
	if p.peer.sentPlain() && (p.self.known & p.peer.known).has(offersShift) {
		window <<= p.peer.shift
	}
	return p.seg.Len > 0 && p.seg.Seq.Add(p.seg.Len) == p.peer.acked.Add(int(window))
}

// takeLag notes how long ago the sender of p went on in the sequence space: a
// calm connection needs it when it stops being calm.
func (e *endpoint) takeLag(p *packet) {
	if !p.selfSent || p.selfMax != e.max {
		e.lag = 0
		return
	}
	e.lag = uint32(min(int64(e.lag)+p.now-e.last, math.MaxUint32))
}

// compatOf returns the index of tshark's view of c, made from ours if there was
// none.
func (t *Tracker) compatOf(c *conn) uint32 {
	if c.compat != 0 {
		return c.compat
	}
	c.compat = t.compats.take()
	state, ahead := t.compats.at(c.compat), t.clock.aheadAt(c.first, c.id, 0)
	client := c.client()
	for _, s := range [...]side{low, high} {
		c.ends[s].compat(&state.ends[s], ahead)
	}
	state.ends[client].scale, state.ends[client.other()].scale = c.compatScales()
	switch {
	case c.connect.known():
		state.rtt, state.phase = c.connect.ns(), rttKnown
	case c.marks.has(synSeen):
		state.rtt, state.phase = c.first-ahead, rttSYN
	}
	return c.compat
}

// compat fills f with tshark's view of an end of a calm connection. tshark goes
// by the time stamps; our clock was ahead of them as long as the connection was
// calm.
func (e *endpoint) compat(f *compatEnd, ahead int64) {
	if !e.facts.has(heard) {
		return
	}
	*f = compatEnd{
		base: e.iss, nextSeq: e.max, maxAck: e.max, win: e.window,
		lastTime: e.last - ahead, nextTime: e.last - ahead - int64(e.lag), seen: seenBase | seenAny,
	}
	if e.known.has(knowsAcked) {
		f.lastAck = e.acked
	}
	if e.sentPlain() {
		f.seen |= seenScaled
	}
}

// compatScales returns the window scales of the client and the server as tshark
// has them (RFC 7323 section 2.2).
func (c *conn) compatScales() (client, server compatScale) {
	a, b := c.end(c.client()), c.end(c.client().other())
	switch {
	case !a.known.has(sawSYN):
		return scaleUnknown, scaleUnknown
	case !a.known.has(offersShift), b.known.has(sawSYN) && !b.known.has(offersShift):
		return scaleUnused, scaleUnused
	case !b.known.has(sawSYN):
		return scaleZero + compatScale(a.shift), scaleUnknown
	default:
		return scaleZero + compatScale(a.shift), scaleZero + compatScale(b.shift)
	}
}
