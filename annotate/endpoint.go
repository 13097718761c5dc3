package annotate

import "tcpshake/decode"

// endpoint is what is known of one end of a connection, from its own segments
// and from the peer's.
type endpoint struct {
	last int64 // time of its last segment, 0 when none
	// packets and bytes count segments and their payload, copies not included.
	packets, bytes uint64
	// iss is the initial sequence number (RFC 9293 section 3.4.1), or the one that
	// the first captured segment suggests when knowsISS is missing. max is the next
	// number after all that was seen sent, SYN and FIN counting one each: once it
	// has sent a FIN, the number after that. acked is the highest acknowledgment that
	// this end sent.
	iss, max, acked decode.Seq
	tsVal           uint32 // last time stamp value
	// lag is how long before last max was reached, at most about 4 s.
	lag uint32
	// load is the index of what is known of its data, 0 when it sent none.
	load uint32

	facts facts
	known known
	// window is the last window as on the wire, ipid and ttl those of the last
	// segment's IP header.
	window uint16
	ipid   uint16
	// shift is the window scale that its SYN announced, at most 14, or shiftCut, and mss
	// the segment size; 0 when the SYN was not captured or lacks the option.
	mss   uint16
	shift uint8
	ttl   uint8
	// unanswered counts what it sent again since the peer was heard, fins how often
	// it sent its FIN, and rsts its RSTs, up to 255.
	unanswered, fins, rsts uint8
	told                   toldOnce
}

// maxShift is the largest window scale (RFC 7323 section 2.3).
const maxShift = 14

// shiftCut is the shift of an end whose SYN was captured without all its options: it may
// have offered any.
const shiftCut = 255

// cutSYN reports whether the options of either end's SYN were not captured whole.
func cutSYN(a, b *endpoint) bool { return a.shift == shiftCut || b.shift == shiftCut }

// known tells which values of an endpoint are valid, and what its SYN offered.
type known uint16

const (
	knowsISS   known = 1 << iota // iss, from its SYN or inferred from the peer's acknowledgment
	knowsMax                     // max
	knowsAcked                   // acked
	knowsTS                      // tsVal
	sawSYN                       // its SYN was captured: the offers below are valid
	sawSYNACK                    // it sent a SYN-ACK
	offersShift
	offersSACK
	offersTS
	offersMPTCP
	// finSuspected: the peer acknowledged one number beyond max, which is a FIN
	// or a byte that was not captured.
	finSuspected
	// finInferred: its FIN was not captured, only what follows from it.
	finInferred
	// plainWindow: its last segment had no SYN, so its window is a scaled one.
	plainWindow
	// hasGaps: the peer should expect a number before max.
	hasGaps
	// hasTrouble: something went wrong in what it sent.
	hasTrouble
	// offersJoin: its SYN asks to be a subflow of an MPTCP connection.
	offersJoin
)

func (k known) has(want known) bool { return k&want == want }

// hasClosed reports whether a FIN of the end was captured.
func (e *endpoint) hasClosed() bool { return e.facts.has(finSent) && !e.known.has(finInferred) }

// sent reports whether the end sent anything that takes sequence numbers.
func (e *endpoint) sent() bool { return e.known.has(knowsMax) }

// scaledWindow returns the last window that the end announced, in bytes, for
// segments without SYN (RFC 7323 section 2.2). When the scale is not known it
// is the largest window that may be meant.
func (e *endpoint) scaledWindow(peer *endpoint) uint32 {
	switch {
	case !e.known.has(sawSYN) || !peer.known.has(sawSYN) || cutSYN(e, peer):
		return uint32(e.window) << maxShift
	case e.known.has(offersShift) && peer.known.has(offersShift):
		return uint32(e.window) << e.shift
	default:
		return uint32(e.window)
	}
}
