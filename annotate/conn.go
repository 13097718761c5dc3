package annotate

// conn is the record of one connection. Records are flat, without pointers:
// the collector never looks into a table of millions of them.
type conn struct {
	key
	class class // the list that the record is in
	marks marks
	// id is the number that is printed.
	id uint64
	// first is the time of the first segment. All times are nanoseconds of the
	// capture clock.
	first int64
	// turn is when the last SYN-ACK was seen while the handshake is not complete,
	// and when the first FIN was seen after that; 0 before they are.
	turn int64
	// connect is from the first SYN to the end of the handshake, rttServer from the
	// SYN that was answered to its SYN-ACK, rttClient from there to the end of the
	// handshake, and closing from turn to the last segment of the close.
	connect, rttServer, rttClient, closing span

	ends [2]endpoint
	// compat and traffic belong to the words of tshark and to the statistics.
	// compat is the index of tshark's view where that does not follow from ours,
	// else 0.
	compat  uint32
	history history

	// shown is the states that were told last, of the sides low and high.
	shown [2]EndState

	hash       uint32
	prev, next uint32 // neighbours in the list, 0 at its end
	// gaps and odd are indices of what rarer situations need, 0 when there is
	// none: what is missing in the sequence space, and unusual openings.
	gaps, odd uint32

	// syns and synAcks count how often each was sent, up to 255.
	syns, synAcks uint8
	// phase is the states before the connection was over.
	phase  [2]State
	reason ResetReason
	ecn    ECN
	tfo    TFO
	// tfoLen is how many bytes the SYN carried.
	tfoLen uint16
}

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
	// ongoing: the capture ended before the connection did.
	ongoing
	// forgotten: its ports are free for a new connection.
	forgotten
	// stalledMark: data went unanswered at the end.
	stalledMark
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

// client returns the side of the client.
func (c *conn) client() side { return c.marks.side(clientHigh) }

// setClient makes s the side of the client.
func (c *conn) setClient(s side) { c.marks.setSide(clientHigh, s) }

// party returns what the end at s is called. A socket that is connected to
// itself is both.
func (c *conn) party(s side) Party {
	switch {
	case c.key.toItself():
		return Both
	case s == c.client():
		return ClientParty
	default:
		return ServerParty
	}
}

// end returns the endpoint at s. A socket that is connected to itself has only
// one.
func (c *conn) end(s side) *endpoint {
	if s == high && !c.key.toItself() {
		return &c.ends[high]
	}
	return &c.ends[low]
}

// closed returns when the last segment of the close was seen, 0 when it was not.
func (c *conn) closed() int64 {
	if !c.closing.known() {
		return 0
	}
	return c.turn + c.closing.ns()
}

// last returns the time of the last segment.
func (c *conn) last() int64 { return max(c.ends[low].last, c.ends[high].last) }

// over reports whether both ends are CLOSED or in TIME_WAIT.
func (c *conn) over() bool { return c.end(low).facts.over() && c.end(high).facts.over() }

// blank reports whether nothing is known of either end.
func (c *conn) blank() bool {
	const any = synSent | gotSYN | midstream | dead
	return (c.end(low).facts|c.end(high).facts)&any == 0
}

// basis is all that the states of both ends are derived from.
type basis struct {
	facts [2]facts
	known [2]known
	marks marks
}

// basis returns what the states are derived from now.
func (c *conn) basis() basis {
	a, b := &c.ends[low], &c.ends[high]
	return basis{[2]facts{a.facts, b.facts}, [2]known{a.known, b.known}, c.marks}
}

// over reports what conn.over did.
func (b *basis) over() bool { return b.facts[low].over() && b.facts[high].over() }

// derive sets the states that are shown.
func (c *conn) derive() {
	c.shown[low], c.shown[high] = c.endState(low), c.endState(high)
}

// states returns what is known of the client and of the server.
func (c *conn) states() (client, server EndState) {
	s := c.client()
	return c.shown[s], c.shown[s.other()]
}

// endState derives what is known of the end at s.
func (c *conn) endState(s side) EndState {
	if c.marks.has(candidateMark) && c.marks.side(candidateHigh) == s {
		// Its new SYN says that it has forgotten the old connection.
		return EndState{State: SynSent}
	}
	self, peer := c.end(s), c.end(s.other())
	state := self.facts.endState()
	switch {
	case (self.known | peer.known).has(finSuspected):
		state.Assumed = true // one of them may have closed
	case state.State >= FinWait1 && !peer.facts.has(heard):
		state.Assumed = true // acknowledgments of its FIN would not be captured
	}
	return state
}
