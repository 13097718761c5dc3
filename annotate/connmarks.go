package annotate

// marks are what is known of a connection as a whole.
type marks uint32

const (
	// clientHigh: the client is the endpoint that the key holds second.
	clientHigh marks = 1 << iota
	// roleSeen: a SYN or a SYN-ACK proved who the client is.
	roleSeen
	// synSeen and synAckSeen: these were captured.
	synSeen
	synAckSeen
	// synLate: the SYN was captured after what followed it, so times are not known.
	synLate
	// wasEstablished: the handshake was complete once, or the connection was
	// joined in midstream.
	wasEstablished
	// refusedMark: the SYN was answered by a RST that acknowledges it.
	refusedMark
	// resetMark: a RST that its receiver accepts ended the connection; resetHigh
	// says which side sent it.
	resetMark
	resetHigh
	// rejectedRST: the last segment was a RST that its receiver does not accept;
	// resetHigh says which side sent it.
	rejectedRST
	// challengeDue: the last segment of the side challengeHigh is one that its
	// receiver answers with a challenge ACK (RFC 5961).
	challengeDue
	challengeHigh
	// supersededMark: a new connection on the same ports took its place;
	// supersededHigh says which side opened that.
	supersededMark
	supersededHigh
	// candidateMark: a SYN inside the connection waits for what becomes of it;
	// candidateHigh says which side sent it.
	candidateMark
	candidateHigh
	// ambiguousSYN: several SYNs were sent, and nothing tells which was answered.
	ambiguousSYN
	// bothClosing: each sent its FIN without having seen the other's.
	bothClosing
	// firstFINHigh: the side high closed first.
	firstFINHigh
	// finAckedTold: the acknowledgment of the first FIN was told.
	finAckedTold
	// closeTold: the end of the close was told.
	closeTold
	// unreachableMark: an ICMP error answered the last SYN.
	unreachableMark
	// ongoing: the capture ended, or the connection lost its place in the table,
	// before the connection did.
	ongoing
	// forgotten: its ports are free for a new connection.
	forgotten
	// writtenAfterFIN: data came to an end that had sent its FIN.
	writtenAfterFIN
	// steppedMark: the clock of the capture was set back during the handshake.
	steppedMark
	// beganAtFIN: the first segment that was captured is a FIN, and nothing shows
	// whether the other end had closed before.
	beganAtFIN
	// finLate: a FIN was captured after the peer's FIN and an acknowledgment of
	// both, so who closed first is not sure.
	finLate
	// stalledMark: data went unanswered at the end.
	stalledMark
	// deafMark: the server was told to be deaf.
	deafMark
	// doubtedRST: the RST that ended the connection was perhaps not sent by the end
	// that it names.
	doubtedRST
	// smoothMark: the connection is smooth.
	smoothMark
)

func (m marks) has(want marks) bool { return m&want == want }

// setSide notes s in the mark that stands for the side high.
func (m *marks) setSide(mark marks, s side) {
	*m &^= mark
	if s == high {
		*m |= mark
	}
}

// side reads what setSide noted.
func (m marks) side(mark marks) side {
	if m.has(mark) {
		return high
	}
	return low
}
