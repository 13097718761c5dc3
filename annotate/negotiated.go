package annotate

import "tcpshake/decode"

// negotiated returns what both SYNs agreed on.
func (c *conn) negotiated() Negotiated {
	client, server := c.end(c.client()), c.end(c.client().other())
	both := client.known & server.known
	n := Negotiated{
		Known:     both.has(sawSYN) && c.marks.has(synAckSeen) && !cutSYN(client, server),
		ClientMSS: client.mss, ServerMSS: server.mss,
		SACK: both.has(offersSACK), Timestamps: both.has(offersTS), MPTCP: both.has(offersMPTCP), MPTCPJoin: both.has(offersMPTCP | offersJoin),
		ECN: c.agreed.ecn(), TFO: c.agreed.tfo(),
	}
	if n.TFO >= tfoUnasked {
		n.TFO = NoTFO
	}
	// RFC 7323 section 2.2: only when both SYNs carry the option.
	if both.has(offersShift) && n.Known {
		n.WindowScale, n.ClientShift, n.ServerShift = true, client.shift, server.shift
	}
	n.EffectiveMSS = min(client.announcedMSS(&c.key), server.announcedMSS(&c.key))
	if n.Timestamps {
		n.EffectiveMSS -= min(n.EffectiveMSS, timestampsLen)
	}
	return n
}

// timestampsLen is how much the time stamp option takes of each segment, with what
// aligns it (RFC 7323 appendix A).
const timestampsLen = 12

// announcedMSS returns what the end takes; without the option it is what
// RFC 9293 section 3.7.1 says.
func (e *endpoint) announcedMSS(k *key) uint16 {
	if e.mss != 0 {
		return e.mss
	}
	return defaultMSS(k)
}

// defaultMSS returns the payload that every path and every end takes (RFC 9293
// section 3.7.1).
func defaultMSS(k *key) uint16 {
	if k.version() == 4 {
		return 536
	}
	return 1220
}

// The flags by which a SYN asks for explicit congestion notification.
const (
	asksECN    = decode.ECE | decode.CWR             // RFC 3168 section 6.1.1
	asksAccECN = decode.ECE | decode.CWR | decode.AE // RFC 9768 section 3.1.1
	ecnBits    = asksAccECN
)

// learnECN takes in the ECN bits of a SYN or SYN-ACK.
func (p *packet) learnECN() {
	c, bits := p.conn, p.seg.Flags&ecnBits
	if !p.seg.Flags.Has(decode.ACK) {
		switch bits {
		case asksAccECN:
			c.agreed.setECN(AccECN)
		case asksECN:
			c.agreed.setECN(ClassicECN)
		}
		return
	}
	if p.peer.known.has(sawSYN) {
		c.agreed.setECN(ecnOutcome(c.agreed.ecn(), bits))
	}
}

// ecnOutcome returns what a SYN-ACK with these bits makes of the offer. The
// answers to AccECN say how the SYN's IP header arrived (RFC 9768 table 2).
func ecnOutcome(offer ECN, bits decode.Flags) ECN {
	switch {
	case offer == NoECN:
		return NoECN
	case offer == ClassicECN && bits == decode.ECE:
		return ClassicECN
	case offer == ClassicECN && bits == asksECN:
		return BrokenECN // reflects the SYN
	case offer == ClassicECN:
		return NoECN
	}
	switch bits {
	case 0:
		return NoECN
	case decode.ECE, decode.ECE | decode.AE: // 101 was the nonce of RFC 3540
		return ClassicECN
	case asksAccECN:
		return BrokenECN
	default:
		return AccECN
	}
}

// learnTFO takes in the Fast Open option of a SYN (RFC 7413).
func (p *packet) learnTFO() {
	if p.seg.Options.Has(decode.OptTFO) && !p.seg.Flags.Has(decode.ACK) {
		p.conn.agreed.setTFO(TFORequested)
	}
}

// takeTFO notes what a SYN-ACK says about the data in the SYN.
func (t *Tracker) takeTFO(p *packet) {
	c := p.conn
	data := p.peer.known.has(sawSYN) && p.peer.iss.Add(1).Less(p.peer.max)
	switch {
	case data && c.agreed.tfo() == NoTFO:
		c.agreed.setTFO(tfoUnasked)
		if p.seg.Ack == p.peer.iss.Add(1) {
			c.agreed.setTFO(tfoUnaskedIgnored)
		}
	case data && p.seg.Ack == p.peer.iss.Add(1):
		c.agreed.setTFO(TFOIgnored)
		t.found.add(Finding{Kind: FindingTFOIgnored})
	case data:
		c.agreed.setTFO(TFOAccepted)
		t.found.add(Finding{Kind: FindingTFOAccepted, N: uint64(p.seg.Ack-p.peer.iss) - 1})
	case p.seg.Options.Has(decode.OptTFO) && p.seg.Options.TFOCookieLen > 0:
		c.agreed.setTFO(TFOGiven)
	}
}

// agreed holds the outcomes of ECN and of TCP Fast Open in one byte.
type agreed uint8

const agreedTFO = 4 // shift of the TFO outcome

func (a agreed) ecn() ECN { return ECN(a & (1<<agreedTFO - 1)) }
func (a agreed) tfo() TFO { return TFO(a >> agreedTFO) }

func (a *agreed) setECN(e ECN) { *a = *a&^(1<<agreedTFO-1) | agreed(e) }
func (a *agreed) setTFO(t TFO) { *a = *a&(1<<agreedTFO-1) | agreed(t)<<agreedTFO }
