package annotate

import "tcpshake/decode"

// Tracker follows connections. It is not safe for concurrent use.
type Tracker struct {
	opt   Options
	table table
	// extras are for the connections that are not in good order.
	extras pool[extra]
	// compats are tshark's views of the connections that are not calm.
	compats pool[compatState]
	loss    lossTables
	courses courses
	clock   clock
	// sweepAt is the earliest time at which a connection may be over by silence.
	sweepAt    int64
	lastID     uint64
	copies     *copies
	summary    tally
	handshakes histogram
	histories  historyTexts
	found      findings
	// noHistory is set when nobody asks for Connection.History.
	noHistory bool
	// last is what is reported of the connection whose record is lastOf, which ended
	// before a segment that came to it all the same.
	last   Connection
	lastOf uint32
	// longWay is set by a test that compares the short ways with the long one.
	longWay bool
	packet  packet
	key     key // of the segment at hand
}

// New returns a Tracker. The options must be valid.
func New(opt Options) *Tracker {
	t := &Tracker{opt: opt, table: newTable(), histories: historyTexts{}, copies: new(copies), loss: newLossTables(opt.MaxConnections)}
	t.extras.limit = max(opt.MaxConnections/8, 64)
	return t
}

// Observe follows one frame and fills ev. number counts frames from 1, time is
// the capture time in nanoseconds since 1970 UTC. ev and its slices are valid
// until the next call. After it, NextEnded yields the connections that are over.
func (t *Tracker) Observe(seg *decode.Segment, number uint64, time int64, ev *Event) {
	*ev = Event{Number: number, Time: time, Segment: seg, Label: labelOf(seg)}
	t.found.n = 0
	t.summary.Frames++
	stepped := t.clock.tick(time, t.lastID)
	t.sweepIfDue()
	switch seg.Class {
	case decode.TCP:
		if t.opt.CheckChecksums && t.isDamaged(seg, ev) {
			t.summary.Broken++
			break
		}
		if back := t.clock.tell(); back > 0 {
			t.found.add(Finding{Kind: FindingClockBack, Time: back})
		}
		t.observeTCP(seg, number, time, ev)
	case decode.ICMPError:
		t.observeICMP(seg, ev)
	case decode.Broken:
		t.summary.Broken++
	case decode.Fragment:
		t.summary.Fragments++
	default:
		t.summary.NotTCP++
	}
	if stepped {
		t.clock.stepIn(ev.Conn)
	}
	if t.found.n == 0 {
		return
	}
	ev.Findings = t.found.sorted()
	for i := range ev.Findings {
		t.summary.findings[ev.Findings[i].Kind]++
	}
}

// observeTCP takes a segment through the steps, in this order because each
// needs what the one before decided. Most segments take a way that asks less than
// the long one, because of what is known of their connection, and that tells the
// same; each of these ways is open to more segments than the one before:
//
//   - smooth (smooth.go): in the middle of a connection of which everything was
//     captured, and of which there is nothing to tell;
//   - orderly (orderly.go): of such a connection, its opening and its close too;
//   - steady (steady.go): of any connection, as long as no fact about the states
//     changes.
//
// On the other two a connection can be calm (calm.go: tshark has nothing to say of
// it) and a segment in order (loss.go: we have nothing to say of losses); so can a
// segment in tshark's view (compatEnd.inOrder), which longWay does not turn off.
func (t *Tracker) observeTCP(seg *decode.Segment, number uint64, time int64, ev *Event) {
	t.summary.Segments++
	p := &t.packet
	p.begin(seg, number, time, &t.clock)
	from := t.setKey(&seg.Src, &seg.Dst, seg)
	record, hash := t.table.find(&t.key)
	seen := t.copies.slot(seg, from)
	if record == 0 {
		t.open(&t.key, hash, from, p)
	} else {
		p.record, p.conn = record, t.table.records.at(record)
		p.aim(from)
	}
	if !t.longWay && p.staysSmooth(&t.clock) {
		seen.remember(p)
		t.goSmoothly(p)
		p.report(ev)
		return
	}
	p.conn.marks &^= smoothMark
	p.before, p.clientWas = p.conn.shown, p.conn.client()
	if !t.longWay && p.staysOrderly(&t.clock) {
		seen.remember(p)
		t.goOrderly(p)
		p.report(ev)
		ev.Changed = p.changed()
		return
	}
	t.observeAtLength(p, seen, record != 0, ev)
}

// setKey makes t.key that of a segment between src and dst, which seg is or quotes, and
// returns the side of src.
func (t *Tracker) setKey(src, dst *decode.Endpoint, seg *decode.Segment) (from side) {
	from = t.key.set(src, dst)
	if t.opt.KeyVLAN {
		t.key.addVLAN(seg)
	}
	return from
}

// observeAtLength takes a segment through all steps; known is set when its connection
// was there before.
func (t *Tracker) observeAtLength(p *packet, seen *sighting, known bool, ev *Event) {
	p.steady = !t.longWay && p.isSteady() && t.orphan(p.conn) == nil
	what := belongs
	if known {
		if p.conn.class == ended {
			t.keepReport(p.record)
		}
		if !t.opt.KeepCopies && seen.sees(p) && !t.isAskedFor(p, seen) {
			t.tellCopy(p, seen, ev)
			p.report(ev)
			return
		}
		if !p.steady {
			what = t.choose(p)
		}
	}
	seen.remember(p)
	p.basis = p.conn.basis()

	ev.Compat = t.observeCompat(p)
	t.annotateLoss(p)
	t.count(p)
	if what == waits {
		t.awaitAnswer(p)
		p.self.last = p.now
	} else {
		t.take(p)
		p.finishStep()
		t.noteHistory(p)
	}
	t.conclude(p)
	t.annotatePatterns(p)
	p.markSmooth()
	p.report(ev)
	ev.Changed = p.changed()
}

// choose decides which connection the segment belongs to: the one that its ports
// name, or a new one.
func (t *Tracker) choose(p *packet) fate {
	t.expireStates(p.conn)
	if p.opensAnew() {
		t.concludeRejected(p.conn)
	}
	what := t.fate(p)
	switch what {
	case renews:
		t.renew(p, p.opener())
	case confirms:
		t.confirm(p)
	case belongs:
		t.chooseISN(p)
	}
	return what
}

// take takes the segment into the facts of its connection.
func (t *Tracker) take(p *packet) {
	c, f := p.conn, p.seg.Flags
	if p.steady {
		t.takeSteady(p)
		return
	}
	c.marks &^= rejectedRST
	t.dropCandidate(p)
	t.dropOrphan(p)
	bad := illegal(f)
	if bad {
		t.found.add(Finding{Kind: FindingIllegalFlags, A: uint64(f)})
	}
	if c.blank() && !f.Has(decode.SYN) && (!bad || f.Has(decode.RST)) {
		t.joinMidstream(p)
	}
	p.self.facts |= heard
	switch {
	case f.Has(decode.RST):
		t.takeRST(p)
	case bad:
	case !f.Has(decode.SYN) && (p.isClosed() || p.conn.marks.has(resetMark)) && !t.survives(p):
		t.found.add(Finding{Kind: FindingAfterClose})
		if f.Has(decode.FIN) {
			p.self.fins = bump(p.self.fins)
		}
	default:
		t.takeSegment(p)
	}
}

// takeSegment takes in a segment that is no RST and that its receiver looks at.
func (t *Tracker) takeSegment(p *packet) {
	f := p.seg.Flags
	t.takeChallenge(p)
	if t.failsPAWS(p) {
		p.takeDropped()
		return
	}
	if p.precedesSYN() {
		return
	}
	if !f.Has(decode.SYN) && p.peer.facts.state() == SynSent && !p.self.known.has(sawSYN) {
		if !t.beforeSYNACK(p) {
			return
		}
	}
	t.takeSYN(p)
	if p.refused {
		return
	}
	t.settleSuspicion(p)
	t.takeSilence(p)
	p.settleBeginning()
	t.takeSequence(p)
	if f.Has(decode.ACK) {
		t.takeACK(p)
	}
	if p.refused {
		return
	}
	t.completeHandshake(p)
	t.takeFIN(p)
	p.deliverFIN()
	t.tellHalfClose(p)
	t.tellCloseACK(p)
}

// finishStep notes what the next segment is compared with.
func (p *packet) finishStep() {
	e := p.self
	e.takeLag(p)
	e.last = p.now
	e.known |= plainWindow
	if p.seg.Flags.Has(decode.SYN) {
		e.known &^= plainWindow
	}
	if !p.isOvertaken() {
		e.window = p.seg.Window
	}
	e.ipid, e.ttl = p.seg.IPID, p.seg.TTL
	// What the receiver drops does not move its TS.Recent (RFC 7323 section 5.3), be it
	// that it has all of that already, nor does a RST that it may not accept.
	if p.hasTS() && !p.outdated && !p.refused && !p.repeats && !p.seg.Flags.Has(decode.RST) {
		e.tsVal = p.seg.Options.TSVal
		e.known |= knowsTS
	}
}

// isOvertaken reports whether the sender has said something newer about its window: a
// later acknowledgment, or with a later time stamp (RFC 9293 section 3.10.7.4, SND.WL1
// and SND.WL2).
func (p *packet) isOvertaken() bool {
	return p.outdated || p.seg.Flags.Has(decode.ACK) && p.self.known.has(knowsAcked) && p.seg.Ack.Less(p.self.acked)
}

// conclude derives the states anew, unless no fact has changed.
func (t *Tracker) conclude(p *packet) {
	c := p.conn
	if c.basis() == p.basis && c.class == open {
		return
	}
	c.derive()
	if c.over() && !p.basis.over() && !p.basis.marks.has(resetMark) {
		c.setPhase(p.before)
	}
	if t.opt.StateTimes {
		t.followCourse(p)
	}
	t.settle(p.record)
}

// report fills ev with what is known after the segment.
func (p *packet) report(ev *Event) {
	c := p.conn
	ev.Conn, ev.Direction, ev.Late = c.id, c.id<<1|uint64(p.from), c.class == done
	client := c.client()
	ev.FromClient = p.from == client
	if p.self.known.has(knowsISS) {
		ev.RelSeq, ev.HasRelSeq = p.seg.Seq-p.self.iss, true
	}
	if p.seg.Flags.Has(decode.ACK) && p.peer.known.has(knowsISS) {
		ev.RelAck, ev.HasRelAck = p.seg.Ack-p.peer.iss, true
	}
	ev.RTT, ev.InFlight = p.rtt, p.inFlight
	ev.Client, ev.Server = c.shown[client].unpack(), c.shown[client.other()].unpack()
}

// changed reports whether the states are others than those that were told before the
// segment.
func (p *packet) changed() bool {
	c := p.conn
	client, was := c.client(), p.clientWas
	changed := (c.shown[client] ^ p.before[was]) | (c.shown[client.other()] ^ p.before[was.other()])
	return changed&^packedAssumed != 0
}
