package annotate

import "tcpshake/decode"

// farAhead bounds how far an acknowledgment can be beyond what was captured:
// more than the largest window (RFC 7323 section 2.3) proves nothing.
const farAhead = 1 << 30

// takeACK takes in what the acknowledgment says about both ends.
func (t *Tracker) takeACK(p *packet) {
	ack := p.seg.Ack
	if !p.peer.sent() && p.self.facts.state() == SynSent {
		t.inferSYNACK(p)
	}
	if !p.peer.sent() {
		p.peer.max, p.peer.iss = ack, ack-1
		p.peer.known |= knowsMax
	}
	if t.mismatchedACK(p) {
		p.refused = true
		return
	}
	d := ack.Diff(p.peer.max)
	if d > farAhead || d > 0 && !t.mayAckBeyond(p) {
		return
	}
	if d > 0 {
		p.peer.known &^= knowsTS // what was not captured may have carried any
	}
	if d == 1 {
		t.suspectFIN(p)
	}
	unproved := d > 0 && p.completesOpening()
	t.acknowledge(p.conn, p.to(), ack)
	t.proveOpening(p)
	if unproved {
		// It may acknowledge data that the capture lacks, or nothing the peer ever
		// sent, which the peer would answer with a RST (RFC 9293 section 3.10.7.4,
		// SYN-RECEIVED). What the peer sends next tells.
		p.peer.facts |= contradicted
	}
	p.takeAcked()
}

// takeAcked notes that the peer's FIN is acknowledged, if it is, and how much is.
func (p *packet) takeAcked() {
	ack := p.seg.Ack
	if p.peer.facts.has(finSent) && ack == p.peer.max {
		p.peer.facts |= finAcked
		p.self.facts |= gotFIN | gotFINProved
		if p.peer.facts.has(finKnew) {
			p.self.facts |= finAckedProved // what it acknowledges carried the acknowledgment
		}
	}
	if !p.self.known.has(knowsAcked) || p.self.acked.Less(ack) {
		p.self.acked = ack
		p.self.known |= knowsAcked
	}
}

// mismatchedACK reports whether the acknowledgment cannot complete the
// handshake: it does not acknowledge the peer's SYN, or far more than the peer
// was allowed to send (RFC 9293 section 3.10.7.4).
func (t *Tracker) mismatchedACK(p *packet) bool {
	if !p.completesOpening() {
		return false
	}
	allowed := p.peer.max.Add(int(p.selfWindow))
	if p.self.last == 0 || p.seg.Flags.Has(decode.FIN) && p.seg.Seq != p.selfMax {
		// The window was not captured, or not all that followed it: in a capture of
		// SYN, FIN and RST a FIN may acknowledge megabytes.
		allowed = p.peer.max.Add(farAhead)
	}
	if p.peer.iss.Less(p.seg.Ack) && p.seg.Ack.LessEq(allowed) {
		return false
	}
	t.found.add(Finding{
		Kind: FindingACKMismatch, A: uint64(int64(p.seg.Ack.Diff(p.peer.iss))), B: uint64(p.peer.max - p.peer.iss),
	})
	return true
}

// completesOpening reports whether the segment is one that the peer's SYN waits
// for: the first that can acknowledge it.
func (p *packet) completesOpening() bool {
	waiting := p.peer.facts.has(synSent) && p.peer.known.has(sawSYN) && !p.peer.facts.has(synAcked)
	return waiting && !p.seg.Flags.Has(decode.SYN)
}

// proveOpening notes what an acknowledgment says about the handshake.
func (t *Tracker) proveOpening(p *packet) {
	self, peer := p.self, p.peer
	if !peer.facts.has(synSent) || !peer.iss.Less(p.seg.Ack) {
		return
	}
	peer.facts |= synAcked
	self.facts |= gotSYN | gotSYNProved
	if p.seg.Flags.Has(decode.SYN) || !self.facts.has(synSent) {
		return
	}
	// The sender of a SYN-ACK may answer with a bare acknowledgment before its own
	// SYN is acknowledged; to a SYN with data even with data (RFC 7413 section 4.2.2).
	productive := p.seg.Len > 0 || p.seg.Flags.Has(decode.FIN) || peer.iss.Add(1).Less(p.seg.Ack)
	if tfo := p.conn.agreed.tfo(); peer.known.has(sawSYNACK) || productive && tfo != TFOAccepted && tfo != tfoUnasked {
		self.facts |= synAcked | synAckedProved
		self.facts &^= contradicted // it goes on as one that is established
	}
}

// mayAckBeyond reports whether the peer can have sent more than was captured:
// nothing comes after its FIN. A FIN that was only inferred was none.
func (t *Tracker) mayAckBeyond(p *packet) bool {
	if !p.peer.facts.has(finSent) {
		return true
	}
	if !p.peer.known.has(finInferred) {
		return false
	}
	p.conn.revokeFIN(p.from.other())
	return true
}
