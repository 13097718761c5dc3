package annotate

import "time"

// annotateWindow tells what the segment says about the windows, and whether it
// is a duplicate acknowledgment.
func (t *Tracker) annotateWindow(p *packet) {
	if p.seg.Flags.Any(ctl) {
		return
	}
	own := t.trouble(p.conn, p.from)
	if own != nil {
		own.last = noProbe
	}
	if p.seg.Window == 0 {
		t.tellZeroWindow(p)
	}
	switch {
	case !p.late && t.isProbe(p):
		t.tellProbe(p)
		return
	case p.compat.Has(CompatWindowFull):
		t.found.add(Finding{Kind: FindingWindowFull})
	}
	t.tellShrunk(p)
	t.tellDSACK(p)
	if p.seg.Len == 0 && p.self.known.has(knowsAcked) && p.seg.Ack == p.self.acked && p.seg.Seq == p.self.max {
		t.annotateRepeat(p)
	}
	t.tellStall(p)
}

func (t *Tracker) tellZeroWindow(p *packet) {
	tr := t.troubleOf(p.conn, p.from)
	tr.zeroWindows++
	if tr.zeroSince == 0 {
		tr.zeroSince = p.now
	}
	t.found.add(Finding{Kind: FindingZeroWindow})
}

// isProbe reports whether the segment wants nothing but an answer: at most a
// byte, and one before the next one, or a byte into a closed window. Linux
// probes with no byte at all, which only the window tells from a keep-alive.
func (t *Tracker) isProbe(p *packet) bool {
	s, self := p.seg, p.self
	if s.Len > 1 || s.Flags.Any(ctl) || !self.sent() {
		return false
	}
	if s.Len == 1 && s.Seq == self.max {
		return p.peerStopped()
	}
	if s.Seq != self.max-1 || self.facts.has(finSent) {
		return false // behind its FIN an end has nothing to keep alive: it comes late
	}
	// A byte that was not acknowledged yet is sent again, it probes nothing.
	unacknowledged := p.peer.known.has(knowsAcked) && p.peer.acked.Less(self.max)
	return s.Len == 0 || p.peerStopped() || !unacknowledged
}

// peerStopped reports whether the receiver's window is zero. It is not known before
// a segment of the receiver was taken in.
func (p *packet) peerStopped() bool { return p.peer.facts.has(heard) && p.peer.window == 0 }

// tellProbe tells a keep-alive (RFC 9293 section 3.8.4) from a probe of a zero
// window (section 3.8.6.1).
func (t *Tracker) tellProbe(p *packet) {
	tr := t.troubleOf(p.conn, p.from)
	tr.probes = bump(tr.probes)
	if p.peerStopped() {
		tr.last = windowProbe
		t.found.add(Finding{Kind: FindingZeroWindowProbe, N: uint64(p.seg.Len)})
		t.tellStall(p)
		return
	}
	tr.last = keepAliveProbe
	tr.keepAlives++
	t.found.add(Finding{Kind: FindingKeepAlive})
}

// afterProbe reports whether the sender's last segment probed the window.
func (t *Tracker) afterProbe(p *packet) bool {
	tr := t.trouble(p.conn, p.from)
	return tr != nil && tr.last == windowProbe
}

// shiftOf returns the scale of the windows that self announces outside of SYNs,
// and whether it is known (RFC 7323 section 2.2: both must offer it). A snapshot length
// of 68 bytes, once usual, cuts it off.
func shiftOf(self, peer *endpoint) (shift uint8, known bool) {
	if !self.known.has(sawSYN) || !peer.known.has(sawSYN) || cutSYN(self, peer) {
		return 0, false
	}
	if !self.known.has(offersShift) || !peer.known.has(offersShift) {
		return 0, true
	}
	return self.shift, true
}

// tellShrunk tells that the right edge of the window went back (RFC 9293 section
// 3.8.6: a receiver should not).
func (t *Tracker) tellShrunk(p *packet) {
	if n := p.shrinks(); n > 0 {
		t.found.add(Finding{Kind: FindingWindowShrunk, N: uint64(n)})
	}
}

// shrinks returns by how many bytes the right edge of the window goes back, 0 when
// that may be the rounding of the scale, or is not known.
func (p *packet) shrinks() uint32 {
	self := p.self
	shift, known := shiftOf(self, p.peer)
	if !known || p.seg.Window >= self.window || !self.known.has(knowsAcked) || p.isOvertaken() {
		return 0
	}
	before := self.acked.Add(int(self.window))
	if p.scaledBefore {
		before = self.acked.Add(int(self.window) << shift)
	}
	after := p.seg.Ack.Add(int(p.seg.Window) << shift)
	if d := before.Diff(after); d > 1<<shift {
		return uint32(d)
	}
	return 0
}

// tellStall tells once that an end whose window is zero keeps the other waiting.
func (t *Tracker) tellStall(p *packet) {
	for _, s := range [...]side{p.from, p.to()} {
		tr := t.trouble(p.conn, s)
		if tr == nil || tr.zeroSince == 0 {
			continue
		}
		if d := tr.stalled(p.now); d > stallTime && p.conn.end(s).told.once(toldStall) {
			t.found.add(Finding{Kind: FindingZeroWindowStall, Time: d, By: p.conn.party(s)})
		}
	}
}

// stallTime is for how long a window must be zero to be told.
const stallTime = int64(time.Second)
