package annotate

import "tcpshake/decode"

// compatState is what tshark's sequence analysis remembers of one of its
// streams. It is kept apart from our own view of the connection, because it
// must be wrong where tshark is: it believes any SYN with another sequence
// number and starts a new stream, takes the number 0 for "not set", and knows
// no SACK. The zero value is a stream that nothing was seen of.
type compatState struct {
	ends [2]compatEnd
	// rtt is the initial round-trip time once it is known, before that the time
	// of the last SYN.
	rtt   int64
	phase rttPhase
}

type rttPhase uint8

const (
	rttNoSYN rttPhase = iota
	rttSYN
	rttKnown
)

// compatEnd is what is remembered of one sender.
type compatEnd struct {
	// nextTime is when nextSeq was reached, lastTime when the last segment came.
	nextTime, lastTime int64
	base               decode.Seq // initial sequence number, real or inferred
	nextSeq            decode.Seq // after the highest that was sent; 0 is unset
	maxAck             decode.Seq // after the highest that was sent without a gap; 0 is unset
	lastAck            decode.Seq // acknowledgment field of the last segment
	dup                uint16     // duplicate acknowledgments in a row, or dupUnseen
	win                uint16     // window of the last segment, not scaled; valid with seenAny
	last               Compat     // words of the last segment
	scale              compatScale
	seen               compatSeen
}

// compatSeen tells what was seen of a sender.
type compatSeen uint8

const (
	seenBase   compatSeen = 1 << iota // base is valid
	seenAny                           // it sent a segment
	seenScaled                        // it sent a window that the scale applies to
)

func (s compatSeen) has(want compatSeen) bool { return s&want == want }

// compatScale is a window scale: unknown, not used, or the shift plus scaleZero.
type compatScale uint8

const (
	scaleUnknown compatScale = iota
	scaleUnused
	scaleZero
)

// dupUnseen stands in place of a count after the peer acknowledged what was not
// seen. tshark takes it for a large number when it looks for a fast
// retransmission.
const dupUnseen = 1<<16 - 1

// compatSegment is what the analysis looks at.
type compatSegment struct {
	time     int64
	seq, ack decode.Seq
	length   int
	flags    decode.Flags
	window   uint16
}

// compatLength returns the payload length as tshark has it: what the IP header
// promises, but no more than there was on the wire.
func compatLength(s *decode.Segment) int {
	head := s.HeadersLen()
	if s.Len == 0 || head == 0 {
		return s.Len
	}
	return max(0, min(s.Len, int(s.WireLen)-head))
}

// observeCompat returns tshark's words. It runs for every segment that is no
// copy, before the variables of the connection take the segment in.
func (t *Tracker) observeCompat(p *packet) Compat {
	p.compat, p.scaledBefore = 0, p.self.sentPlain()
	if p.conn.compat == 0 && !t.longWay && p.staysCalm(&t.clock) {
		return 0
	}
	c := t.compats.at(t.compatOf(p.conn))
	p.scaledBefore = c.ends[p.from].seen.has(seenScaled)
	p.compat = c.observe(int(p.from), p.seg, p.time)
	return compatShown(p.seg, p.compat)
}

// compatShown returns the words that tshark shows. It finds them, and gives up
// before it shows them when the capture ends inside the TCP options.
func compatShown(s *decode.Segment, words Compat) Compat {
	if words != 0 && headerCut(s) {
		return 0
	}
	return words
}

// headerCut reports whether the TCP header was not captured whole.
func headerCut(s *decode.Segment) bool { return len(s.Frame) < s.HeadersLen() }

// observe returns the words for a segment that ends[dir] sent at now, in
// nanoseconds.
func (c *compatState) observe(dir int, seg *decode.Segment, now int64) Compat {
	// Field by field: a literal is built aside and copied with loads that are wider
	// than the stores before them, for which the processor waits.
	var s compatSegment
	s.time, s.seq, s.ack, s.length = now, seg.Seq, seg.Ack, compatLength(seg)
	s.flags, s.window = seg.Flags, seg.Window
	f, r := &c.ends[dir], &c.ends[1-dir]
	if c.phase != rttSYN && f.inOrder(r, &s) {
		f.remember(&s, 0)
		return 0
	}
	return c.observeLong(dir, seg, &s)
}

// observeLong takes a segment through all steps. They stand in tshark's order,
// which matters: each looks at what those before it have changed.
func (c *compatState) observeLong(dir int, seg *decode.Segment, s *compatSegment) Compat {
	f, r := &c.ends[dir], &c.ends[1-dir]
	words := c.stream(dir, s)
	words |= f.look(r, s)
	if s.ack != f.lastAck {
		f.dup = 0
	}
	words |= r.ackedUnseen(s)
	if s.length > 0 || s.flags.Any(decode.SYN|decode.FIN) {
		words |= f.resent(r, s, words, c.reorderLimit())
	}
	f.remember(s, words)
	if s.flags.Has(decode.SYN) {
		f.learnScale(r, seg)
	}
	if c.phase != rttKnown {
		c.measure(s)
	}
	return words
}

// inOrder reports whether the segment continues where both ends were, so that
// none of the steps of observe would find a word. It is there for speed only,
// and says no when it is not sure.
func (f *compatEnd) inOrder(r *compatEnd, s *compatSegment) bool {
	if s.flags&^decode.PSH != decode.ACK || s.seq != f.nextSeq || s.seq == 0 || s.window == 0 ||
		!r.seen.has(seenBase) || r.maxAck.Less(s.ack) || f.dup != 0 {
		return false
	}
	if s.length == 0 {
		return s.ack != f.lastAck
	}
	return s.length > 1 && r.lastAck.Less(s.seq.Add(s.length)) && !r.full(s)
}

// stream starts a new stream when a SYN has another initial sequence number
// than the sender's stream, and notes the initial sequence numbers.
func (c *compatState) stream(dir int, s *compatSegment) (words Compat) {
	f, r := &c.ends[dir], &c.ends[1-dir]
	syn := s.flags & (decode.SYN | decode.ACK)
	switch {
	case !f.seen.has(seenBase) || !syn.Has(decode.SYN):
	case s.seq == f.base && syn == decode.SYN:
		f.nextSeq = f.maxAck
	case s.seq != f.base && syn == decode.SYN:
		words = CompatReusedPorts
		*c = compatState{}
	case s.seq != f.base:
		words = CompatReusedPorts
		f.base = s.seq
	}
	if !f.seen.has(seenBase) {
		f.base = s.seq
		f.seen |= seenBase
		if !s.flags.Has(decode.SYN) {
			f.base--
		}
	}
	if !r.seen.has(seenBase) && s.flags.Has(decode.ACK) {
		r.base = s.ack - 1
		r.seen |= seenBase
	}
	return words
}

// look finds the words that compare a segment with what f sent last, and the
// state of r's window.
func (f *compatEnd) look(r *compatEnd, s *compatSegment) (words Compat) {
	if s.length == 1 && s.seq == f.nextSeq && r.seen.has(seenAny) && r.win == 0 {
		return CompatZeroWindowProbe
	}
	if f.nextSeq != 0 && f.nextSeq.Less(s.seq) && !s.flags.Has(decode.RST) {
		words |= CompatLostSegment
	}
	if s.flags.Any(ctl) {
		return words
	}
	if s.window == 0 {
		words |= CompatZeroWindow
	}
	if s.length <= 1 && s.seq == f.nextSeq-1 {
		words |= CompatKeepAlive
	}
	if s.length > 0 {
		if r.full(s) {
			words |= CompatWindowFull
		}
		return words
	}
	if s.seq != f.nextSeq || s.ack != f.lastAck {
		return words
	}
	return words | f.repeat(r, s)
}

// repeat finds the words for a bare acknowledgment with the numbers of the one
// before.
func (f *compatEnd) repeat(r *compatEnd, s *compatSegment) Compat {
	switch {
	case s.window != f.win || !f.seen.has(seenAny):
		if s.window == 0 {
			return 0
		}
		return CompatWindowUpdate
	case s.window == 0:
		if r.last.Has(CompatZeroWindowProbe) {
			return CompatZeroWindowProbeAck
		}
		return 0
	case r.last.Has(CompatKeepAlive):
		return CompatKeepAliveAck
	}
	if f.dup == dupUnseen {
		f.dup = 0
	}
	f.dup = min(f.dup+1, dupUnseen-1)
	return CompatDuplicateAck
}

// full reports whether s ends exactly at the edge of the window that r, its
// receiver, announced.
func (r *compatEnd) full(s *compatSegment) bool {
	if r.scale == scaleUnknown {
		return false
	}
	window := uint32(r.win)
	if r.seen.has(seenScaled) && r.scale >= scaleZero {
		window <<= r.scale - scaleZero
	}
	return s.seq.Add(s.length) == r.lastAck+decode.Seq(window)
}

// ackedUnseen looks for an acknowledgment of what r has not been seen to send.
func (r *compatEnd) ackedUnseen(s *compatSegment) Compat {
	if !s.flags.Has(decode.ACK) || r.maxAck == 0 || !r.maxAck.Less(s.ack) {
		return 0
	}
	if r.maxAck.Less(r.nextSeq) {
		r.maxAck = r.nextSeq
		return CompatAckLostSegment
	}
	first := r.dup == 0
	r.dup = dupUnseen
	if !first {
		return 0
	}
	return CompatAckLostSegment
}
