package render

import (
	"bytes"
	"strconv"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// fakeLine stands for tcpdump's line where the line itself does not matter.
type fakeLine struct {
	text, dump string
	seen       int
}

func (f *fakeLine) Append(dst []byte, number uint64, _ int64, _ *decode.Segment, _ uint64) []byte {
	f.seen++
	return append(strconv.AppendUint(append(dst, "packet "...), number, 10), f.text...)
}

func (f *fakeLine) Skip(int64, *decode.Segment) { f.seen++ }

func (f *fakeLine) AppendDump(dst []byte) []byte { return append(dst, f.dump...) }

// textPrinter returns a text printer over a fake line.
func textPrinter(opt Options, line *fakeLine) (*text, *bytes.Buffer) {
	var sink bytes.Buffer
	p := newText(&sink, &opt, &Env{})
	p.line = line
	return p, &sink
}

func TestTextLine(t *testing.T) {
	synSent := annotate.EndState{State: annotate.SynSent}
	synRcvd := annotate.EndState{State: annotate.SynRcvd, Assumed: true, Doubtful: true}
	tests := []struct {
		name string
		opt  Options
		line fakeLine
		ev   annotate.Event
		want string
	}{
		{
			"states that changed", Options{}, fakeLine{},
			annotate.Event{Label: annotate.LabelSYN, Conn: 1, Client: synSent, Server: synRcvd, Changed: true},
			"SYN      packet 7  #1 SYN_SENT/SYN_RCVD?\n",
		},
		{
			"states that did not", Options{}, fakeLine{},
			annotate.Event{Label: annotate.LabelSYNACK, Conn: 12, Client: synSent, Server: synRcvd},
			"SYN-ACK  packet 7  #12\n",
		},
		{
			"no connection", Options{}, fakeLine{},
			annotate.Event{Label: annotate.LabelFragment},
			"FRAG     packet 7\n",
		},
		{
			"widest label", Options{}, fakeLine{},
			annotate.Event{Label: annotate.LabelBroken},
			"BAD-HDR  packet 7\n",
		},
		{
			"several lines and a dump", Options{Verbose: 1}, fakeLine{text: "\n    a > b: length 1", dump: "\n\t0x0000:  61"},
			annotate.Event{Label: annotate.LabelPSH, Conn: 3},
			"PSH      packet 7\n    a > b: length 1  #3\n\t0x0000:  61\n",
		},
		{
			"copy, hidden", Options{}, fakeLine{},
			annotate.Event{Label: annotate.LabelACK, Conn: 3, Copy: true, CopyOf: 5},
			"",
		},
		{
			"copy, shown", Options{Verbose: 1}, fakeLine{},
			annotate.Event{Label: annotate.LabelACK, Conn: 3, Copy: true, CopyOf: 5},
			"ACK      packet 7  #3: duplicate of 5\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, sink := textPrinter(tt.opt, &tt.line)
			tt.ev.Number = 7
			if err := p.Event(&tt.ev); err != nil {
				t.Fatal(err)
			}
			if err := p.Close(&End{}); err != nil {
				t.Fatal(err)
			}
			if got := sink.String(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if tt.line.seen != 1 {
				t.Errorf("the packet line saw %d frames, want 1", tt.line.seen)
			}
		})
	}
}

func TestTextFindings(t *testing.T) {
	findings := []annotate.Finding{
		{Kind: annotate.FindingGap, N: 1},
		{Kind: annotate.FindingZeroWindow},
		{Kind: annotate.FindingDSACK, A: 1, B: 9},
		{Kind: annotate.FindingPortReuse, N: 3, Time: 2e9},
	}
	tests := []struct {
		name     string
		verbose  int
		conn     uint64
		findings []annotate.Finding
		want     string
	}{
		{"at most two", 0, 1, findings, "#1: gap: 1 byte not captured; zero window"},
		{"those of -v are left out", 0, 1, findings[2:], "#1: port reuse (#3 ended 2s ago)"},
		{"nothing is left", 0, 1, findings[2:3], "#1"},
		{"all", 1, 1, findings, "#1: gap: 1 byte not captured; zero window; DSACK: 1-9 was received twice; port reuse (#3 ended 2s ago)"},
		{"no connection", 0, 0, findings[1:2], "zero window"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, sink := textPrinter(Options{Verbose: tt.verbose}, &fakeLine{})
			p.Event(&annotate.Event{Conn: tt.conn, Findings: tt.findings})
			p.Flush()
			if want := "NONE     packet 0  " + tt.want + "\n"; sink.String() != want {
				t.Errorf("got  %q\nwant %q", sink, want)
			}
		})
	}
}

// With -v a note ends with what the packet measures, and with what tshark calls
// it when no finding does.
func TestTextMeasures(t *testing.T) {
	measured := annotate.Event{Conn: 1, RTT: 54_000, InFlight: 1448}
	gap := []annotate.Finding{{Kind: annotate.FindingGap, N: 1}, {Kind: annotate.FindingReordered, Time: -1}}
	tests := []struct {
		name    string
		verbose int
		change  func(*annotate.Event)
		want    string
	}{
		{"not without -v", 0, func(e *annotate.Event) { e.Compat = annotate.CompatKeepAlive }, "#1"},
		{"both", 1, func(*annotate.Event) {}, "#1: rtt 54us; 1448 in flight"},
		{"behind findings", 1, func(e *annotate.Event) { e.Findings, e.RTT = gap, 0 }, "#1: gap: 1 byte not captured; reordered; 1448 in flight"},
		{"another name", 1, func(e *annotate.Event) {
			e.Findings, e.RTT, e.InFlight = gap, 0, 0
			e.Compat = annotate.CompatLostSegment | annotate.CompatRetransmission | annotate.CompatFastRetransmission
		}, "#1: gap: 1 byte not captured; reordered; tshark: retransmission, fast_retransmission"},
		{"nothing", 1, func(e *annotate.Event) { e.RTT, e.InFlight = 0, 0 }, "#1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, sink := textPrinter(Options{Verbose: tt.verbose}, &fakeLine{})
			e := measured
			tt.change(&e)
			p.Event(&e)
			p.Flush()
			if want := "NONE     packet 0  " + tt.want + "\n"; sink.String() != want {
				t.Errorf("got  %q\nwant %q", sink, want)
			}
		})
	}
}

func TestTextColor(t *testing.T) {
	ev := annotate.Event{
		Label: annotate.LabelRST, Conn: 1, Changed: true,
		Client: annotate.EndState{State: annotate.Closed}, Findings: []annotate.Finding{{Kind: annotate.FindingGap, N: 9}},
	}
	var out [2]string
	for i, mode := range []ColorMode{ColorNever, ColorAlways} {
		p, sink := textPrinter(Options{Color: mode}, &fakeLine{})
		p.Event(&ev)
		p.Flush()
		out[i] = sink.String()
	}
	if out[0] == out[1] {
		t.Error("no colour with --color=always")
	}
	if got := sgr.ReplaceAllString(out[1], ""); got != out[0] {
		t.Errorf("without its sequences %q, want %q", got, out[0])
	}
}

func TestTextDoesNotAllocate(t *testing.T) {
	p := newText(discard{}, &Options{Color: ColorAlways}, &Env{})
	p.line = &fakeLine{text: " with some length"}
	ev := annotate.Event{
		Label: annotate.LabelACK, Conn: 1234, Changed: true,
		Client: annotate.EndState{State: annotate.Established}, Findings: []annotate.Finding{{Kind: annotate.FindingGap, N: 9}, {Kind: annotate.FindingHandshake, Time: 54e3, Time2: 48e3, Time3: 6e3}},
	}
	if n := testing.AllocsPerRun(5000, func() { p.Event(&ev) }); n != 0 {
		t.Errorf("%v allocations for each event, want none", n)
	}
}

// discard is a writer that costs nothing.
type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

func BenchmarkNote(b *testing.B) {
	n := newNotes(newPalette(ColorNever, nil), 0)
	ev := annotate.Event{
		Conn: 123456, Changed: true,
		Client: annotate.EndState{State: annotate.Established},
		Server: annotate.EndState{State: annotate.Established},
	}
	dst := make([]byte, 0, 256)
	for b.Loop() {
		dst = n.append(dst[:0], &ev)
	}
}
