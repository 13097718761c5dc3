package annotate

// conn is the record of one connection. Records are flat, without pointers: the
// collector never looks into a table of millions of them. What a connection in
// good order does not need hangs off it by index; 0 is none.
type conn struct {
	key
	// id is the number that is printed.
	id uint64
	// first is the time of the first segment. All times are nanoseconds of the
	// capture clock.
	first int64
	// turn is when the first FIN was seen, and until then when the last SYN-ACK was,
	// as long as the handshake is not complete; 0 when there is no such time.
	turn int64

	ends [2]endpoint

	history history
	// connect is from the first SYN to the end of the handshake, rttServer from the
	// SYN that was answered to its SYN-ACK, rttClient from there to the end of the
	// handshake, and closing from turn to the last segment of the close.
	connect, rttServer, rttClient, closing span
	marks                                  marks
	// prev and next are the neighbours in the list of the class.
	prev, next uint32
	// compat is tshark's view where it does not follow from ours, extra what an
	// unusual opening, and numbers that are missing, need.
	compat, extra uint32

	class class
	// syns and synAcks count how often each was sent, up to 255.
	syns, synAcks uint8
	reason        ResetReason
	agreed        agreed
	// phase is the states before the connection was over, shown those that the
	// last segment told, of the sides low and high.
	phase phaseStates
	shown [2]packedState
}

// phaseStates is a state of each side in one byte.
type phaseStates uint8

// setPhase notes the states before the connection was over.
func (c *conn) setPhase(before [2]packedState) { c.phase = phaseOf(before) }

// phaseOf returns the states of the sides low and high in one byte.
func phaseOf(shown [2]packedState) phaseStates {
	return phaseStates(shown[low].state()) | phaseStates(shown[high].state())<<4
}

// pair returns the states of the client and the server.
func (p phaseStates) pair(client side) Phase {
	states := [2]State{State(p & 15), State(p >> 4)}
	return Phase{states[client], states[client.other()]}
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

// closes reports whether one of the ends has sent a FIN.
func (c *conn) closes() bool { return (c.ends[low].facts|c.ends[high].facts)&finSent != 0 }

// closed returns when the last segment of the close was seen, and before that when
// the last segment was.
func (c *conn) closed() int64 {
	if !c.closing.known() {
		return c.last()
	}
	return c.turn + c.closing.ns()
}

// last returns the time of the last segment.
func (c *conn) last() int64 { return max(c.ends[low].last, c.ends[high].last) }

// over reports whether both ends are CLOSED or in TIME_WAIT.
func (c *conn) over() bool { return c.end(low).facts.over() && c.end(high).facts.over() }

// closesBoth reports whether both ends have sent a FIN.
func (c *conn) closesBoth() bool { return (c.ends[low].facts & c.ends[high].facts).has(finSent) }

// isGone reports whether neither end has the connection any more although its states do
// not say so: another took its ports, or its opening was given up.
func (c *conn) isGone() bool {
	return c.marks&(forgotten|ongoing) == forgotten && (c.marks.has(supersededMark) || !c.marks.has(wasEstablished))
}

// blank reports whether nothing is known of either end.
func (c *conn) blank() bool {
	const any = synSent | gotSYN | midstream | dead
	return (c.end(low).facts|c.end(high).facts)&any == 0
}

// basis is all that the states of both ends are derived from. The facts of both
// stand in one word, and what is known in another, to be compared at once.
type basis struct {
	facts, known uint32
	marks        marks
}

// basis returns what the states are derived from now.
func (c *conn) basis() basis {
	a, b := &c.ends[low], &c.ends[high]
	return basis{uint32(a.facts) | uint32(b.facts)<<16, uint32(a.known) | uint32(b.known)<<16, c.marks}
}

// factsOf returns the facts of the end at s.
func (b *basis) factsOf(s side) facts { return facts(b.facts >> (16 * s)) }

// over reports what conn.over did.
func (b *basis) over() bool { return b.factsOf(low).over() && b.factsOf(high).over() }

// derive sets the states that are told with a segment.
func (c *conn) derive() {
	c.shown[low], c.shown[high] = c.endState(low).pack(), c.endState(high).pack()
}

// states returns what is known of the client and of the server now; time may
// have passed since the last segment told it.
func (c *conn) states() (client, server EndState) {
	s := c.client()
	return c.endState(s), c.endState(s.other())
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
	case c.marks.has(beganAtFIN) && !self.facts.has(dead):
		// LAST_ACK and TIME_WAIT are as likely.
		state.Assumed, state.Doubtful = true, true
	case (self.known | peer.known).has(finSuspected):
		state.Assumed = true // one of them may have closed
	case state.State >= FinWait1 && !peer.facts.has(heard):
		state.Assumed = true // acknowledgments of its FIN would not be captured
	case state.State == Closing && peer.known.has(finInferred):
		state.Assumed, state.Doubtful = true, true // the peer's FIN may have acknowledged its own
	}
	return state
}
