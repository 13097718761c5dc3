package render

import (
	"tcpshake/annotate"
	"tcpshake/decode"
)

// mark says what a diagram shows about an arrow beside its label.
type mark uint8

// The marks.
const (
	markAgain   mark = 1 << iota // sent before
	markLost                     // captured, but sent again later: it did not arrive
	markCrossed                  // sent before the arrow above it had arrived
)

// markArrows returns the marks of each arrow. What was lost, and what crossed,
// is known only from the packets after it; that is why diagrams are drawn when
// a connection has ended.
func markArrows(list []arrow) []mark {
	marks := make([]mark, len(list))
	for i := range list {
		a := &list[i]
		if a.repeats() {
			marks[i] |= markAgain
		}
		if lost := lostBefore(list, i); lost >= 0 {
			marks[lost] |= markLost
		}
	}
	for i := range list {
		if crossed(list, marks, i) {
			marks[i] |= markCrossed
		}
	}
	return marks
}

// lostBefore returns the arrow that arrow i proves to have been lost behind the
// capture point, or -1. A retransmission of data that the receiver had already
// proves nothing.
func lostBefore(list []arrow, i int) int {
	a := &list[i]
	for _, f := range a.findings() {
		switch f.Kind {
		case annotate.FindingRetransmission, annotate.FindingFastRetransmission:
			if annotate.Resend(f.N) == annotate.ResendSeen {
				return lastBefore(list, i, func(b *arrow) bool {
					return b.fromClient == a.fromClient && b.length > 0 && b.seq == a.seq
				})
			}
		case annotate.FindingSYNACKLost:
			return lastBefore(list, i, func(b *arrow) bool { return b.label == annotate.LabelSYNACK })
		}
	}
	return -1
}

// lastBefore returns the last arrow before i that ok accepts, or -1.
func lastBefore(list []arrow, i int, ok func(*arrow) bool) int {
	for i--; i >= 0; i-- {
		if ok(&list[i]) {
			return i
		}
	}
	return -1
}

// crossed reports whether arrow i was sent before the last one of the other
// side had arrived. Only arrows that take sequence space are looked at: a pure
// acknowledgment is always a little behind.
func crossed(list []arrow, marks []mark, i int) bool {
	a := &list[i]
	if a.seq == a.end() || a.class != decode.TCP || marks[i]&markAgain != 0 {
		return false
	}
	j := lastBefore(list, i, func(b *arrow) bool { return b.fromClient != a.fromClient && b.class == decode.TCP })
	if j < 0 || marks[j]&markLost != 0 {
		return false
	}
	b := &list[j]
	if b.seq == b.end() || b.flags.Has(decode.RST) {
		return false
	}
	if !a.flags.Has(decode.ACK) {
		// Two SYNs on their way at once (RFC 9293 figure 7).
		return a.flags.Has(decode.SYN) && b.label == annotate.LabelSYN
	}
	return a.ack.Less(b.end())
}
