package annotate

import "tcpshake/decode"

// flight holds segments that were sent and not acknowledged yet, oldest first.
// When more are on their way than it holds, the later ones are left out: what
// is lost then is a measurement.
type flight struct {
	head, n uint8
	ring    [maxFlight]sending
}

const maxFlight = 16 // a power of two

// sending is one segment on its way.
type sending struct {
	// time is when it was sent last.
	time     int64
	seq, end decode.Seq
	// times counts how often it was sent whole, mixed is set when a part was sent
	// again.
	times uint8
	mixed bool
}

func (f *flight) at(i uint8) *sending { return &f.ring[(f.head+i)%maxFlight] }

// find returns the segment that holds seq, nil when it is not known.
func (f *flight) find(seq decode.Seq) *sending {
	for i := range f.n {
		if s := f.at(i); s.seq.LessEq(seq) && seq.Less(s.end) {
			return s
		}
	}
	return nil
}

// push adds a segment that continues what was sent.
func (f *flight) push(seq, end decode.Seq, now int64) {
	if f.n == maxFlight {
		return
	}
	f.n++
	*f.at(f.n - 1) = sending{time: now, seq: seq, end: end, times: 1}
}

// sent notes the data of the segment as on their way.
func (t *Tracker) sent(p *packet, own *load) {
	seq, end := p.seg.Seq, p.seg.Seq.Add(p.seg.Len)
	own.segment = max(own.segment, uint32(p.seg.Len))
	if p.self.sent() && seq.Less(p.self.max) && !p.late {
		if p.self.max.Less(end) || missing(t.gapsOf(p.conn, p.from), seq, end) > 0 {
			own.lastNew = p.now
		}
		p.measureFlight(own, decode.MaxSeq(p.self.max, end))
		t.sentAgain(own, seq, end, p.now)
		return
	}
	if own.lastNew == 0 {
		own.begin(p)
	}
	own.lastNew = p.now
	if p.peer.known.has(knowsAcked) && end.LessEq(p.peer.acked) {
		return
	}
	p.measureFlight(own, end)
	if own.flight == 0 {
		own.flight = t.loss.takeFlight()
	}
	if own.flight != 0 {
		t.loss.flights.at(own.flight).push(seq, end, p.now)
	}
}

// begin notes the first data that were captured of an end, and the window that
// was open to them.
func (l *load) begin(p *packet) {
	l.first = spanOf(p.now - p.conn.first)
	l.fromStart = p.self.known.has(knowsISS) && p.seg.Seq == p.self.iss+1
	l.offers = offers{}
	if p.peer.known.has(plainWindow) {
		l.offers.note(p.peer.window)
	}
}

// measureFlight notes how much is on its way when next is the next number to
// send: what the receiver has not acknowledged (RFC 9293 section 3.3.1: SND.NXT -
// SND.UNA).
func (p *packet) measureFlight(own *load, next decode.Seq) {
	if !p.peer.known.has(knowsAcked) {
		return
	}
	if n := next.Diff(p.peer.acked); n > 0 && n < farAhead {
		p.inFlight = uint32(n)
		own.mostInFlight = max(own.mostInFlight, p.inFlight)
	}
}

// takeFlight returns the index of an empty flight, or 0. Unlike pool.take it
// does not clear the ring: a flight is taken with nearly every request.
func (l *lossTables) takeFlight() uint32 {
	free := &l.flights.free
	if len(*free) == 0 {
		return l.flights.take()
	}
	i := (*free)[len(*free)-1]
	*free = (*free)[:len(*free)-1]
	l.flights.at(i).n = 0
	return i
}

// sentAgain notes that seq to end was sent again. When that ends inside a
// segment, its time stays for the part that is still to come.
func (t *Tracker) sentAgain(own *load, seq, end decode.Seq, now int64) {
	if own.flight == 0 {
		return
	}
	f := t.loss.flights.at(own.flight)
	for i := range f.n {
		s := f.at(i)
		if !s.seq.Less(end) || !seq.Less(s.end) {
			continue
		}
		s.mixed = true
		if s.end.LessEq(end) {
			s.time, s.times = now, min(s.times+1, 250)
		}
	}
}

// acknowledged takes the segments that p acknowledges out of flight, and takes
// the round-trip time when p ends with one that was sent once.
func (t *Tracker) acknowledged(p *packet, sender *load) {
	if sender.flight == 0 {
		return
	}
	f := t.loss.flights.at(sender.flight)
	var last *sending
	// Karn's rule (RFC 6298 section 3): the acknowledgment of a segment that was
	// sent twice may belong to either copy. One that fills a hole waited for
	// another segment, so duplicates before it spoil it, too.
	clean := true
	if tr := t.trouble(p.conn, p.from); tr != nil && tr.dups > 0 && tr.dupAck == p.self.acked {
		clean = false
	}
	for f.n > 0 && f.at(0).end.LessEq(p.seg.Ack) {
		last = f.at(0)
		clean = clean && !last.mixed
		sender.longest = max(sender.longest, uint16(min(uint32(last.end-last.seq), 1<<16-1)))
		f.head, f.n = (f.head+1)%maxFlight, f.n-1
	}
	if last != nil && clean && last.end == p.seg.Ack && !t.clock.steppedSince(last.time, p.conn.id) {
		p.rtt = p.now - last.time
		t.sample(&sender.rtt, p.rtt)
	}
	if f.n == 0 {
		t.loss.flights.give(sender.flight)
		sender.flight = 0
	}
}
