package annotate

import "tcpshake/decode"

// concludeRejected notes that a RST which the receiver should not have accepted
// ended the connection after all: nothing followed it.
func (t *Tracker) concludeRejected(c *conn) {
	if !c.marks.has(rejectedRST) || c.over() || t.clock.now-c.last() < rejectedQuiet {
		return
	}
	c.setPhase(c.shown)
	c.marks |= resetMark
	c.end(low).facts |= dead
	c.end(high).facts |= dead
}

// opensAnew reports whether the segment is a SYN on the ports of a connection that was
// established, and not the one that opened it: an attempt that goes on shows that a RST
// was ignored.
func (p *packet) opensAnew() bool {
	if p.seg.Flags&(decode.SYN|decode.ACK|decode.RST) != decode.SYN || !p.conn.marks.has(wasEstablished) {
		return false
	}
	return !p.self.known.has(knowsISS) || p.seg.Seq != p.self.iss
}

// verdict returns how the connection ended: the first rule that fits.
func (c *conn) verdict() Verdict {
	client, server := c.end(c.client()), c.end(c.client().other())
	fins := client.facts.has(finSent) && server.facts.has(finSent)
	switch {
	case c.marks.has(refusedMark):
		return Refused
	case c.marks.has(wasEstablished) && fins:
		return ClosedBoth // a RST after both FINs ends nothing
	case c.marks.has(wasEstablished) && c.marks.has(resetMark):
		return Reset
	case c.marks.has(supersededMark):
		return Replaced
	case c.marks.has(wasEstablished) && (client.facts.has(finSent) || server.facts.has(finSent)):
		return HalfClosed
	case c.marks.has(wasEstablished):
		return Open
	case c.marks.has(unreachableMark):
		return Unreachable
	case c.marks.has(resetMark), client.facts.has(finSent), server.facts.has(finSent):
		return Aborted
	case c.marks.has(synAckSeen), server.known.has(sawSYN), server.facts.has(gotSYNProved):
		return HalfOpen
	case c.marks.has(synSeen):
		return NoAnswer
	default:
		return Open
	}
}

// by returns who brought the verdict about.
func (c *conn) by(v Verdict) Party {
	switch v {
	case Refused:
		return ServerParty
	case Unreachable:
		return Network
	case Reset:
		return c.party(c.marks.side(resetHigh))
	case Aborted:
		if c.marks.has(resetMark) {
			return c.party(c.marks.side(resetHigh))
		}
		return c.party(c.marks.side(firstFINHigh))
	case ClosedBoth, HalfClosed:
		return c.closer()
	case Replaced:
		return c.party(c.marks.side(supersededHigh))
	default:
		return Nobody
	}
}

// certainty returns Probable when the verdict rests on something that was not
// captured or not looked at any more, or on a RST that its receiver should not have
// accepted or that was perhaps forged.
func (c *conn) certainty(v Verdict) Certainty {
	inferred := c.end(low).known.has(finInferred) || c.end(high).known.has(finInferred)
	switch {
	case c.marks.has(ongoing | forgotten):
		return Probable // it went on after it had lost its place in the table
	case (v == Reset || v == Aborted) && c.marks&(rejectedRST|doubtedRST) != 0:
		return Probable
	case (v == ClosedBoth || v == HalfClosed) && (inferred || c.marks.has(beganAtFIN) || c.marks.has(finLate)):
		return Probable
	case v == HalfOpen && !c.marks.has(synAckSeen) && !c.end(c.client().other()).known.has(sawSYN):
		return Probable // only its acknowledgment shows that the server answered
	case v == HalfOpen && c.marks.has(synAckSeen|forgotten) && c.synAcks == 1:
		// In that time a server that waits would have answered again, unless it uses
		// SYN cookies: the acknowledgment may not have been captured.
		return Probable
	default:
		return Sure
	}
}
