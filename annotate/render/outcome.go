package render

import (
	"tcpshake/annotate"
)

// appendOutcome appends how a connection ended, in words: "closed by client in
// 381us, handshake 54us".
func appendOutcome(dst []byte, c *annotate.Connection) []byte {
	if c.Certainty == annotate.Probable {
		dst = append(dst, "probably "...)
	}
	dst = append(dst, outcomeWords[c.Verdict]...)
	if c.By != annotate.Nobody && c.Verdict != annotate.Open && c.Verdict != annotate.Replaced {
		dst = append(append(dst, " by "...), c.By.String()...)
	}
	if c.CloseTime >= 0 && c.Verdict == annotate.ClosedBoth {
		dst = annotate.AppendDuration(append(dst, " in "...), c.CloseTime)
	}
	if c.HalfClosed >= longHalfClose {
		dst = appendHalfClosed(append(dst, ", "...), c)
	}
	if text := resetText(c); text != "" {
		dst = append(append(dst, " ("...), text...)
		dst = append(dst, ')')
	}
	if c.Handshake.SYNs > 0 && c.Handshake.Connect >= 0 {
		dst = annotate.AppendDuration(append(dst, ", handshake "...), c.Handshake.Connect)
	}
	if c.Start == annotate.NotCaptured {
		dst = append(dst, ", start not captured"...)
	}
	if c.Stalled {
		dst = append(dst, ", stalled"...)
	}
	return dst
}

// resetText returns the reason of the RST that ended c, "" when none did: one that came
// after both ends had closed ended nothing, and its reason would be taken for that of
// the close.
func resetText(c *annotate.Connection) string {
	switch c.Verdict {
	case annotate.Refused, annotate.Aborted, annotate.Reset:
		return c.Reset.Text()
	default:
		return ""
	}
}

var outcomeWords = [...]string{
	annotate.Open: "still open", annotate.Refused: "refused", annotate.Unreachable: "unreachable",
	annotate.Aborted: "aborted", annotate.HalfOpen: "half-open: the SYN-ACK was not acknowledged",
	annotate.NoAnswer: "no answer to the SYN", annotate.Reset: "reset", annotate.ClosedBoth: "closed",
	annotate.HalfClosed: "half-closed", annotate.Replaced: "replaced by a new connection on the same ports",
}
