package annotate

// noteSYN counts a SYN of the client, and remembers when it was sent, from the
// second one on: c.first is the time of the first.
func (t *Tracker) noteSYN(p *packet) {
	c := p.conn
	c.syns = bump(c.syns)
	if c.syns == 1 {
		return
	}
	o := t.oddOf(c)
	if o == nil {
		return
	}
	if o.n == 0 {
		o.add(try{time: c.first, tsVal: p.self.tsVal, hasTS: p.self.known.has(knowsTS)})
	}
	o.add(try{time: p.now, tsVal: p.seg.Options.TSVal, hasTS: p.hasTS()})
}

// add remembers a SYN; when there are too many, the second one is forgotten.
func (o *odd) add(s try) {
	if o.n == maxTries {
		copy(o.tries[1:], o.tries[2:])
		o.n--
	}
	o.tries[o.n] = s
	o.n++
}

// timeSYNACK takes the time from the SYN that was answered to its SYN-ACK. A
// SYN-ACK that comes again without another SYN measures nothing.
func (t *Tracker) timeSYNACK(p *packet) {
	c := p.conn
	if c.marks.has(wasEstablished) || !c.marks.has(synSeen) || c.marks.has(synLate) || c.closes() {
		return
	}
	again := c.turn > p.peer.last
	c.turn = p.now
	if again {
		return
	}
	answered, sure := c.first, true
	if c.syns > 1 && c.extra != 0 {
		answered, sure = t.extra(c).opening.answered(p)
	}
	if !sure && p.hasTS() && c.rttServer.known() {
		return // that SYN had its answer before, which measured it
	}
	if !t.clock.steppedSince(answered, c.id) {
		c.rttServer = spanOf(p.now - answered)
	}
	if !sure {
		c.marks |= ambiguousSYN
	}
}

// answered returns the time of the SYN that the SYN-ACK answers: its time stamp
// echoes the SYN's. It is sure of the last SYN only: the answer to an earlier one may
// have been lost, and Linux echoes that again when it repeats it. Without time stamps
// nobody can tell (Karn), and it is the last one.
func (o *odd) answered(p *packet) (time int64, sure bool) {
	if o.n == 0 {
		return p.conn.first, false
	}
	for i := range o.n {
		s := &o.tries[i]
		if p.hasTS() && s.hasTS && s.tsVal == p.seg.Options.TSEcr {
			return s.time, i == o.n-1
		}
	}
	return o.tries[o.n-1].time, false
}

// completeHandshake notes that both ends are established, and tells how long
// that took, when the segment that proves it is the client's.
func (t *Tracker) completeHandshake(p *packet) {
	c := p.conn
	a, b := c.end(low).facts, c.end(high).facts
	if c.marks.has(wasEstablished) || !established(a.state()) || !established(b.state()) || (a | b).has(contradicted) {
		return
	}
	c.marks |= wasEstablished
	synAck := c.turn
	if c.closes() {
		synAck = 0 // the first FIN came before, and took its place
	} else {
		c.turn = 0
	}
	if !c.marks.has(synSeen) || c.marks.has(synLate) || p.from != c.client() && !c.openedAtOnce() {
		return
	}
	if t.clock.steppedSince(c.first, c.id) {
		// How long it took is not known, only what was measured before the step.
		c.marks |= steppedMark
		return
	}
	c.connect = spanOf(p.now - c.first)
	if synAck = t.answeredSYNACK(p, synAck); synAck != 0 {
		c.rttClient = spanOf(p.now - synAck)
	}
	h := c.handshake()
	t.handshakes.add(h.Connect)
	t.summary.addHandshake(c.id, h.Connect)
	f := Finding{Kind: FindingHandshake, N: uint64(h.SYNs), Time: h.Connect, Time2: h.RTTServer, Time3: h.RTTClient}
	if h.Ambiguous {
		f.A = 1
	}
	if c.openedAtOnce() {
		f.N = 1 // each sent one
	}
	t.found.add(f)
	if n := c.negotiated(); n.Known {
		t.found.add(negotiatedFinding(&n))
	}
}

// answeredSYNACK returns the time of the SYN-ACK that the segment answers, 0 when it is
// not known: of several it is the last one, unless the segment echoes another time stamp.
func (t *Tracker) answeredSYNACK(p *packet, last int64) int64 {
	c := p.conn
	if c.synAcks < 2 || !p.hasTS() || !p.peer.known.has(knowsTS) || p.seg.Options.TSEcr == p.peer.tsVal {
		return last
	}
	if x := t.extra(c); x != nil && c.synAcks == 2 {
		return x.opening.firstSYNACK
	}
	return 0
}

// openedAtOnce reports whether both ends opened (RFC 9293 figure 7).
func (c *conn) openedAtOnce() bool { return c.end(c.client()).known.has(sawSYNACK) }

// established reports whether a state follows the handshake.
func established(s State) bool { return s >= Established }

// handshake returns the times of the opening.
func (c *conn) handshake() Handshake {
	h := Handshake{
		Connect: c.connect.ns(), RTTServer: -1, RTTClient: -1,
		Ambiguous: c.marks.has(ambiguousSYN), SYNs: int(c.syns), SYNACKs: int(c.synAcks),
	}
	if !c.openedAtOnce() { // else nobody answered anybody
		h.RTTServer, h.RTTClient = c.rttServer.ns(), c.rttClient.ns()
	}
	return h
}
