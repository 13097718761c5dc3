package render

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"tcpshake/annotate"
)

// refusedStory is a SYN that RST answers.
func refusedStory() story {
	s := story{"refused", wholeConnection()[:1], records()[1]}
	rst := step{us: 31, label: annotate.LabelRST, flags: 1<<2 | 1<<4, ack: 1, cstate: is(annotate.Closed), sstate: is(annotate.Closed)}
	rst.findings = []annotate.Finding{{Kind: annotate.FindingRefused, N: uint64(annotate.ResetNoListener), By: annotate.ServerParty}}
	s.steps = append(s.steps, rst)
	return s
}

func githubSummary(t *testing.T, failed int) string {
	t.Helper()
	var sink bytes.Buffer
	p := newFormat(GitHub, &sink, Options{Color: ColorAlways}, Env{})
	sum := wholeSummary()
	for _, e := range events(wholeConnection()) {
		p.Event(e)
	}
	p.Connection(wholeRecord())
	refused := refusedStory()
	for i := range failed {
		for _, e := range events(refused.steps) {
			e.Conn = uint64(i + 2)
			p.Event(e)
		}
		refused.record.ID = uint64(i + 2)
		p.Connection(refused.record)
		sum.Connections++
		sum.Verdicts[annotate.Refused]++
	}
	if err := p.Close(&End{Summary: *sum}); err != nil {
		t.Fatal(err)
	}
	return sink.String()
}

func TestGitHubGolden(t *testing.T) {
	checkGolden(t, "story-refused.github.md", []byte(githubSummary(t, 1)))
}

func TestGitHubNothingFailed(t *testing.T) {
	out := githubSummary(t, 0)
	if strings.Contains(out, "failed") || strings.Contains(out, "~~~") {
		t.Errorf("nothing failed:\n%s", out)
	}
}

// TestGitHubUnwanted draws connections that ended well when they have what makes the
// run fail: a verdict, or a finding of a packet.
func TestGitHubUnwanted(t *testing.T) {
	for _, tt := range []struct {
		unwanted string
		ladders  int
	}{{"closed", 2}, {"keep-alive", 1}, {"reset", 0}, {"zero-window,refused", 0}} {
		unwanted := annotate.NewSelection(annotate.Outcomes)
		if err := unwanted.Set(tt.unwanted); err != nil {
			t.Fatal(err)
		}
		var sink bytes.Buffer
		p := newFormat(GitHub, &sink, Options{Unwanted: unwanted}, Env{})
		for i, e := range events(wholeConnection()) {
			if i == 4 {
				e.Findings = []annotate.Finding{{Kind: annotate.FindingKeepAlive}}
			}
			p.Event(e)
		}
		p.Connection(wholeRecord())
		again := wholeRecord()
		again.ID++ // no packet of this one has anything
		p.Connection(again)
		if err := p.Close(&End{Summary: *wholeSummary()}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(sink.String(), "~~~text"); got != tt.ladders {
			t.Errorf("--fail-on %s: %d ladders, want %d:\n%s", tt.unwanted, got, tt.ladders, sink.String())
		}
	}
}

// TestGitHubTooLate: what comes to a connection after its row is too late for it, and is
// not kept.
func TestGitHubTooLate(t *testing.T) {
	unwanted := annotate.NewSelection(annotate.Outcomes)
	if err := unwanted.Set("keep-alive"); err != nil {
		t.Fatal(err)
	}
	g := newGitHub(io.Discard, &Options{Unwanted: unwanted})
	list := events(wholeConnection())
	for _, e := range list {
		g.Event(e)
	}
	g.Connection(wholeRecord())
	late := list[4]
	late.Late = true
	late.Findings = []annotate.Finding{{Kind: annotate.FindingKeepAlive}}
	g.Event(late)
	if len(g.found) != 0 || len(g.ladder.rec.traces) != 0 {
		t.Errorf("%d and %d connections are kept that are over", len(g.found), len(g.ladder.rec.traces))
	}
}

// TestGitHubUnmet: what was not as expected comes first, whole, through --only too.
func TestGitHubUnmet(t *testing.T) {
	var only annotate.Selection
	if err := only.Set("rst"); err != nil {
		t.Fatal(err)
	}
	for name, opt := range map[string]Options{"all": {}, "only": {Only: only}} {
		var sink bytes.Buffer
		p := newFormat(GitHub, &sink, opt, Env{})
		unmet := []string{"expected resets == 0, found 1: packet 6 (#1)\n  packet 6: RST", "not wanted: open in #2"}
		if err := p.Close(&End{Failures: unmet}); err != nil {
			t.Fatal(err)
		}
		want := "## tcpshake\n\n### Not as expected\n\n~~~text\nexpected resets == 0, found 1: packet 6 (#1)\n  packet 6: RST\n" +
			"not wanted: open in #2\n~~~\n\n0 connections, 0 TCP segments\n\n"
		if got := sink.String(); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestGitHubBounds(t *testing.T) {
	out := githubSummary(t, 250)
	if n := strings.Count(out, "~~~text"); n != githubLadders {
		t.Errorf("%d ladders, want %d", n, githubLadders)
	}
	for _, want := range []string{
		"| refused | 250 |",
		"50 more connections that failed are not listed.",
		"230 more are not drawn.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if len(out) > 1<<20 {
		t.Errorf("%d bytes: GitHub takes 1 MiB", len(out))
	}
}

func TestWorkflowError(t *testing.T) {
	tests := []struct{ message, want string }{
		{"expected resets == 0, found 1", "::error title=tcpshake::expected resets == 0, found 1\n"},
		{"50%\r\n::error::x", "::error title=tcpshake::50%25%0D%0A::error::x\n"},
	}
	for _, tt := range tests {
		if got := string(appendWorkflowError(nil, tt.message)); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
