package annotate

// Verdict says how a connection ended, in one word.
type Verdict uint8

// The verdicts.
const (
	Open        Verdict = iota // established, or joined in midstream, and neither closed nor reset
	Refused                    // the SYN was answered by RST
	Unreachable                // the SYN was answered by an ICMP error
	Aborted                    // RST (or the client's FIN) before the handshake was complete
	HalfOpen                   // the SYN was answered, and the answer not acknowledged
	NoAnswer                   // SYN only
	Reset                      // established, then RST
	ClosedBoth                 // both sent FIN
	HalfClosed                 // one sent FIN, the other did not
	Replaced                   // a new connection on the same ports took its place
)

// String returns the word that --fail-on and JSON use: "no-answer".
func (v Verdict) String() string { return verdictNames[v] }

var verdictNames = [...]string{
	Open: "open", Refused: "refused", Unreachable: "unreachable", Aborted: "aborted", HalfOpen: "half-open",
	NoAnswer: "no-answer", Reset: "reset", ClosedBoth: "closed", HalfClosed: "half-closed", Replaced: "replaced",
}

// Party is who did it.
type Party uint8

// The parties.
const (
	Nobody Party = iota // unknown, or nobody's doing
	ClientParty
	ServerParty
	Both
	Network
)

// String returns "client", "server", "both", "network" or "".
func (p Party) String() string { return partyNames[p] }

var partyNames = [...]string{Nobody: "", ClientParty: "client", ServerParty: "server", Both: "both", Network: "network"}

// Phase is the pair of states before the connection ended.
type Phase struct{ Client, Server State }

// Role tells how it is known which end is the client.
type Role uint8

// The roles.
const (
	Guessed Role = iota // no SYN was seen: from the ports
	Seen                // a SYN or SYN-ACK proved it
)

// String returns "guessed" or "seen".
func (r Role) String() string { return [...]string{"guessed", "seen"}[r] }

// Start tells whether the capture holds the connection's beginning.
type Start uint8

// The starts.
const (
	NotCaptured Start = iota
	Captured
)

// String returns "not captured" or "captured".
func (s Start) String() string { return [...]string{"not captured", "captured"}[s] }

// Certainty tells how sure the verdict is.
type Certainty uint8

// The certainties.
const (
	Sure Certainty = iota
	Probable
)

// String returns "sure" or "probable".
func (c Certainty) String() string { return [...]string{"sure", "probable"}[c] }
