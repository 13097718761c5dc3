package annotate

import "tcpshake/decode"

// patterns remember what many connections have in common. The tables are small
// and fixed.
type patterns struct {
	services patternTable[service]
	sources  patternTable[source]
	twins    [twinSlots]twin
}

const (
	serviceSets = 256
	sourceSets  = 64
	twinSlots   = 512
)

func newPatterns() patterns {
	return patterns{services: newPatternTable[service](serviceSets), sources: newPatternTable[source](sourceSets)}
}

// addressKey returns the key of one address, and of a port unless that is 0, and
// a hash of it. The hash has no secret, because what is told must not differ
// from run to run; all that can be gained by knowing it is that a pattern goes
// unnoticed.
func addressKey(a decode.Addr, port uint16) (k key, hash uint32) {
	k = key{ports: uint32(port), kind: uint32(a.Version())}
	k.lo[0], k.lo[1] = a.Words()
	h := hasher{0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9, 0x94d049bb133111eb}
	return k, h.hash(&k)
}

// annotatePatterns looks at many packets and connections. It runs last, with the
// findings about the segment at hand.
func (t *Tracker) annotatePatterns(p *packet) {
	syn := p.seg.Flags.Has(decode.SYN)
	if t.found.n == 0 && !syn && p.self.unanswered < deafAfter && !p.conn.marks.has(stalledMark) {
		return
	}
	t.recountUnseen(p)
	t.found.prune()
	t.annotateSilence(p)
	switch {
	case p.seg.Flags.Has(decode.RST):
		t.noteFailure(p)
	case syn && p.seg.Flags.Has(decode.ACK):
		t.noteAnswer(p)
	case syn:
		t.noteAttempt(p)
	case t.found.has(FindingHandshake):
		t.noteSuccess(p)
	}
}

// annotateSilence tells that nobody answers any more: three timeouts in a row
// without a word from the peer.
func (t *Tracker) annotateSilence(p *packet) {
	c := p.conn
	t.acquit(p)
	if p.self.unanswered == 0 || !c.marks.has(wasEstablished) || p.basis.over() {
		c.marks &^= stalledMark
		return
	}
	n := t.timeouts(p)
	if n < deafAfter {
		return
	}
	c.marks |= stalledMark
	if !p.self.told.once(toldDead) {
		return
	}
	if p.peer.known.has(sawSYNACK) && p.peer.packets == uint64(c.synAcks) {
		c.marks |= deafMark
		t.found.add(Finding{Kind: FindingDeafServer, N: n})
		return
	}
	heard := p.peer.last
	if heard == 0 {
		heard = c.first // nothing of it was captured at all
	}
	t.found.add(Finding{Kind: FindingDeadPeer, N: n, Time: p.now - heard})
}

// acquit takes back that the server is deaf when it speaks. A RST shows rather
// that it does not know the connection.
func (t *Tracker) acquit(p *packet) {
	c := p.conn
	if !c.marks.has(deafMark) || p.peer.told&toldDead == 0 || !p.self.known.has(sawSYNACK) || p.seg.Flags.Any(decode.SYN|decode.RST) {
		return
	}
	if p.self.packets == uint64(c.synAcks)+1 {
		t.summary.findings[FindingDeafServer]--
		p.peer.told &^= toldDead
		c.marks &^= deafMark
	}
}

// timeouts returns how many timeouts in a row made the sender repeat its data or
// its FIN while nothing came back.
func (t *Tracker) timeouts(p *packet) uint64 {
	unanswered := uint64(p.self.unanswered)
	if f := t.found.find(FindingFINRetransmission); f != nil {
		return min(f.N, unanswered)
	}
	if tr := t.trouble(p.conn, p.from); tr != nil {
		return min(uint64(tr.timeouts), unanswered)
	}
	return 0
}

// noteAttempt looks at a SYN, and what it has in common with others.
func (t *Tracker) noteAttempt(p *packet) {
	if t.found.has(FindingSYNRetransmission) {
		t.noteUnanswered(p)
		return
	}
	if p.conn.syns != 1 {
		return
	}
	t.noteTwin(p)
	s := t.service(&p.seg.Dst, p.now)
	sources := uint64(s.sources.n)
	if n, during, flood := s.attempt(p.now, p.seg.Src.Addr); flood {
		t.found.add(Finding{Kind: FindingSYNFlood, N: n, A: sources, Time: during})
	}
	t.noteTry(t.source(p.seg.Src.Addr, p.now), p.seg.Dst.Port, p.now)
}

// noteUnanswered looks at a SYN that is sent again.
func (t *Tracker) noteUnanswered(p *packet) {
	if p.peer.facts.has(heard) {
		return
	}
	s := t.service(&p.seg.Dst, p.now)
	if ago := p.now - s.answered; s.answered != 0 && ago <= recently && !s.toldQueue {
		s.toldQueue = true
		t.found.add(Finding{Kind: FindingAcceptQueue, N: uint64(QueueDropsSYN), Time: ago})
	}
	t.noteFailed(t.source(p.seg.Src.Addr, p.now), p.seg.Dst.Port)
}

// noteAnswer looks at a SYN-ACK. One that comes again although its
// acknowledgment was captured fits a full accept queue, but only when the client
// has sent data: a deferred accept looks the same until then.
func (t *Tracker) noteAnswer(p *packet) {
	c := p.conn
	t.service(&p.seg.Src, p.now).answered = p.now
	if !t.found.has(FindingACKNotProcessed) || c.synAcks < 3 || p.peer.bytes == 0 {
		return
	}
	if p.self.told.once(toldQueue) {
		t.found.add(Finding{Kind: FindingAcceptQueue, N: uint64(QueueDropsACK), A: uint64(c.synAcks) - 1})
	}
}

// noteSuccess looks at the end of a handshake.
func (t *Tracker) noteSuccess(p *packet) {
	t.service(&p.seg.Dst, p.now).done++
	t.source(p.seg.Src.Addr, p.now).done++
}

// noteFailure looks at a RST that ends an attempt: it leaves nothing half-open.
func (t *Tracker) noteFailure(p *packet) {
	switch {
	case t.found.has(FindingRefused):
		t.service(&p.seg.Src, p.now).done++
		t.noteFailed(t.source(p.seg.Dst.Addr, p.now), p.seg.Src.Port)
	case t.found.has(FindingAborted) && p.from == p.conn.client():
		t.service(&p.seg.Dst, p.now).done++
		t.noteFailed(t.source(p.seg.Src.Addr, p.now), p.seg.Dst.Port)
	}
}
