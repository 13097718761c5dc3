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
	if c.phase == rttKnown && c.rtt != 0 {
		return uint64(c.rtt)
	}
	return reorderDefault
}

// resent finds the words of the retransmission family. Ages are unsigned, so
// that time that went backwards is a large age and no longer "soon after".
func (f *compatEnd) resent(r *compatEnd, s *decode.Segment, now int64, words Compat, limit uint64) Compat {
	if s.Len == 0 && !s.Flags.Any(decode.SYN|decode.FIN) || words.Has(CompatKeepAlive) {
		return 0
	}
	if s.Len > 0 && r.lastAck != 0 && s.Seq.Add(s.Len).LessEq(r.lastAck) {
		return CompatRetransmission | CompatSpuriousRetransmission
	}
	back := f.nextSeq != 0 && s.Seq.Less(f.nextSeq)
	if s.Len > 1 && s.Seq == f.nextSeq-1 {
		back = false
	}
	switch {
	case !back:
		return 0
	case r.dup >= 2 && r.lastAck == s.Seq && uint64(now-r.lastTime) < fastLimit:
		return CompatRetransmission | CompatFastRetransmission
	case uint64(now-f.nextTime) < limit && compatNext(s) != f.nextSeq:
		return CompatOutOfOrder
	}
	return CompatRetransmission
}

// compatNext is the sequence number after s. tshark counts one for SYN and FIN
// together.
func compatNext(s *decode.Segment) decode.Seq {
	next := s.Seq.Add(s.Len)
	if s.Flags.Any(decode.SYN | decode.FIN) {
		next++
	}
	return next
}

// remember takes the segment into account once all words are found.
func (f *compatEnd) remember(s *decode.Segment, now int64, words Compat) {
	if !words.Has(CompatZeroWindowProbe) {
		if next := compatNext(s); f.nextSeq.Less(next) || f.nextSeq == 0 {
			f.nextSeq, f.nextTime = next, now
		}
		if s.Seq == f.maxAck || f.maxAck == 0 {
			f.maxAck = f.nextSeq
		}
	}
	f.win, f.lastAck, f.lastTime, f.last = s.Window, s.Ack, now, words
	if s.Flags&(decode.SYN|decode.ACK) == decode.ACK {
		f.scaled = true
	}
}

// learnScale notes the window scale that a SYN offers; it is used only when
// both SYNs offer one (RFC 7323 section 2.2).
func (f *compatEnd) learnScale(r *compatEnd, s *decode.Segment) {
	if !s.Flags.Has(decode.SYN) {
		return
	}
	if s.Options.Has(decode.OptWScale) {
		f.scale = scaleZero + compatScale(min(s.Options.WScale, maxShift))
	}
	switch {
	case f.scale == scaleUnknown:
		f.scale, r.scale = scaleUnused, scaleUnused
	case s.Flags.Has(decode.ACK) && r.scale == scaleUnused:
		f.scale = scaleUnused
	}
}

// measure takes the time from the last SYN to the first ACK of either end.
func (c *compatState) measure(s *decode.Segment, now int64) {
	switch s.Flags & (decode.SYN | decode.ACK) {
	case decode.SYN:
		if c.phase != rttKnown {
			c.rtt, c.phase = now, rttSYN
		}
	case decode.ACK:
		if c.phase == rttSYN {
			c.rtt, c.phase = now-c.rtt, rttKnown
		}
	}
}
