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
	dup                uint32     // duplicate acknowledgments in a row; may be -1
	win                uint16     // window of the last segment, not scaled
	last               Compat     // words of the last segment
	scale              compatScale
	baseSet            bool
	scaled             bool // a window was seen that the scale applies to
}

// compatScale is a window scale: unknown, not used, or the shift plus scaleZero.
type compatScale uint8

const (
	scaleUnknown compatScale = iota
	scaleUnused
	scaleZero
)

// maxShift is the largest window scale (RFC 7323 section 2.3).
const maxShift = 14

// ctl are the flags that exclude a segment from most words.
const ctl = decode.SYN | decode.FIN | decode.RST

// observe returns the words for a segment that ends[dir] sent at now, in
// nanoseconds. The steps stand in tshark's order, which matters: each looks at
// what those before it have changed.
func (c *compatState) observe(dir int, s *decode.Segment, now int64) Compat {
	words := c.stream(dir, s)
	f, r := &c.ends[dir], &c.ends[1-dir]
	words |= f.look(r, s)
	if s.Ack != f.lastAck {
		f.dup = 0
	}
	words |= r.ackedUnseen(s)
	words |= f.resent(r, s, now, words, c.reorderLimit())
	f.remember(s, now, words)
	f.learnScale(r, s)
	c.measure(s, now)
	return words
}

// stream starts a new stream when a SYN has another initial sequence number
// than the sender's stream, and notes the initial sequence numbers.
func (c *compatState) stream(dir int, s *decode.Segment) (words Compat) {
	f, r := &c.ends[dir], &c.ends[1-dir]
	if s.Flags.Has(decode.SYN) && f.baseSet && s.Seq != f.base {
		words = CompatReusedPorts
		if s.Flags.Has(decode.ACK) {
			f.base = s.Seq
		} else {
			*c = compatState{}
		}
	}
	if !f.baseSet {
		f.base, f.baseSet = s.Seq, true
		if !s.Flags.Has(decode.SYN) {
			f.base--
		}
	}
	if !r.baseSet && s.Flags.Has(decode.ACK) {
		r.base, r.baseSet = s.Ack-1, true
	}
	return words
}

// look finds the words that compare a segment with what f sent last, and the
// state of r's window.
func (f *compatEnd) look(r *compatEnd, s *decode.Segment) (words Compat) {
	if s.Len == 1 && s.Seq == f.nextSeq && r.win == 0 {
		return CompatZeroWindowProbe
	}
	if f.nextSeq != 0 && f.nextSeq.Less(s.Seq) && !s.Flags.Has(decode.RST) {
		words |= CompatLostSegment
	}
	if s.Flags.Any(ctl) {
		return words
	}
	if s.Window == 0 {
		words |= CompatZeroWindow
	}
	if s.Len <= 1 && s.Seq == f.nextSeq-1 {
		words |= CompatKeepAlive
	}
	if s.Len > 0 {
		if r.full(s) {
			words |= CompatWindowFull
		}
		return words
	}
	if s.Seq != f.nextSeq || s.Ack != f.lastAck {
		return words
	}
	return words | f.repeat(r, s)
}

// repeat finds the words for a bare acknowledgment with the numbers of the one
// before.
func (f *compatEnd) repeat(r *compatEnd, s *decode.Segment) Compat {
	switch {
	case s.Window != f.win:
		if s.Window == 0 {
			return 0
		}
		return CompatWindowUpdate
	case s.Window == 0:
		if r.last.Has(CompatZeroWindowProbe) {
			return CompatZeroWindowProbeAck
		}
		return 0
	case r.last.Has(CompatKeepAlive):
		return CompatKeepAliveAck
	}
	f.dup++
	return CompatDuplicateAck
}

// full reports whether s ends exactly at the edge of the window that r, its
// receiver, announced.
func (r *compatEnd) full(s *decode.Segment) bool {
	if r.scale == scaleUnknown {
		return false
	}
	window := uint32(r.win)
	if r.scaled && r.scale >= scaleZero {
		window <<= r.scale - scaleZero
	}
	return s.End() == r.lastAck+decode.Seq(window)
}

// ackedUnseen looks for an acknowledgment of what r has not been seen to send.
func (r *compatEnd) ackedUnseen(s *decode.Segment) Compat {
	if !s.Flags.Has(decode.ACK) || r.maxAck == 0 || s.Ack.LessEq(r.maxAck) {
		return 0
	}
	if r.maxAck.Less(r.nextSeq) {
		r.maxAck = r.nextSeq
		return CompatAckLostSegment
	}
	if r.dup != 0 {
		return 0
	}
	r.dup--
	return CompatAckLostSegment
}
