package annotate

import "tcpshake/decode"

// Connection is the record of one connection: how it began, how it ended and
// who ended it. Times are nanoseconds since 1970 UTC, durations nanoseconds;
// a negative duration is one that is not known.
type Connection struct {
	// ID is the number that packets of the connection carry.
	ID             uint64
	Client, Server decode.Endpoint
	// Role says whether a SYN or SYN-ACK proved who the client is.
	Role Role

	Verdict   Verdict
	By        Party
	Phase     Phase
	Start     Start
	Certainty Certainty
	// Ongoing is set when the connection had not ended when the capture did, or when
	// it lost its place in the table.
	Ongoing bool
	// ClientState and ServerState are the last states.
	ClientState, ServerState EndState

	// ConnState and History are Zeek's codes ("SF", "ShADadFf").
	ConnState string
	History   string

	// First and Last are the time stamps of the first and the last packet as they
	// were captured. Duration is the time between them; where the clock of the
	// capture was set back it is not their difference, and never negative.
	First, Last int64
	Duration    int64
	// Productive is from the first segment to the last one that carried a SYN, a
	// FIN or data that had not been sent before. FirstStates are the states after
	// the first segment, ClientTimes and ServerTimes how long each end was in which
	// state. They are known with Options.StateTimes only.
	Productive               int64
	FirstStates              Phase
	ClientTimes, ServerTimes StateTimes
	// FirstDataBy is who sent the first data, FirstByte how long after the end of
	// the handshake the server's first data came.
	FirstDataBy Party
	FirstByte   int64

	Handshake  Handshake
	Vantage    Vantage // where the capture point is
	Negotiated Negotiated
	ToServer   Traffic // what the client sent
	ToClient   Traffic // what the server sent
	CloseTime  int64   // first FIN to the last acknowledgment of the close, or to the RST
	// LastACK is set when both FINs were acknowledged. HalfClosed is how long an end
	// that received a FIN has not closed by now; 0 with another verdict, and when it
	// is not known.
	LastACK    bool
	HalfClosed int64
	Reset      ResetReason
	Stalled    bool
}

// Handshake are the times of an opening.
type Handshake struct {
	// Connect is what connect() cost the application: from the first SYN to the
	// segment that proves that the client got the SYN-ACK.
	Connect int64
	// RTTServer is from the SYN that was answered to its SYN-ACK, RTTClient from
	// the SYN-ACK to its acknowledgment.
	RTTServer, RTTClient int64
	// Ambiguous is set when more than one SYN was sent and time stamps do not
	// tell which was answered (Karn).
	Ambiguous bool
	// SYNs and SYNACKs count how often each was sent.
	SYNs, SYNACKs int
}

// Negotiated is what both SYNs agreed on; a value is valid when its Known field
// is set.
type Negotiated struct {
	// Known is set when both the SYN and the SYN-ACK were captured.
	Known bool
	// ClientMSS and ServerMSS are what each end announced, in bytes, 0 without the
	// option (RFC 9293 section 3.7.1 then says 536, or 1220 over IPv6).
	ClientMSS, ServerMSS uint16
	// EffectiveMSS is the longest payload that both ends can send: the smaller MSS,
	// less what time stamps take (RFC 6691 section 2).
	EffectiveMSS uint16
	// WindowScale is set when both offered it (RFC 7323 section 2.2); the shifts
	// are at most 14.
	WindowScale              bool
	ClientShift, ServerShift uint8
	SACK, Timestamps         bool
	ECN                      ECN
	TFO                      TFO
	MPTCP                    bool
	// MPTCPJoin is set when this is a further subflow of an MPTCP connection (RFC
	// 8684 section 3.2).
	MPTCPJoin bool
}

// ECN is the outcome of the ECN negotiation.
type ECN uint8

// The outcomes.
const (
	NoECN      ECN = iota
	ClassicECN     // RFC 3168
	AccECN         // RFC 9768
	BrokenECN      // the SYN-ACK reflects the SYN's flags
)

// String returns "", "ecn", "accecn" or "broken".
func (e ECN) String() string { return [...]string{"", "ecn", "accecn", "broken"}[e] }

// TFO is the outcome of TCP Fast Open (RFC 7413).
type TFO uint8

// The outcomes.
const (
	NoTFO TFO = iota
	TFORequested
	TFOGiven
	TFOAccepted
	TFOIgnored
	// tfoUnasked: the SYN-ACK acknowledges data of a SYN that did not ask for TCP
	// Fast Open, as it may (RFC 9293 section 3.10.7.2), tfoUnaskedIgnored: it does not.
	// Both are reported as NoTFO.
	tfoUnasked
	tfoUnaskedIgnored
)

// String returns "", "requested", "given", "accepted" or "ignored".
func (t TFO) String() string { return [...]string{"", "requested", "given", "accepted", "ignored"}[t] }

// Traffic is what one end sent. Copies are not counted.
type Traffic struct {
	Packets uint64
	// Bytes are payload bytes on the wire, Unique those without retransmissions.
	Bytes, Unique uint64
	// Retransmissions counts segments sent again (SYN and FIN included), and
	// RetransmittedBytes their payload.
	Retransmissions    uint64
	RetransmittedBytes uint64
	// SYNRetransmissions and FINRetransmissions are those of the retransmissions
	// that carried a SYN, or a FIN and no data.
	SYNRetransmissions, FINRetransmissions uint64
	Reordered                              uint64
	// FINs and RSTs count those that it sent, up to 255.
	FINs, RSTs uint64
	// Copies counts the packets that were captured a second time.
	Copies uint64
	// Gaps counts how often it went on behind bytes that had not been captured.
	Gaps uint64
	// NotCaptured are bytes that the peer acknowledged and the capture lacks.
	NotCaptured uint64
	DupAcks     uint64
	ZeroWindows uint64
	KeepAlives  uint64
	// ZeroWindowTime is how long this end's window was zero, in nanoseconds.
	ZeroWindowTime int64
	// Throughput is the unique payload in bytes per second, from its first data to
	// the last that were new; 0 when that is not known.
	Throughput uint64
	// MaxInFlight is the most bytes that were sent and not acknowledged, MaxSegment
	// the longest payload; 0 when not known.
	MaxInFlight, MaxSegment uint64
	// Windows are those that it announced since its peer began to send data.
	Windows Windows
	// RTT is the time from a segment that was sent once to its acknowledgment
	// (Karn's rule), as seen at the capture point. Its median and percentile are
	// off by 6 % at most.
	RTT Distribution
}

// Windows are the least and the largest window in bytes (scaled), without those
// of SYNs. They are valid when Known is set: the window scale is not known when
// the opening was not captured.
type Windows struct {
	Known    bool
	Min, Max uint64
}
