package annotate

import "tcpshake/decode"

// observeICMP takes in an ICMP error that quotes a segment. It counts only when
// the quoted sequence number is one that the sender of the segment used lately
// (RFC 5927 section 4): anyone can send such an error.
func (t *Tracker) observeICMP(seg *decode.Segment, ev *Event) {
	t.summary.NotTCP++
	e := &seg.ICMP
	from := t.setKey(&e.Src, &e.Dst, seg)
	record, _ := t.table.find(&t.key)
	if record == 0 {
		return
	}
	c := t.table.records.at(record)
	t.expireStates(c)
	sender := c.end(from)
	if !sender.sent() {
		return
	}
	if !sender.used(e.Seq) {
		if sender.known.has(knowsISS) {
			t.tellForeign(c, from, ev)
		}
		return
	}
	var quoted decode.Flags
	switch {
	case !sender.known.has(sawSYN) || e.Seq != sender.iss:
	case sender.known.has(sawSYNACK):
		quoted = decode.SYN | decode.ACK
	default:
		quoted = decode.SYN
	}
	ev.concerns(c, from)
	t.found.add(icmpFinding(e, quoted))
	// A soft error on an established connection (RFC 5461): it goes on.
	if sender.facts.state() == SynSent && stopsAttempt(e) {
		c.marks |= unreachableMark
	}
}

// tellForeign tells that the error quotes what the end at s never sent.
func (t *Tracker) tellForeign(c *conn, s side, ev *Event) {
	ev.concerns(c, s)
	t.found.add(Finding{Kind: FindingICMPForeign})
}

// concerns notes the connection that an error is about, and the end that sent what
// it quotes.
func (ev *Event) concerns(c *conn, s side) {
	ev.Conn, ev.Late = c.id, c.class == done
	ev.FromClient = s == c.client()
	ev.Client, ev.Server = c.states()
}

// stopsAttempt reports whether the error says that the segment did not reach its
// end, and does not merely ask for smaller packets, for another way or, as
// nobody should any more, for fewer of them (RFC 6633).
func stopsAttempt(e *decode.ICMP) bool {
	if e.Version == 6 {
		return e.Type != decode.ICMPv6TooBig
	}
	switch e.Type {
	case decode.ICMPUnreachable:
		return e.Code != decode.ICMPFragmentationNeeded
	case decode.ICMPSourceQuench, decode.ICMPRedirect:
		return false
	default:
		return true
	}
}

// used reports whether the end can have sent seq lately: between its initial
// sequence number and max, as far back as a window reaches.
func (e *endpoint) used(seq decode.Seq) bool {
	back := e.max.Diff(seq)
	return back >= 0 && back <= farAhead && uint32(back) <= uint32(e.max-e.iss)
}
