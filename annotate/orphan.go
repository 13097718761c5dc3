package annotate

import "tcpshake/decode"

// orphan.go finds the beginning of a connection whose SYN was not captured inside an
// older one on the same ports: its SYN-ACK answers nothing that is known, and what
// follows goes on from there.

// noteOrphan keeps a SYN-ACK that answers no SYN of the connection, unless a SYN waits
// for its answer.
func (t *Tracker) noteOrphan(p *packet) {
	if p.conn.marks.has(candidateMark) || p.peer.known.has(knowsISS) && acksSYN(p) {
		return
	}
	if o := t.oddOf(p.conn); o != nil {
		o.cand = p.candidate()
		o.cand.orphan, o.cand.ack = true, p.seg.Ack
	}
}

// orphan returns the SYN-ACK that answers no SYN of c, nil without. It waits as long as
// an opening does.
func (t *Tracker) orphan(c *conn) *candidate {
	x := t.extra(c)
	if x == nil || !x.opening.cand.orphan || t.clock.now-x.opening.cand.time > openingQuiet {
		return nil
	}
	return &x.opening.cand
}

// dropOrphan forgets such a SYN-ACK when its receiver says that it sent no SYN for it
// (RFC 9293 section 3.10.7.3).
func (t *Tracker) dropOrphan(p *packet) {
	if o := t.orphan(p.conn); o != nil && p.seg.Flags.Has(decode.RST) && p.from != o.from && p.seg.Seq == o.ack {
		o.orphan = false
	}
}

// followsOrphan reports whether the segment is the client's first one behind such a
// SYN-ACK: it acknowledges that, and perhaps data within a window that is not scaled yet.
// That the sender of the SYN-ACK goes on proves nothing: a forger does so, too.
func (t *Tracker) followsOrphan(p *packet) bool {
	o := t.orphan(p.conn)
	if o == nil || p.from == o.from || p.seg.Flags&(decode.SYN|decode.RST|decode.ACK) != decode.ACK {
		return false
	}
	beyond := p.seg.Ack.Diff(o.end)
	return p.seg.Seq == o.ack && 0 <= beyond && beyond <= 1<<16
}
