package annotate

// State is a state of a TCP connection at one end (RFC 9293 section 3.3.2).
// LISTEN is missing: it is no state of one connection.
type State uint8

// The states; the zero value is that of an end nothing is known of.
const (
	Unknown State = iota
	Closed
	SynSent
	SynRcvd
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
)

// String returns the name as RFC 9293 writes it, with an underscore as netstat
// does for the space and the hyphen; "?" for Unknown.
func (s State) String() string { return stateNames[s] }

var stateNames = [...]string{
	Unknown: "?", Closed: "CLOSED", SynSent: "SYN_SENT", SynRcvd: "SYN_RCVD",
	Established: "ESTABLISHED", FinWait1: "FIN_WAIT_1", FinWait2: "FIN_WAIT_2",
	CloseWait: "CLOSE_WAIT", Closing: "CLOSING", LastAck: "LAST_ACK", TimeWait: "TIME_WAIT",
}

// EndState is what is known of one end's state.
type EndState struct {
	State State
	// Assumed is set when only the peer's segments imply the state, not one that
	// this end sent itself.
	Assumed bool
	// Doubtful is set when the end has not been heard at all in this connection,
	// or when later evidence contradicted what was assumed; text shows it as "?".
	Doubtful bool
}

// packedState is an EndState in one byte.
type packedState uint8

const (
	packedAssumed packedState = 1 << (iota + 4)
	packedDoubtful
)

// pack returns e in one byte.
func (e EndState) pack() packedState {
	p := packedState(e.State)
	if e.Assumed {
		p |= packedAssumed
	}
	if e.Doubtful {
		p |= packedDoubtful
	}
	return p
}

// unpack returns what pack was given.
func (p packedState) unpack() EndState {
	return EndState{State: p.state(), Assumed: p&packedAssumed != 0, Doubtful: p&packedDoubtful != 0}
}

func (p packedState) state() State { return State(p & 15) }

// String returns the state's name, with "?" behind it when it is doubtful.
func (e EndState) String() string {
	if e.Doubtful && e.State != Unknown {
		return e.State.String() + "?"
	}
	return e.State.String()
}
