package annotate

import "tcpshake/decode"

// oversized reports whether the segment is longer than two of those that the
// receiver takes, so that the capture saw it before the network card cut it up,
// or after it was put together.
func (p *packet) oversized() bool {
	return p.seg.Len > 2*int(p.peer.mss) && p.peer.mss != 0 && p.self.told&toldOffload == 0
}

// ecnCE is the ECN field of a packet that a router marked (RFC 3168 section 5).
const ecnCE = 3

// annotateMarks adds the notes that do not depend on sequence numbers.
func (t *Tracker) annotateMarks(p *packet) {
	f := p.seg.Flags
	if p.oversized() {
		p.self.told |= toldOffload
		t.found.add(Finding{Kind: FindingOffload, N: uint64(p.seg.Len), A: uint64(p.peer.mss)})
	}
	if p.seg.ECN == ecnCE {
		t.found.add(Finding{Kind: FindingCongestionExperienced})
	}
	// With AccECN the same bits are a counter (RFC 9768 section 3.2.2).
	if p.conn.agreed.ecn() == ClassicECN && f.Has(decode.ECE) {
		t.found.add(Finding{Kind: FindingECNEcho})
	}
	if p.conn.agreed.ecn() == ClassicECN && f.Has(decode.CWR) {
		t.found.add(Finding{Kind: FindingCongestionReduced})
	}
}

// annotatePAWS tells that the time stamp of the segment is too old for its receiver.
func (t *Tracker) annotatePAWS(p *packet) {
	if p.seg.SeqLen() > 0 && t.failsPAWS(p) {
		t.found.add(Finding{Kind: FindingPAWS, N: uint64(p.self.tsVal - p.seg.Options.TSVal)})
	}
}

// annotateSYN counts repetitions, and tells a refusal of MPTCP. The SYN-ACK of a
// simultaneous open has the number of the SYN before, and repeats nothing.
func (t *Tracker) annotateSYN(p *packet) {
	again := p.self.known.has(sawSYN)
	if p.seg.Flags.Has(decode.ACK) {
		again = p.self.known.has(sawSYNACK)
	}
	if again && p.seg.Seq == p.self.iss && !p.self.facts.has(dead) {
		tr := t.troubleOf(p.conn, p.from)
		tr.repeatSYN(1)
		tr.repeated += uint64(p.seg.Len)
	}
	if p.seg.Flags.Has(decode.ACK) && !again && p.peer.known.has(offersMPTCP) && !p.seg.Options.Has(decode.OptMPTCP) {
		t.found.add(Finding{Kind: FindingMPTCPFallback})
	}
}
