package render

import (
	"testing"

	"tcpshake/annotate"
)

func TestComments(t *testing.T) {
	whole := events(wholeConnection())
	handshake := *whole[2]
	handshake.Findings = []annotate.Finding{
		{Kind: annotate.FindingHandshake, N: 1, Time: 54_000, Time2: 48_000, Time3: 6_000},
		{Kind: annotate.FindingTwin, N: 7},
		{Kind: annotate.FindingDupAckHarmless},
	}
	tests := []struct {
		event *annotate.Event
		want  string
	}{
		{whole[0], "SYN  #1 SYN_SENT/SYN_RCVD?"},
		{whole[1], "SYN-ACK  #1 ESTABLISHED/SYN_RCVD"},
		{&handshake, "ACK  #1 ESTABLISHED/ESTABLISHED: handshake 54us (server 48us, client 6us); same flow as #7, before or after address translation; dup ack, nothing missing"},
		{&annotate.Event{Label: annotate.LabelBroken}, "BAD-HDR"},
	}
	c := NewComments()
	for _, test := range tests {
		if got := string(c.Append(nil, test.event)); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

func TestCommentsDoNotAllocate(t *testing.T) {
	c, e, b := NewComments(), events(wholeConnection())[2], make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() { b = c.Append(b[:0], e) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
