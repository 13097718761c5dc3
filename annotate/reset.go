package annotate

// ResetReason is the reason of a RST, as far as the segments before it show one. The
// texts of those that are only likely say "probably"; what the others say is on the
// wire: the RST itself tells it, or answers a SYN, what came after a FIN, or a
// challenge ACK.
type ResetReason uint8

// The reasons.
const (
	ResetUnknown ResetReason = iota
	// ResetNoListener: RST in answer to a SYN.
	ResetNoListener
	// ResetNoSocket: the client resets what the SYN-ACK answers.
	ResetNoSocket
	// ResetGone: the sender closed before and no longer has the socket that data
	// still arrive for.
	ResetGone
	// ResetStateLost: the sender has no such connection though it never closed it.
	ResetStateLost
	// ResetHalfOpen: the client refuses the challenge ACK of an old connection.
	ResetHalfOpen
	// ResetAborted: the application closed without waiting (SO_LINGER 0), or died.
	ResetAborted
	// ResetUnread: closed while data that had arrived were not read.
	ResetUnread
	// ResetKeepAlive: keep-alives went unanswered.
	ResetKeepAlive
	// ResetProbe: right after the handshake, no data: a health check.
	ResetProbe
	// ResetOverflow: the server resets a connection as soon as it is established.
	ResetOverflow
	// ResetIdle: after a long silence.
	ResetIdle
	// ResetMiddlebox: the RST does not look like the sender's other segments.
	ResetMiddlebox
	// ResetMPTCP: the RST carries an MPTCP reason (RFC 8684 section 3.6).
	ResetMPTCP
	// ResetFastClose: the RST ends the MPTCP connection, not only this subflow (RFC
	// 8684 section 3.5).
	ResetFastClose
	// ResetGaveUp: the client gave up before an answer came.
	ResetGaveUp
)

// String returns the name that JSON uses: "no-listener"; "" for ResetUnknown.
func (r ResetReason) String() string { return resetReasons[min(int(r), len(resetReasons)-1)].name }

// Text returns the reason in words; "" for ResetUnknown.
func (r ResetReason) Text() string { return resetReasons[min(int(r), len(resetReasons)-1)].text }

var resetReasons = [...]struct{ name, text string }{
	ResetUnknown:    {},
	ResetNoListener: {"no-listener", "no listener on that port, or a firewall rejecting"},
	ResetNoSocket:   {"no-socket", "the client has no such socket, probably a cancelled connect, a scan or a spoofed SYN"},
	ResetGone:       {"gone", "it had closed already, and the peer still sent"},
	ResetStateLost:  {"state-lost", "probably rebooted, lost its state, or the address moved"},
	ResetHalfOpen:   {"half-open", "the old connection was half-open"},
	ResetAborted:    {"aborted", "probably the application aborted (SO_LINGER 0, or killed)"},
	ResetUnread:     {"unread-data", "probably closed with unread data"},
	ResetKeepAlive:  {"keep-alive", "probably its keep-alive gave up"},
	ResetProbe:      {"probe", "probably a health check or port probe"},
	ResetOverflow:   {"overflow", "probably a full accept queue (tcp_abort_on_overflow), or it refuses this client"},
	ResetIdle:       {"idle-timeout", "probably an idle timeout"},
	ResetMiddlebox:  {"middlebox", "probably sent by a middlebox, not by the peer"},
	ResetMPTCP:      {"mptcp", "MPTCP"},
	ResetFastClose:  {"mptcp-fastclose", "MPTCP fast close, the application aborted all subflows"},
	ResetGaveUp:     {"gave-up", "the client gave up"},
}

// RSTFault says why a receiver ignores a RST (RFC 9293 section 3.10.7).
type RSTFault uint8

// The faults.
const (
	// RSTNotForSYN: it does not acknowledge the SYN.
	RSTNotForSYN RSTFault = iota
	// RSTInWindow: in the window but not exact: a challenge ACK is due (RFC 5961
	// section 3.2).
	RSTInWindow
	// RSTOutside: outside the window.
	RSTOutside
)
