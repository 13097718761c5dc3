package annotate_test

import (
	"fmt"
	"slices"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// unproved returns what a state of self claims beyond the evidence, "" when it
// is proved.
func (e *evidence) unproved(self, peer decode.Endpoint, s annotate.EndState) string {
	if s.State == annotate.Unknown {
		return ""
	}
	if !s.Doubtful && !e.heard(self) && s.State != annotate.Closed {
		return fmt.Sprintf("%v without \"?\" of an end that was not heard", s.State)
	}
	if s.Doubtful || e.proves(self, peer, s.State) {
		return ""
	}
	return fmt.Sprintf("%v", s.State)
}

// proves reports whether self can be in the state, by RFC 9293 figure 5.
func (e *evidence) proves(self, peer decode.Endpoint, s annotate.State) bool {
	switch s {
	case annotate.SynSent:
		return e.has(self, sendsSYN) || e.has(peer, sendsSYN)
	case annotate.SynRcvd:
		return e.has(self, isSYN) || e.has(peer, isSYN)
	case annotate.Established:
		return e.established(self, peer)
	case annotate.FinWait1:
		return e.fin(self)
	case annotate.FinWait2:
		return e.fin(self) && e.finAcked(self, peer)
	case annotate.CloseWait:
		return e.fin(peer)
	case annotate.LastAck:
		return e.fin(self) && e.fin(peer) && e.knew(self, peer)
	case annotate.Closing:
		return e.fin(self) && e.fin(peer)
	case annotate.TimeWait:
		return e.fin(self) && e.fin(peer) && e.finAcked(self, peer) && e.unaware(self, peer)
	default:
		return e.closed(self, peer)
	}
}

// closed: by a RST of either, by the acknowledgment of the second FIN, or at the
// end of TIME_WAIT.
func (e *evidence) closed(self, peer decode.Endpoint) bool {
	return e.reset(self) || e.reset(peer) || e.fin(self) && e.fin(peer) && e.finAcked(self, peer)
}

// findings returns what the findings about a packet claim beyond the evidence.
func (e *evidence) findings(client, server decode.Endpoint, findings []annotate.Finding) string {
	for _, f := range findings {
		both := e.established(client, server) && e.established(server, client)
		switch {
		case f.Kind == annotate.FindingHandshake && !(both && e.begun()):
			return "handshake complete"
		case f.Kind == annotate.FindingHandshake && (f.Time < 0 || f.Time2 > f.Time || f.Time3 > f.Time):
			return fmt.Sprintf("handshake of %d ns, of which %d and %d", f.Time, f.Time2, f.Time3)
		case f.Kind == annotate.FindingRefused && !e.refused(client, server):
			return "refused"
		case f.Kind == annotate.FindingReset && !e.reset(client) && !e.reset(server):
			return "reset"
		case f.Kind == annotate.FindingClose && !e.closing(client, server, &f):
			return fmt.Sprintf("close %d/%d by %v", f.N, f.A, f.By)
		}
	}
	return ""
}

// closing reports whether a step of the close is proved.
func (e *evidence) closing(client, server decode.Endpoint, f *annotate.Finding) bool {
	fins := e.fin(client) && e.fin(server)
	switch f.N {
	case 1:
		return e.by(client, server, f.By, e.fin)
	case 2, 3:
		return e.fin(client) || e.fin(server)
	default:
		return fins && e.finAcked(client, server) && e.finAcked(server, client) && e.closer(client, server, f.By)
	}
}

// by reports whether the party of that name did something.
func (e *evidence) by(client, server decode.Endpoint, who annotate.Party, did func(decode.Endpoint) bool) bool {
	switch who {
	case annotate.ClientParty:
		return did(client)
	case annotate.ServerParty:
		return did(server)
	default:
		return did(client) || did(server)
	}
}

// closer reports whether the party can have closed first: what it sent last did
// not acknowledge that the other had closed.
func (e *evidence) closer(client, server decode.Endpoint, who annotate.Party) bool {
	switch who {
	case annotate.ClientParty:
		return e.fin(client) && (!e.fin(server) || e.unaware(client, server))
	case annotate.ServerParty:
		return e.fin(server) && (!e.fin(client) || e.unaware(server, client))
	case annotate.Both:
		return client == server || e.unaware(client, server) && e.unaware(server, client)
	default:
		return false
	}
}

// refused: a RST of the server acknowledges a SYN of the client.
func (e *evidence) refused(client, server decode.Endpoint) bool {
	for _, s := range e.from(client, isSYN) {
		if e.has(server, func(p *piece) bool {
			return isRST(p) && p.flags.Has(decode.ACK) && s.seq.Less(p.ack) && p.ack.LessEq(s.end)
		}) {
			return true
		}
	}
	return false
}

// verdict returns what the report of a connection claims beyond the evidence.
func (e *evidence) verdict(c *annotate.Connection) string {
	client, server := c.Client, c.Server
	if c.Role == annotate.Seen && !e.has(client, isOpen) && !e.has(server, isAnswer) {
		return "the role as seen"
	}
	if c.Start == annotate.Captured && !e.has(client, isSYN) && !e.has(server, isOpen) {
		return "the start as captured"
	}
	if c.Handshake.Connect >= 0 && !(e.begun() && e.established(client, server) && e.established(server, client)) {
		return "handshake complete"
	}
	if e.proved(c) {
		return ""
	}
	return fmt.Sprintf("%v by %v", c.Verdict, c.By)
}

// proved reports whether the verdict is.
func (e *evidence) proved(c *annotate.Connection) bool {
	client, server := c.Client, c.Server
	sure := c.Certainty == annotate.Sure
	switch c.Verdict {
	case annotate.Refused:
		return e.refused(client, server)
	case annotate.Unreachable:
		return e.unreachable(client)
	case annotate.Aborted:
		return e.by(client, server, c.By, func(end decode.Endpoint) bool { return e.reset(end) || e.fin(end) })
	case annotate.HalfOpen:
		return e.has(server, isSYN) || e.has(client, isAnswer) || !sure && e.answered(client, server)
	case annotate.NoAnswer:
		return e.has(client, isOpen) && !e.answered(client, server)
	case annotate.Reset:
		return e.by(client, server, c.By, e.reset) && e.met(client, server)
	case annotate.ClosedBoth:
		fins := e.has(client, isFIN) && e.has(server, isFIN)
		return (fins || !sure && e.fin(client) && e.fin(server)) && e.met(client, server) && (!sure || e.closer(client, server, c.By))
	case annotate.HalfClosed:
		seen := e.by(client, server, c.By, func(end decode.Endpoint) bool { return e.has(end, isFIN) })
		return (seen || !sure && e.by(client, server, c.By, e.fin)) && e.met(client, server)
	case annotate.Replaced:
		return e.met(client, server) || e.has(server, isSYN)
	default:
		return e.met(client, server)
	}
}

// answered reports whether the server sent anything that acknowledges a SYN of the
// client. Another connection's acknowledgment is no answer.
func (e *evidence) answered(client, server decode.Endpoint) bool {
	return slices.ContainsFunc(e.from(client, isOpen), func(s *piece) bool {
		return e.has(server, func(p *piece) bool {
			d := p.ack.Diff(s.seq)
			return isPlain(p) && d > 0 && d < sameStream
		})
	})
}

// sameStream is how far behind the SYN the numbers of a small capture reach. The
// initial number of a new connection is farther from the old one's (RFC 6528).
const sameStream = 1 << 20

// met reports whether the handshake was complete, or its beginning is missing.
func (e *evidence) met(client, server decode.Endpoint) bool {
	return e.established(client, server) && e.established(server, client)
}

// told notes what was said aloud about missing packets, and about the last one.
func (e *evidence) told(client, server decode.Endpoint, findings []annotate.Finding) {
	for _, f := range findings {
		if f.Kind == annotate.FindingSYNIgnored || e.repeatsStray() && (f.Kind == annotate.FindingSYNRetransmission || f.Kind == annotate.FindingCopy) {
			e.pieces[len(e.pieces)-1].stray = true
		}
		if f.Kind == annotate.FindingSecondSYNACK || f.Kind == annotate.FindingSYNACKMismatch {
			e.pieces[len(e.pieces)-1].foreign = true
		}
		if f.Kind != annotate.FindingFINNotCaptured {
			continue
		}
		end := client
		if f.By == annotate.ServerParty {
			end = server
		}
		if !slices.Contains(e.missing, end) {
			e.missing = append(e.missing, end)
		}
	}
}
