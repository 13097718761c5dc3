package annotate

import "tcpshake/decode"

const (
	// fastLimit is how soon after the last acknowledgment a retransmission counts
	// as fast.
	fastLimit = 20_000_000
	// reorderDefault is how late a segment may come and count as out of order
	// while the initial round-trip time is not known.
	reorderDefault = 3_000_000
)

// reorderLimit is how late, in nanoseconds, a segment may come to count as out
// of order.
func (c *compatState) reorderLimit() uint64 {
	if c.phase == rttKnown {
		return uint64(c.rtt)
	}
	return reorderDefault
}

// resent finds the words of the retransmission family for a segment that takes
// sequence space. Ages are unsigned, so that time that went backwards is a large
// age and not "soon after".
func (f *compatEnd) resent(r *compatEnd, s *compatSegment, words Compat, limit uint64) Compat {
	if words.Has(CompatKeepAlive) {
		return 0
	}
	if s.length > 0 && r.lastAck != 0 && s.seq.Add(s.length).LessEq(r.lastAck) {
		return CompatRetransmission | CompatSpuriousRetransmission
	}
	back := f.nextSeq != 0 && s.seq.Less(f.nextSeq)
	if s.length > 1 && s.seq == f.nextSeq-1 {
		back = false
	}
	switch {
	case !back:
		return 0
	case r.dup >= 2 && r.lastAck == s.seq && uint64(s.time-r.lastTime) < fastLimit:
		return CompatRetransmission | CompatFastRetransmission
	case uint64(s.time-f.nextTime) < limit && compatNext(s) != f.nextSeq:
		return CompatOutOfOrder
	}
	return CompatRetransmission
}

// compatNext is the sequence number after s. tshark counts one for SYN and FIN
// together.
func compatNext(s *compatSegment) decode.Seq {
	next := s.seq.Add(s.length)
	if s.flags.Any(decode.SYN | decode.FIN) {
		next++
	}
	return next
}

// remember takes the segment into account once all words are found.
func (f *compatEnd) remember(s *compatSegment, words Compat) {
	if !words.Has(CompatZeroWindowProbe) {
		if next := compatNext(s); f.nextSeq.Less(next) || f.nextSeq == 0 {
			f.nextSeq, f.nextTime = next, s.time
		}
		if s.seq == f.maxAck || f.maxAck == 0 {
			f.maxAck = f.nextSeq
		}
	}
	f.seen |= seenAny
	f.win, f.lastAck, f.lastTime, f.last = s.window, s.ack, s.time, words
	switch {
	case s.flags.Has(decode.SYN):
		f.seen &^= seenScaled // RFC 7323 section 2.2: the window of a SYN is never scaled
	case s.flags.Has(decode.ACK):
		f.seen |= seenScaled
	}
}

// learnScale notes the window scale that the SYN s offers; it is used only when
// both SYNs offer one (RFC 7323 section 2.2).
func (f *compatEnd) learnScale(r *compatEnd, s *decode.Segment) {
	if s.Options.Has(decode.OptWScale) {
		f.scale = scaleZero + compatScale(min(s.Options.WScale, maxShift))
	}
	switch {
	case headerCut(s): // what is missing may hold the option
	case f.scale == scaleUnknown:
		f.scale, r.scale = scaleUnused, scaleUnused
	case s.Flags.Has(decode.ACK) && r.scale == scaleUnused:
		f.scale = scaleUnused
	}
}

// measure takes the time from the last SYN to the first ACK of either end.
func (c *compatState) measure(s *compatSegment) {
	switch s.flags & (decode.SYN | decode.ACK) {
	case decode.SYN:
		c.rtt, c.phase = s.time, rttSYN
	case decode.ACK:
		if c.phase == rttSYN && s.time != c.rtt { // no time at all counts as not measured
			c.rtt, c.phase = s.time-c.rtt, rttKnown
		}
	}
}
