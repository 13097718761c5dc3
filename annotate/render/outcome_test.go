package render

import (
	"strings"
	"testing"

	"tcpshake/annotate"
)

func TestOutcome(t *testing.T) {
	const gone = "it had closed already, and the peer still sent"
	tests := []struct {
		name    string
		verdict annotate.Verdict
		by      annotate.Party
		reason  annotate.ResetReason
		want    string
		remark  string
	}{
		{"closed", annotate.ClosedBoth, annotate.ClientParty, annotate.ResetUnknown, "closed by client in 20ms", ""},
		{"RST after the close", annotate.ClosedBoth, annotate.ClientParty, annotate.ResetGone, "closed by client in 20ms", ""},
		{"reset", annotate.Reset, annotate.ServerParty, annotate.ResetGone, "reset by server (" + gone + ")", gone},
		{"refused", annotate.Refused, annotate.ServerParty, annotate.ResetNoListener,
			"refused by server (no listener on that port, or a firewall rejecting)", "no listener on that port, or a firewall rejecting"},
		{"aborted", annotate.Aborted, annotate.ClientParty, annotate.ResetGaveUp, "aborted by client (the client gave up)", "the client gave up"},
		{"replaced", annotate.Replaced, annotate.ClientParty, annotate.ResetUnknown, "replaced by a new connection on the same ports", ""},
	}
	half := &annotate.Connection{Verdict: annotate.HalfClosed, By: annotate.ServerParty, HalfClosed: 36.9e9, CloseTime: -1, Start: annotate.Captured}
	if got, want := string(appendOutcome(nil, half)), "half-closed by server, client has not closed for 36.9s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &annotate.Connection{Verdict: tt.verdict, By: tt.by, Reset: tt.reason, CloseTime: 20e6, Start: annotate.Captured}
			if got := string(appendOutcome(nil, c)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			var r remarks
			if r.addAll(c); strings.TrimSpace(string(r.b)) != tt.remark {
				t.Errorf("remarks %q, want %q", r.b, tt.remark)
			}
		})
	}
}
