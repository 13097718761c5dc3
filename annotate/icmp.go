package annotate

import "tcpshake/decode"

// observeICMP takes in an ICMP error that quotes a segment. It counts only when
// the quoted sequence number is one that the sender of the segment used lately
// (RFC 5927 section 4): anyone can send such an error.
func (t *Tracker) observeICMP(seg *decode.Segment, ev *Event) {
	t.summary.NotTCP++
	e := &seg.ICMP
	k, from := keyOf(&e.Src, &e.Dst)
	if t.opt.KeyVLAN {
		k.addVLAN(seg)
	}
	record, _ := t.table.find(&k)
	if record == 0 {
		return
	}
	c := t.table.records.at(record)
	t.expireStates(c)
	sender := c.end(from)
	if !sender.sent() || !sender.used(e.Seq) {
		return
	}
	var quoted decode.Flags
	if sender.known.has(sawSYN) && e.Seq == sender.iss {
		quoted = decode.SYN
	}
	ev.Conn = c.id
	ev.FromClient = from == c.client()
	ev.Client, ev.Server = c.states()
	t.found.add(icmpFinding(e, quoted))
	// A soft error on an established connection (RFC 5461): it goes on.
	if sender.facts.state() == SynSent && !tooBig(e) {
		c.marks |= unreachableMark
	}
}

// tooBig reports whether the error asks for smaller packets and is no refusal.
func tooBig(e *decode.ICMP) bool {
	return e.Version == 4 && e.Type == 3 && e.Code == 4 || e.Version == 6 && e.Type == 2
}

// used reports whether the end can have sent seq lately: between its initial
// sequence number and max, as far back as a window reaches.
func (e *endpoint) used(seq decode.Seq) bool {
	back := e.max.Diff(seq)
	return back >= 0 && back <= farAhead && uint32(back) <= uint32(e.max-e.iss)
}
