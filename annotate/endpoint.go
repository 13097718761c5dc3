package annotate

import "tcpshake/decode"

// endpoint is what is known of one end of a connection, from its own segments
// and from the peer's.
type endpoint struct {
	facts facts
	known known
	// window is the last window as on the wire, ipid and ttl those of the last
	// segment's IP header.
	window uint16
	ipid   uint16
	ttl    uint8
	// shift is the window scale that this end announced, 0 when it announced none.
	shift uint8
	mss   uint16

	// iss is the initial sequence number (RFC 9293 section 3.4.1), max the next
	// one after all that was seen sent, contig the next one that the peer should
	// expect, acked the highest acknowledgment that this end sent, finEnd the
	// sequence number after its FIN.
	iss, max, contig, acked, finEnd decode.Seq
	tsVal                           uint32 // last time stamp value
	last                            int64  // time of its last segment, 0 when none
}

// known tells which values of an endpoint are valid.
type known uint8

const (
	knowsISS known = 1 << iota // iss, from its SYN or inferred from the peer's acknowledgment
	knowsMax                   // max and contig
	knowsAcked
	knowsTS
	hasShift // its SYN carried the window scale option
	hasSACK
	hasTimestamps
)

func (k known) has(want known) bool { return k&want == want }
