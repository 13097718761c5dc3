package render

import (
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

func TestExplanationsAreWhole(t *testing.T) {
	for tp := topicSYN; tp < topics; tp++ {
		x := explanations[tp]
		for _, words := range []string{x.full, x.short} {
			if !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, "%o") && !strings.HasSuffix(words, "%g") && !strings.HasSuffix(words, "%u") {
				t.Errorf("topic %d: no sentence: %q", tp, words)
			}
			for i, part := range strings.Split(words, "%") {
				if i > 0 && !strings.ContainsRune("sSpPnyqeahidfogktruwbmc", rune(part[0])) {
					t.Errorf("topic %d: no such field: %q", tp, "%"+part[:1])
				}
			}
		}
		if len(x.short) >= len(x.full) {
			t.Errorf("topic %d: the short form is longer", tp)
		}
	}
}

// explained returns what is said under each packet of a story.
func explained(steps []step) []string {
	x := newExplainer(newPalette(ColorNever, nil), 0)
	var list []string
	for _, e := range events(steps) {
		list = append(list, strings.TrimSpace(string(x.append(nil, e))))
	}
	return list
}

func TestExplainWhole(t *testing.T) {
	want := []string{
		"The client calls connect()",
		"The kernel of the server answers",
		"The third step.",
		"The client sends 26 bytes that its program wrote: bytes 1 to 26 of its stream, so the server will acknowledge them with ack 27 or more.",
		"The server has everything up to 26 and expects 27 next.",
		"78 bytes of the server, to be acknowledged with ack 79.",
		"The client has everything up to 78.",
		"The client calls close()",
		"The kernel of the server acknowledges the FIN without",
		"The server closes as well",
		"The last acknowledgment. The server is CLOSED. The client, which closed first, stays in TIME_WAIT",
	}
	for i, got := range explained(wholeConnection()) {
		if !strings.HasPrefix(got, want[i]) {
			t.Errorf("packet %d: %q, want %q ...", i+1, got, want[i])
		}
	}
}

func TestExplainOnceForEachConnection(t *testing.T) {
	x := newExplainer(newPalette(ColorNever, nil), 0)
	e := events(wholeConnection())[3]
	first, second := string(x.append(nil, e)), string(x.append(nil, e))
	if len(second) >= len(first) {
		t.Errorf("said twice in full: %q", second)
	}
	e.Conn = 2
	if got := string(x.append(nil, e)); got != first {
		t.Errorf("another connection: %q, want it in full", got)
	}
	x.forget(1)
	x.forget(2)
	if len(x.told) != 0 {
		t.Errorf("%d connections are still remembered", len(x.told))
	}
	e.Late = true
	if x.append(nil, e); len(x.told) != 0 {
		t.Error("a connection that is over is remembered")
	}
}

func TestExplainWraps(t *testing.T) {
	x := newExplainer(newPalette(ColorNever, nil), 80)
	out := string(x.append(nil, events(wholeConnection())[0]))
	if strings.Count(out, "\n") < 3 {
		t.Errorf("not wrapped: %q", out)
	}
	for line := range strings.Lines(out) {
		if len(line) > 81 || !strings.HasPrefix(line, strings.Repeat(" ", explainIndent)) {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
}

func TestExplainOffer(t *testing.T) {
	tests := []struct {
		opt  decode.Options
		want string
	}{
		{decode.Options{}, ""},
		{decode.Options{Set: decode.OptSACKOK}, " The server offers selective acknowledgments (SACK)."},
		{decode.Options{Set: decode.OptMSS | decode.OptWScale | decode.OptTimestamp, MSS: 1460, WScale: 15},
			" The server offers segments of up to 1460 bytes (MSS), windows counted in units of 16384 bytes (window scale), timestamps."},
	}
	for _, tt := range tests {
		if got := string(appendOffer(nil, &annotate.Event{Segment: &decode.Segment{Options: tt.opt}})); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

func TestExplainWithoutConnection(t *testing.T) {
	x := newExplainer(newPalette(ColorNever, nil), 0)
	for class, want := range map[decode.Class]string{decode.Fragment: "A part of an IP packet", decode.Broken: "A header is cut", decode.ICMPError: ""} {
		got := strings.TrimSpace(string(x.append(nil, &annotate.Event{Segment: &decode.Segment{Class: class}})))
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("class %d: %q, want %q", class, got, want)
		}
	}
}

// TestExplainFixtures looks at packets whose explanation depends on more than
// their label: each is the nth line of its fixture.
func TestExplainFixtures(t *testing.T) {
	tests := []struct {
		fixture string
		packet  int
		want    string
	}{
		{"midstream", 2, "The server answers as only an ESTABLISHED end does"},
		{"midstream", 3, "The server sends 120 bytes that its program wrote: the sequence numbers 55000 to 55119 (where its stream began was not captured), so"},
		{"midstream-synack", 2, "The third step."},
		{"synack-not-captured", 4, "The server answers as only an ESTABLISHED end does"},
		{"synack-for-another-syn", 2, "The server answers another SYN than the one that the client waits on"},
		{"synack-for-another-syn", 3, "The client says that the segment it answers belongs to no connection"},
		{"data-after-fin", 6, "The client said by its FIN that it would send nothing more, and sends 20 bytes behind it"},
		{"close-three-way", 5, "The server acknowledges the FIN and closes as well, in one segment"},
		{"close-by-server", 8, "The client closes as well"},
		{"tfo-accepted", 1, "The client connects and sends its first 5 bytes with the SYN"},
		{"retransmission-fast", 13, "Repeated acknowledgments told the client that these bytes are missing"},
		{"open-simultaneous", 3, "No socket listens here"},
		{"open-simultaneous", 4, "With this each end has an acknowledgment of its SYN"},
		{"open-split", 2, "The server acknowledges the SYN and no data yet"},
		{"open-split", 5, "With this each end has an acknowledgment of its SYN"},
		{"self-connect", 1, "A socket connects to its own address and port"},
		{"self-connect", 2, "With this each end has an acknowledgment of its SYN"},
		{"syn-in-established", 8, "The client knows nothing of the connection that this RST answers"},
		{"icmp-port-unreachable", 2, "Not TCP but the host that was called"},
		{"icmp-host-unreachable", 2, "This is not from one of the ends"},
		{"icmp-fragmentation-needed", 5, "The segment is larger than a link"},
		{"icmp6-packet-too-big", 5, "The segment is larger than a link"},
	}
	for _, tt := range tests {
		t.Run(tt.fixture, func(t *testing.T) {
			f := loadFixture(t, tt.fixture)
			lines := strings.Split(f.print(t, Text, Options{Explain: true}, Env{}), "\n")
			if got := strings.TrimSpace(lines[2*tt.packet-1]); !strings.HasPrefix(got, tt.want) {
				t.Errorf("under %s\n%s, want\n%s ...", lines[2*tt.packet-2], got, tt.want)
			}
		})
	}
}

// TestExplainPush speaks of the flag P where it is set only.
func TestExplainPush(t *testing.T) {
	for name, want := range map[string]bool{"article-lo0": true, "retransmission-timeout": true, "icmp-fragmentation-needed": false} {
		f := loadFixture(t, name)
		if got := strings.Contains(f.print(t, Text, Options{Explain: true}, Env{}), "The flag P"); got != want {
			t.Errorf("%s: the flag is explained: %v, want %v", name, got, want)
		}
	}
}

// TestExplainCrossingSYNACK: in a simultaneous open nobody listens, whichever
// end answers first.
func TestExplainCrossingSYNACK(t *testing.T) {
	x := newExplainer(newPalette(ColorNever, nil), 0)
	segment := &decode.Segment{Class: decode.TCP}
	syn := annotate.Event{Conn: 1, Label: annotate.LabelSYN, Segment: segment, Findings: []annotate.Finding{{Kind: annotate.FindingSimultaneousOpen}}}
	x.append(nil, &syn)
	got := string(x.append(nil, &annotate.Event{Conn: 1, Label: annotate.LabelSYNACK, Segment: segment}))
	if want := "No socket listens here"; !strings.Contains(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestExplainGolden is for reading: the explanations beside their packets.
func TestExplainGolden(t *testing.T) {
	for _, name := range []string{"article-lo0", "refused", "reset-by-server", "syn-lost-twice", "retransmission-fast", "close-simultaneous",
		"midstream", "close-three-way", "tfo-accepted", "icmp-port-unreachable", "icmp-host-unreachable", "icmp-fragmentation-needed", "zero-window",
		"open-simultaneous", "syn-in-established",
	} {
		t.Run(name, func(t *testing.T) {
			f := loadFixture(t, name)
			checkGolden(t, name+".explain.txt", []byte(f.print(t, Text, Options{Explain: true, Numeric: 1, Verbose: 0}, Env{Width: 120})))
		})
	}
}
