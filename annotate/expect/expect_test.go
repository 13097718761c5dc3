package expect

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// judge returns what a Judge with these arguments says of a fixture.
func judge(t *testing.T, fixture string, args ...string) []string {
	t.Helper()
	var opt Options
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	opt.AddFlags(fs)
	if err := fs.Parse(args); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join("..", "..", "testdata", "captures", fixture+".pkt"))
	if err != nil {
		t.Fatal(err)
	}
	capture, err := craft.Compile(string(script))
	if err != nil {
		t.Fatal(err)
	}
	decoder, err := decode.New(capture.LinkType)
	if err != nil {
		t.Fatal(err)
	}
	j, tracker := New(opt), annotate.New(annotate.DefaultOptions())
	var segment decode.Segment
	var event annotate.Event
	var connection annotate.Connection
	ended := func() {
		for tracker.NextEnded(&connection) {
			j.Connection(&connection)
		}
	}
	for i, frame := range capture.Frames {
		decoder.Decode(frame.Data, frame.Len, &segment)
		tracker.Observe(&segment, uint64(i)+1, frame.Time, &event)
		j.Event(&event)
		ended()
	}
	tracker.Close()
	ended()
	summary := tracker.Summary()
	return j.Failures(&summary)
}

// TestExpect judges fixtures by expectations that hold and by ones that do not.
func TestExpect(t *testing.T) {
	tests := []struct {
		fixture string
		holds   []string
		// fails maps expectations to what is said of them.
		fails map[string]string
	}{
		{"article-lo0", []string{"connections == 2", "handshakes==2", "resets == 0", "closed-by-client == 1", "open == 1", "handshake-max < 1ms", "packets == 14", "bytes == 104"}, map[string]string{
			"handshakes == 1":       "expected handshakes == 1, found 2: packet 3 (#1), packet 12 (#2)",
			"handshake-max < 53us":  "expected handshake-max < 53us, found 54us: packet 3 (#1)",
			"handshake-min >= 53us": "expected handshake-min >= 53us, found 52us: packet 12 (#2)",
		}},
		{"refused", []string{"refused > 0", "handshakes == 0"}, map[string]string{
			"refused == 0":        "expected refused == 0, found 1: packet 2 (#1)",
			"handshake-max < 50s": "expected handshake-max < 50s, found none",
		}},
		{"reset-by-server", []string{"resets == 1", "reset == 1", "handshakes == 1"}, map[string]string{
			"resets == 0": "expected resets == 0, found 1: packet 6 (#1)",
		}},
		{"reset-by-client", []string{"resets == 1"}, map[string]string{"closed == 1": "expected closed == 1, found 0"}},
		{"half-open", []string{"half-open == 1", "handshakes == 0"}, map[string]string{"half-open < 1": "expected half-open < 1, found 1: #1"}},
		{"syn-unanswered", []string{"no-answer == 1", "syn-retransmission >= 1"}, map[string]string{"no-answer != 1": "expected no-answer != 1, found 1: #1"}},
		{"syn-lost-twice", []string{"retransmissions == 2", "handshakes == 1"}, map[string]string{
			"retransmissions <= 1": "expected retransmissions <= 1, found 2: packet 2 (#1), packet 3 (#1)",
		}},
		{"ipv6", []string{"handshakes == 1", "closed == 1", "problems == 0"}, map[string]string{"closed == 2": "expected closed == 2, found 1: #1"}},
		{"half-close", []string{"closed-by-client == 1"}, map[string]string{"closed-by-server == 1": "expected closed-by-server == 1, found 0"}},
		{"close-by-server", []string{"closed-by-server == 1"}, map[string]string{"closed-by-server > 1": "expected closed-by-server > 1, found 1: #1"}},
		{"close-wait", []string{"half-closed == 1"}, map[string]string{"half-closed == 0": "expected half-closed == 0, found 1: #1"}},
		{"zero-window", []string{"zero-window > 0"}, map[string]string{"connections == 0": "expected connections == 0, found 1: #1"}},
		{"broken-headers", []string{"broken > 0"}, map[string]string{"broken == 0": "expected broken == 0, found 5: packet 4, packet 5, packet 6, packet 7, packet 8"}},
		{"midstream", []string{"start-not-captured == 1", "handshakes == 0"}, map[string]string{"handshake-p95 < 1s": "expected handshake-p95 < 1s, found none"}},
	}
	for _, test := range tests {
		t.Run(test.fixture, func(t *testing.T) {
			if len(test.holds) == 0 || len(test.fails) == 0 {
				t.Fatal("nothing to hold or nothing to fail")
			}
			for _, e := range test.holds {
				if got := judge(t, test.fixture, "--expect", e); len(got) != 0 {
					t.Errorf("%s: %q", e, got)
				}
			}
			for e, want := range test.fails {
				if got := judge(t, test.fixture, "--expect", e); len(got) != 1 || firstLine(got[0]) != want {
					t.Errorf("%s: %q, want %q", e, got, want)
				}
			}
		})
	}
}

func TestFailOn(t *testing.T) {
	tests := []struct {
		fixture, list string
		want          []string
	}{
		{"article-lo0", "problem,reset,refused,no-answer", nil},
		{"article-lo0", "open", []string{"not wanted: open in #2"}},
		{"refused", "no-answer", nil},
		{"refused", "refused", []string{"not wanted: refused in packet 2 (#1), refused in #1"}},
		{"syn-lost-twice", "problem", []string{"not wanted: syn-retransmission in packet 2 (#1), syn-retransmission in packet 3 (#1)"}},
	}
	for _, test := range tests {
		t.Run(test.fixture+" "+test.list, func(t *testing.T) {
			if got := judge(t, test.fixture, "--fail-on", test.list); !slices.Equal(firstLines(got), test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func firstLine(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return first
}

func firstLines(list []string) []string {
	var lines []string
	for _, text := range list {
		lines = append(lines, firstLine(text))
	}
	return lines
}

// TestFailuresShow looks at the lines below a failure: what each packet and each
// connection concerned was.
func TestFailuresShow(t *testing.T) {
	tests := []struct {
		fixture, option, value, want string
	}{
		{"reset-by-server", "--expect", "resets == 0", `expected resets == 0, found 1: packet 6 (#1)
  packet 6: RST 10.0.0.2:13306 > 10.0.0.1:40000: reset by server: probably closed with unread data`},
		{"ipv6", "--expect", "handshake-max < 1ms", `expected handshake-max < 1ms, found 20ms: packet 3 (#1)
  packet 3: ACK [2001:db8::1]:40000 > [2001:db8::2]:13306: handshake 20ms (server 20ms, client 40us)`},
		{"half-open", "--expect", "half-open == 0", `expected half-open == 0, found 1: #1
  #1: 10.0.0.1:40000 > 10.0.0.2:13306: half-open`},
		{"icmp-port-unreachable", "--fail-on", "unreachable", `not wanted: unreachable in #1
  #1: 10.0.0.1:40000 > 10.0.0.2:13306: unreachable by network`},
		{"icmp-port-unreachable", "--expect", "icmp-error == 0", `expected icmp-error == 0, found 1: packet 2 (#1)
  packet 2: ICMP 10.0.0.1:40000 > 10.0.0.2:13306: ICMP port unreachable from 10.0.0.2 for SYN`},
	}
	for _, test := range tests {
		t.Run(test.fixture+" "+test.value, func(t *testing.T) {
			if got := judge(t, test.fixture, test.option, test.value); len(got) != 1 || got[0] != test.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

// TestSeveral expects three things, of which two do not hold.
func TestSeveral(t *testing.T) {
	got := judge(t, "refused", "--expect", "handshakes == 1", "--expect", "refused == 1", "--expect", "packets > 5", "--fail-on", "refused")
	if len(got) != 3 {
		t.Errorf("%q, want three failures", got)
	}
}

// TestDrops: a file loses nothing, a live capture what it is told.
func TestDrops(t *testing.T) {
	e, err := Parse("drops <= 2")
	if err != nil {
		t.Fatal(err)
	}
	for lost, want := range map[uint64]string{0: "", 2: "", 3: "expected drops <= 2, found 3"} {
		j := New(Options{Expected: []Expectation{e}})
		j.Lost(lost)
		if got := strings.Join(j.Failures(&annotate.Summary{}), "; "); got != want {
			t.Errorf("%d lost: %q, want %q", lost, got, want)
		}
	}
}

func TestEvidenceIsBounded(t *testing.T) {
	got := judge(t, "article-lo0", "--expect", "connections == 0", "--fail-on", "close")
	want := "not wanted: close in packet 6 (#1), close in packet 7 (#1), close in packet 8 (#1), close in packet 9 (#1)"
	if len(got) != 2 || firstLine(got[1]) != want {
		t.Errorf("%q, want %q", got, want)
	}
	tally := tally{metric: metricByName("connections")}
	for id := range uint64(8) {
		tally.connection(&annotate.Connection{ID: id + 1})
	}
	if got, want := firstLine(tally.exhibits.appendTo("found 8")), "found 8: #1, #2, #3, #4, #5 and 3 more"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ text, want, hint string }{
		{"resets", `an expectation is NAME OP VALUE, OP one of == != < <= > >=`, "for example --expect 'resets == 0'"},
		{"handshake-max", `an expectation is NAME OP VALUE, OP one of == != < <= > >=`, "for example --expect 'handshake-max < 50ms'"},
		{"no-reset", `an expectation is NAME OP VALUE, OP one of == != < <= > >=`, "did you mean reset?"},
		{"", `an expectation is NAME OP VALUE, OP one of == != < <= > >=`, listed},
		{"resets = 1", `"=" is none of the operators == != < <= > >=`, "--expect 'resets == 1'"},
		{"resets => 1", `"=>" is none of the operators == != < <= > >=`, "--expect 'resets >= 1'"},
		{"resets <> 1", `"<>" is none of the operators == != < <= > >=`, "--expect 'resets != 1'"},
		{"resets <<< 1", `"<<<" is none of the operators == != < <= > >=`, listed},
		{"RESETS == 1", `there is no figure "RESETS"`, "did you mean resets?"},
		{"closed-by == client", `there is no figure "closed-by"`, "did you mean closed-by-client, closed-by-server?"},
		{"verdict == 1", `there is no figure "verdict"`, listed},
		{"resets == x", `resets is compared with a whole number, which "x" is not`, "for example --expect 'resets == 1'"},
		{"resets == -1", `resets is compared with a whole number, which "-1" is not`, "for example --expect 'resets == 1'"},
		{"resets <", `resets is compared with a whole number, which "" is not`, "for example --expect 'resets < 1'"},
		{"resets == 0 && twin == 0", `resets is compared with a whole number, which "0 && twin == 0" is not`, "for several expectations give --expect several times"},
		{"handshake-max < 5", `handshake-max is compared with a duration, which "5" is not`, "for example --expect 'handshake-max < 50ms'"},
		{"handshake-max < -5ms", `handshake-max is compared with a duration, which "-5ms" is not`, "for example --expect 'handshake-max < 50ms'"},
	}
	for _, test := range tests {
		_, err := Parse(test.text)
		mistake := (*Mistake)(nil)
		if want := fmt.Sprintf("--expect %q: %s", test.text, test.want); !errors.As(err, &mistake) || err.Error() != want {
			t.Errorf("%q: error %v, want %s", test.text, err, want)
			continue
		}
		if got := mistake.Hints(); len(got) == 0 || got[0] != test.hint {
			t.Errorf("%q: hints %q, want %q", test.text, got, test.hint)
		}
	}
}

func TestParsedPrintsAsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"resets==0": "resets == 0", " handshake-max  <=  1.5s ": "handshake-max <= 1.5s", "twin!=3": "twin != 3",
		"handshake-max < 50 ms": "handshake-max < 50 ms",
	} {
		e, err := Parse(text)
		if err != nil || e.String() != want {
			t.Errorf("%q prints as %q, error %v, want %q", text, e.String(), err, want)
		}
	}
}

// TestHelp takes every name that is listed.
func TestHelp(t *testing.T) {
	help := Help()
	for _, m := range metrics() {
		if !strings.Contains(help, m.name) {
			t.Errorf("%s is not listed", m.name)
		}
	}
	_, rest, _ := strings.Cut(help, "with a verdict:")
	verdicts, findings, _ := strings.Cut(rest, "and the number of packets with a finding, less those that later packets took back:")
	for _, name := range strings.Fields(verdicts + findings) {
		if metricByName(name) == nil {
			t.Errorf("%s is listed and not known", name)
		}
	}
	var opt Options
	if err := (*list)(&opt).Set("help"); err != nil || !opt.Help {
		t.Errorf("help is not asked for: %v", err)
	}
}

// What was named first and then taken back does not hide what was only counted.
func TestTakenBackHidesNothing(t *testing.T) {
	unwanted := annotate.NewSelection(annotate.Outcomes)
	if err := unwanted.Set("deaf-server,rto"); err != nil {
		t.Fatal(err)
	}
	j := New(Options{Unwanted: unwanted})
	tell := func(kind annotate.FindingKind, times int) {
		for range times {
			j.Event(&annotate.Event{Segment: new(decode.Segment), Findings: []annotate.Finding{{Kind: kind}}})
		}
	}
	tell(annotate.FindingDeafServer, maxEvidence+2)
	if got := j.Failures(&annotate.Summary{}); len(got) != 0 {
		t.Errorf("%q for findings that were taken back", got)
	}
	tell(annotate.FindingDeafServer, maxEvidence)
	tell(annotate.FindingRTO, 3)
	got := j.Failures(&annotate.Summary{Findings: map[annotate.FindingKind]uint64{annotate.FindingRTO: 3}})
	if want := []string{"not wanted: 3 packets or connections"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTakenBackBesideAnother: a packet that is unwanted for two reasons stays so when one
// of them is taken back.
func TestTakenBackBesideAnother(t *testing.T) {
	unwanted := annotate.NewSelection(annotate.Outcomes)
	if err := unwanted.Set("deaf-server,window-shrunk"); err != nil {
		t.Fatal(err)
	}
	j := New(Options{Unwanted: unwanted})
	j.Event(&annotate.Event{Number: 7, Segment: new(decode.Segment), Findings: []annotate.Finding{
		{Kind: annotate.FindingDeafServer}, {Kind: annotate.FindingWindowShrunk},
	}})
	got := j.Failures(&annotate.Summary{Findings: map[annotate.FindingKind]uint64{annotate.FindingWindowShrunk: 1}})
	if want := []string{"not wanted: window-shrunk in packet 7"}; !slices.Equal(firstLines(got), want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTakenBackIsNoEvidence: nor is it named for a number that it does not count for.
func TestTakenBackIsNoEvidence(t *testing.T) {
	e, err := Parse("deaf-server == 1")
	if err != nil {
		t.Fatal(err)
	}
	j := New(Options{Expected: []Expectation{e}})
	j.Event(&annotate.Event{Segment: new(decode.Segment), Findings: []annotate.Finding{{Kind: annotate.FindingDeafServer}}})
	if got, want := j.Failures(&annotate.Summary{}), []string{"expected deaf-server == 1, found 0"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestConnectionWithoutPacket: a connection counts as reset although no packet shows it;
// then it is named.
func TestConnectionWithoutPacket(t *testing.T) {
	e, err := Parse("resets == 0")
	if err != nil {
		t.Fatal(err)
	}
	j := New(Options{Expected: []Expectation{e}})
	j.Event(&annotate.Event{Number: 4, Conn: 1, Segment: new(decode.Segment), Findings: []annotate.Finding{{Kind: annotate.FindingReset}}})
	for id := range uint64(2) {
		j.Connection(&annotate.Connection{ID: id + 1, Verdict: annotate.Reset})
	}
	if got, want := firstLines(j.Failures(&annotate.Summary{})), []string{"expected resets == 0, found 2: packet 4 (#1), #2"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFoundIsExactEnough: what is rounded must not look as if it were as expected.
func TestFoundIsExactEnough(t *testing.T) {
	for text, want := range map[string]string{
		"handshake-max <= 50ms": "expected handshake-max <= 50ms, found 50.0004ms",
		"handshake-max < 49ms":  "expected handshake-max < 49ms, found 50ms",
	} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		j := New(Options{Expected: []Expectation{e}})
		s := annotate.Summary{Handshakes: annotate.Distribution{Count: 1, Max: 50_000_400}}
		if got := j.Failures(&s); !slices.Equal(got, []string{want}) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
