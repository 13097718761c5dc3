package annotate

// facts are what is known of one end. States are derived from them and never
// stored, so that later evidence can take a fact back: a SYN-ACK that comes
// again says that the acknowledgment of the first one did not arrive.
type facts uint16

const (
	// synSent: this end sent a SYN.
	synSent facts = 1 << iota
	// gotSYN: it received the peer's SYN.
	gotSYN
	// synAcked: it received the acknowledgment of its SYN.
	synAcked
	// finSent: it sent a FIN.
	finSent
	// finAcked: it received the acknowledgment of its FIN.
	finAcked
	// gotFIN: it received the peer's FIN, and all before it.
	gotFIN
	// dead: a RST or a timer ended it.
	dead
	// midstream: no SYN of either end was captured.
	midstream
	// finKnew: its first FIN acknowledged the peer's FIN, so it closed second.
	// This comes from the acknowledgment number and not from the order of
	// capture, which differs between the two ends.
	finKnew

	// The facts above say what the end received. Each comes from the peer's
	// segments at first and is proved when the end itself sends a segment that it
	// could not have sent otherwise.
	gotSYNProved
	synAckedProved
	finAckedProved
	gotFINProved

	// heard: it sent any segment.
	heard
	// contradicted: what was assumed of it turned out to be wrong.
	contradicted
	// deadProved: it sent the RST itself.
	deadProved
)

// has reports whether all of want are set.
func (f facts) has(want facts) bool { return f&want == want }

// stateFacts are the facts that the state follows from.
const stateFacts = finKnew<<1 - 1

// states holds what derive returns, because it is asked several times for each
// segment and branches in ways that no processor foresees.
var states = func() (all [stateFacts + 1]State) {
	for i := range all {
		all[i] = facts(i).derive()
	}
	return all
}()

// state returns the state of an end.
func (f facts) state() State { return states[f&stateFacts] }

// derive derives the state of an end (RFC 9293 section 3.3.2, figure 5).
func (f facts) derive() State {
	switch {
	case f.has(dead):
		return Closed
	case f.has(finSent):
		return f.closingState()
	case f.has(gotFIN):
		return CloseWait
	case f.has(midstream):
		return Established
	case !f.has(synSent) && f.has(gotSYN):
		return SynRcvd // LISTEN received a SYN: its SYN-ACK is still to come
	case !f.has(synSent):
		return Unknown
	case !f.has(gotSYN):
		return SynSent
	case !f.has(synAcked):
		return SynRcvd
	default:
		return Established
	}
}

// over reports whether the end has nothing left to do but to wait.
func (f facts) over() bool {
	s := f.state()
	return s == Closed || s == TimeWait
}

// closingState derives the state of an end that sent its FIN.
func (f facts) closingState() State {
	switch {
	case !f.has(finAcked) && !f.has(gotFIN):
		return FinWait1
	case !f.has(finAcked) && f.has(finKnew):
		return LastAck
	case !f.has(finAcked):
		return Closing
	case !f.has(gotFIN):
		return FinWait2
	case f.has(finKnew):
		return Closed // only the end that closed first waits (RFC 9293 section 3.6.1)
	default:
		return TimeWait
	}
}

// proofs are the facts that an end has when segments of its own imply its state.
var proofs = [...]facts{
	Unknown:     heard | deadProved,
	Closed:      heard | deadProved,
	SynSent:     heard,
	SynRcvd:     heard | synSent | gotSYNProved,
	Established: heard | gotSYNProved | synAckedProved,
	FinWait1:    heard,
	FinWait2:    heard | finAckedProved,
	CloseWait:   heard | gotFINProved,
	Closing:     heard | gotFINProved,
	LastAck:     heard | gotFINProved,
	TimeWait:    heard | finAckedProved | gotFINProved,
}

// proved reports whether segments of this end itself imply its state: where nothing
// before was captured, any segment implies that it is established.
func (f facts) proved() bool {
	s := f.state()
	return f.has(proofs[s]) || s == Established && f.has(heard|midstream)
}

// endState returns the state with what is known about how sure it is.
func (f facts) endState() EndState {
	return EndState{
		State:    f.state(),
		Assumed:  !f.proved(),
		Doubtful: !f.has(heard) || f.has(contradicted),
	}
}
