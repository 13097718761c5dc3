package render

import (
	"bytes"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// records are connections of every kind.
func records() []*annotate.Connection {
	six := decode.Endpoint{Addr: decode.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}), Port: 40000}
	unknown := annotate.Handshake{Connect: -1, RTTServer: -1, RTTClient: -1}
	unanswered := unknown
	unanswered.SYNs = 3
	return []*annotate.Connection{
		wholeRecord(),
		{
			ID: 2, Client: clientEnd, Server: serverEnd, Role: annotate.Seen, Start: annotate.Captured,
			Verdict: annotate.Refused, By: annotate.ServerParty, Reset: annotate.ResetNoListener,
			Handshake: annotate.Handshake{Connect: -1, RTTServer: -1, RTTClient: -1, SYNs: 1},
			First:     storyTime, Last: storyTime + 31_000, Duration: 31_000, CloseTime: -1,
			ToServer: annotate.Traffic{Packets: 1}, ToClient: annotate.Traffic{Packets: 1},
		},
		{
			ID: 3, Client: six, Server: decode.Endpoint{Addr: six.Addr, Port: 443}, Role: annotate.Seen, Start: annotate.Captured,
			Verdict: annotate.NoAnswer, Handshake: unanswered, CloseTime: -1,
			First: storyTime, Last: storyTime + 3_030_000_000, Duration: 3_030_000_000, ToServer: annotate.Traffic{Packets: 3, Retransmissions: 2},
		},
		{
			ID: 1000004, Client: clientEnd, Server: serverEnd, Verdict: annotate.Reset, By: annotate.ServerParty,
			Certainty: annotate.Probable, Reset: annotate.ResetIdle, Handshake: unknown, Stalled: true, CloseTime: -1,
			First: storyTime, Last: storyTime + 90e9, Duration: 90e9, ToServer: annotate.Traffic{Packets: 12, Bytes: 123456789012},
		},
		{
			ID: 5, Client: clientEnd, Server: serverEnd, Role: annotate.Seen, Start: annotate.Captured, Verdict: annotate.Open,
			Ongoing: true, Handshake: annotate.Handshake{SYNs: 1, SYNACKs: 1, Connect: 1_240_000}, First: storyTime, Last: storyTime + 7e9, Duration: 7e9, CloseTime: -1,
		},
	}
}

func printConnections(t *testing.T, opt Options, list []*annotate.Connection) string {
	t.Helper()
	var sink bytes.Buffer
	p := newFormat(Connections, &sink, opt, Env{})
	for _, c := range list {
		if err := p.Connection(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(&End{}); err != nil {
		t.Fatal(err)
	}
	return sink.String()
}

func TestConnectionsGolden(t *testing.T) {
	checkGolden(t, "records.connections.txt", []byte(printConnections(t, Options{}, records())))
}

func TestConnectionsColor(t *testing.T) {
	plain := printConnections(t, Options{Color: ColorNever}, records())
	colored := printConnections(t, Options{Color: ColorAlways}, records())
	if colored == plain {
		t.Error("no colour with --color=always")
	}
	if got := sgr.ReplaceAllString(colored, ""); got != plain {
		t.Errorf("without its sequences\n%s\nwant\n%s", got, plain)
	}
}

func TestConnectionsHeadAlone(t *testing.T) {
	out := printConnections(t, Options{}, nil)
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, "verdict") {
		t.Errorf("without connections: %q, want the heads", out)
	}
}

// TestConnectionsFields makes sure that a line falls into as many fields as
// there are heads.
func TestConnectionsFields(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(printConnections(t, Options{}, records())), "\n")
	heads := len(strings.Fields(lines[0]))
	for _, line := range lines[1:] {
		if n := len(strings.Fields(line)); n < heads-1 {
			t.Errorf("%d fields, want %d: %s", n, heads-1, line)
		}
	}
}

func TestConnectionsDoNotAllocate(t *testing.T) {
	p := newConnections(discard{}, &Options{}, &Env{})
	list := records()
	if n := testing.AllocsPerRun(500, func() {
		for _, c := range list {
			p.Connection(c)
		}
	}); n != 0 {
		t.Errorf("%v allocations for five connections, want none", n)
	}
}

func BenchmarkConnectionLine(b *testing.B) {
	p := newConnections(discard{}, &Options{}, &Env{})
	c := wholeRecord()
	for b.Loop() {
		p.Connection(c)
	}
}

// With -v the remarks say what was measured, and only what is known; without it, what
// everybody should know.
func TestConnectionsMeasures(t *testing.T) {
	whole, half, short := wholeRecord(), wholeRecord(), wholeRecord()
	short.Verdict, short.HalfClosed = annotate.HalfClosed, 60e6
	half.Verdict, half.HalfClosed = annotate.HalfClosed, 37e9
	half.FirstDataBy, half.FirstByte, half.ToServer = annotate.Nobody, -1, annotate.Traffic{}
	half.ToClient = annotate.Traffic{MaxInFlight: 78, Throughput: 1200}
	for _, c := range []struct {
		verbose int
		record  *annotate.Connection
		want    string
	}{
		{0, whole, ""},
		{0, half, "server has not closed for 37s"},
		{0, short, ""},
		{1, whole, "first data by client; first byte of server after 2.04ms; to server: rtt 36us, 26 in flight; to client: 78 in flight"},
		{1, short, "server has not closed for 60ms; first data by client; first byte of server after 2.04ms; to server: rtt 36us, 26 in flight; to client: 78 in flight"},
		{1, half, "server has not closed for 37s; to client: 78 in flight, 1200 bytes/s"},
	} {
		out := printConnections(t, Options{Verbose: c.verbose}, []*annotate.Connection{c.record})
		cells := strings.Fields(strings.Split(out, "\n")[1])
		if got := strings.Join(cells[columnRemarks:], " "); got != c.want {
			t.Errorf("-v %d: %q, want %q\n%s", c.verbose, got, c.want, out)
		}
	}
}
