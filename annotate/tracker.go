package annotate

import "tcpshake/decode"

// Tracker follows connections. It is not safe for concurrent use.
type Tracker struct {
	opt   Options
	table table
	// now is the capture clock. It never goes back: merged files hold earlier
	// time stamps, which count as no time passed.
	now     int64
	lastID  uint64
	summary Summary
	found   findings
	packet  packet
}

// packet is one segment on its way through the tracker, and what the steps of
// Observe share about it.
type packet struct {
	seg    *decode.Segment
	number uint64
	// time is the time stamp as captured, now the capture clock.
	time, now int64
	record    uint32
	conn      *conn
	// self is the sender, peer the receiver; they are the same when a socket is
	// connected to itself. from is the sender's side.
	from       side
	self, peer *endpoint
	// clientBefore and serverBefore are the states before the segment.
	clientBefore, serverBefore EndState
}

// New returns a Tracker. The options must be valid.
func New(opt Options) *Tracker {
	return &Tracker{opt: opt, table: newTable()}
}

// Observe follows one frame and fills ev. number counts frames from 1, time is
// the capture time in nanoseconds since 1970 UTC. ev and its slices are valid
// until the next call. After it, NextEnded yields the connections that are over.
func (t *Tracker) Observe(seg *decode.Segment, number uint64, time int64, ev *Event) {
	*ev = Event{Number: number, Time: time, Segment: seg, Label: labelOf(seg)}
	t.found.n = 0
	t.now = max(t.now, time)
	t.summary.Frames++
	switch seg.Class {
	case decode.TCP:
		t.observeTCP(seg, number, time, ev)
	case decode.Broken:
		t.summary.Broken++
	case decode.Fragment:
		t.summary.Fragments++
	default:
		t.summary.NotTCP++
	}
	ev.Findings = t.found.sorted()
}

// observeTCP takes a segment through the steps, in this order because each
// needs what the one before decided.
func (t *Tracker) observeTCP(seg *decode.Segment, number uint64, time int64, ev *Event) {
	t.summary.Segments++
	p := &t.packet
	*p = packet{seg: seg, number: number, time: time, now: t.now}
	t.choose(p)
	p.clientBefore, p.serverBefore = p.conn.states()

	ev.Compat = t.observeCompat(p)
	t.annotateLoss(p)
	t.count(p)

	p.self.facts |= heard
	t.takeSYN(p)
	t.takeSequence(p)
	t.takeACK(p)
	p.self.last = p.now

	t.annotatePatterns(p)
	t.report(p, ev)
}

// choose finds or makes the connection that the segment belongs to.
func (t *Tracker) choose(p *packet) {
	k, from := keyOf(&p.seg.Src, &p.seg.Dst)
	record, hash := t.table.find(&k)
	if record == 0 {
		record = t.open(&k, hash, from, p)
	}
	p.record, p.conn, p.from = record, t.table.records.at(record), from
	p.self, p.peer = p.conn.end(from), p.conn.end(from.other())
}

// open makes a connection of which p is the first segment.
func (t *Tracker) open(k *key, hash uint32, from side, p *packet) uint32 {
	record := t.table.insert(k, hash, opening)
	c := t.table.records.at(record)
	t.lastID++
	c.id, c.first = t.lastID, p.now
	c.setClient(from)
	return record
}

// takeSYN takes in what a SYN says.
func (t *Tracker) takeSYN(p *packet) {
	if !p.seg.Flags.Has(decode.SYN) {
		return
	}
	p.self.facts |= synSent
	p.self.iss = p.seg.Seq
	p.self.known |= knowsISS
	p.peer.facts |= gotSYN
	if p.seg.Flags.Has(decode.ACK) {
		p.conn.synAck = p.now
	}
}

// takeSequence moves max and contig.
func (t *Tracker) takeSequence(p *packet) {
	end := p.seg.End()
	if !p.self.known.has(knowsMax) || p.self.max.Less(end) {
		p.self.max, p.self.contig = end, end
		p.self.known |= knowsMax
	}
}

// takeACK takes in what the acknowledgment says about the peer.
func (t *Tracker) takeACK(p *packet) {
	if !p.seg.Flags.Has(decode.ACK) {
		return
	}
	p.self.acked = p.seg.Ack
	p.self.known |= knowsAcked
	if p.peer.facts.has(synSent) && p.peer.iss.Less(p.seg.Ack) {
		p.peer.facts |= synAcked
		p.self.facts |= gotSYN | gotSYNProved
	}
}

// report fills ev with what is known after the segment.
func (t *Tracker) report(p *packet, ev *Event) {
	c := p.conn
	ev.Conn = c.id
	ev.FromClient = p.from == c.client()
	if p.self.known.has(knowsISS) {
		ev.RelSeq, ev.HasRelSeq = p.seg.Seq-p.self.iss, true
	}
	if p.seg.Flags.Has(decode.ACK) && p.peer.known.has(knowsISS) {
		ev.RelAck, ev.HasRelAck = p.seg.Ack-p.peer.iss, true
	}
	ev.Client, ev.Server = c.states()
	ev.Changed = differs(ev.Client, p.clientBefore) || differs(ev.Server, p.serverBefore)
}

// differs reports whether a and b print differently.
func differs(a, b EndState) bool { return a.State != b.State || a.Doubtful != b.Doubtful }

// NextEnded fills c with the next connection that is over and reports whether
// there was one. Call it after each Observe and Advance, and after Close, until
// it returns false.
func (t *Tracker) NextEnded(c *Connection) bool { return false }

// Advance moves the capture clock to now (nanoseconds since 1970 UTC) while no
// packet comes, so that quiet connections end in a live capture.
func (t *Tracker) Advance(now int64) { t.now = max(t.now, now) }

// Close ends the capture: every connection that was not reported yet is, in
// the order of their numbers.
func (t *Tracker) Close() {}

// Summary returns what was seen so far.
func (t *Tracker) Summary() Summary { return t.summary }
