package annotate

import (
	"time"

	"tcpshake/decode"
)

// ctl are the flags of segments that open and close connections.
const ctl = decode.SYN | decode.FIN | decode.RST

// packet is one segment on its way through the tracker, and what the steps of
// Observe share about it.
type packet struct {
	seg    *decode.Segment
	number uint64
	// time is the time stamp as captured, now the capture clock.
	time, now int64
	// steps counts how often the capture clock was set back before.
	steps  uint16
	record uint32
	conn   *conn
	// self is the sender, peer the receiver; they are the same when a socket is
	// connected to itself. from is the sender's side.
	from       side
	self, peer *endpoint
	// before is the states of both sides that were told last, when clientWas was
	// the client; basis is what they are derived from before the segment.
	before    [2]packedState
	clientWas side
	basis     basis
	// selfMax and selfWindow are the sender's max and window before the segment;
	// selfSent tells whether selfMax is known.
	selfMax    decode.Seq
	selfWindow uint16
	selfSent   bool
	// compat are tshark's words for the segment; scaledBefore is set when the
	// window scale applied to the sender's last window.
	compat       Compat
	scaledBefore bool
	// rtt is the round-trip time that the segment measures, inFlight how many bytes
	// of its sender are on their way after it; 0 when not known.
	rtt      int64
	inFlight uint32
	// steady is set when the segment changes no fact.
	steady bool
	// outdated is set when the segment's time stamp is older than its sender's last
	// one, so that its receiver drops it (PAWS, RFC 7323 section 5).
	outdated bool
	// old is set when data come after some that their sender sent later.
	old bool
	// refused is set when the receiver drops the segment.
	refused bool
	// late is set when the segment was acknowledged before it was captured, fillsFIN when
	// the number of its FIN was missing, repeats when none of its numbers
	// was, and it is no SYN.
	late, fillsFIN, repeats bool
}

// begin makes p a new segment. What of the rest a way through Observe needs, it sets.
func (p *packet) begin(seg *decode.Segment, number uint64, time int64, c *clock) {
	p.seg, p.number, p.time, p.now, p.steps = seg, number, time, c.now, uint16(c.count)
	p.conn, p.record = nil, 0
	p.steady, p.refused, p.late, p.fillsFIN, p.repeats = false, false, false, false, false
	p.rtt, p.inFlight = 0, 0
}

// recentTS is for how long a time stamp value is compared, in nanoseconds.
const recentTS = int64(24 * 24 * time.Hour)

// aim makes the end at s of p.conn the sender.
func (p *packet) aim(s side) {
	p.from = s
	p.self, p.peer = p.conn.end(s), p.conn.end(s.other())
	p.selfMax, p.selfSent, p.selfWindow = p.self.max, p.self.sent(), p.self.window
	// One tick is allowed, as Linux does (TCP_PAWS_WINDOW), and what was said more than
	// 24 days ago is not compared (RFC 7323 section 5.5).
	p.outdated = p.hasTS() && p.self.known.has(knowsTS) && int32(p.seg.Options.TSVal-p.self.tsVal) < -1 &&
		p.now-p.self.last < recentTS
}

// hasTS reports whether the segment carries the time stamp option.
func (p *packet) hasTS() bool { return p.seg.Options.Has(decode.OptTimestamp) }

// isClosed reports whether both ends are CLOSED.
func (p *packet) isClosed() bool {
	return p.self.facts.state() == Closed && p.peer.facts.state() == Closed
}

// illegal reports whether no endpoint sends such flags, and every receiver drops
// the segment unless it is a RST: SYN with FIN, RST with SYN or FIN, and neither
// SYN, RST nor ACK (RFC 9293 section 3.10.7.4).
func illegal(f decode.Flags) bool {
	switch f & (decode.SYN | decode.FIN | decode.RST | decode.ACK) {
	case decode.SYN, decode.SYN | decode.ACK, decode.ACK, decode.FIN | decode.ACK, decode.RST, decode.RST | decode.ACK:
		return false
	default:
		return true
	}
}
