package annotate

import (
	"time"

	"tcpshake/decode"
)

// challengeWithin is how long after a segment its challenge ACK can come.
const challengeWithin = int64(time.Second)

// takeChallenge recognises the challenge ACK that a RST or SYN inside a
// connection provokes (RFC 5961 sections 3.2 and 4.2): an acknowledgment without
// data that repeats what was acknowledged before.
func (t *Tracker) takeChallenge(p *packet) {
	c := p.conn
	if !c.marks.has(challengeDue) || c.marks.side(challengeHigh) == p.from && !c.key.toItself() {
		return
	}
	c.marks &^= challengeDue
	bare := p.seg.Flags&(decode.SYN|decode.FIN|decode.RST|decode.ACK) == decode.ACK && p.seg.Len == 0
	if !bare || p.now-p.peer.last > challengeWithin {
		return
	}
	if p.seg.Seq != p.self.max || p.self.known.has(knowsAcked) && p.seg.Ack != p.self.acked {
		return
	}
	f := Finding{Kind: FindingChallengeACK, By: c.party(p.from)}
	if c.marks.has(candidateMark) {
		f.N = 1
	}
	t.found.add(f)
}
