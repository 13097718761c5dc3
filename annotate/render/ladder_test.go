package render

import (
	"bytes"
	"strings"
	"testing"

	"tcpshake/annotate"
)

// story is a connection with its packets.
type story struct {
	name   string
	steps  []step
	record *annotate.Connection
}

func stories() []story {
	return []story{
		{"whole", wholeConnection(), wholeRecord()},
		{"troubled", troubledConnection(), troubledRecord()},
	}
}

// print runs a story through the printer of a format.
func (s *story) print(t *testing.T, format Format, opt Options, env Env) string {
	t.Helper()
	var sink bytes.Buffer
	p := newFormat(format, &sink, opt, env)
	for _, e := range events(s.steps) {
		if err := p.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Connection(s.record); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(&End{Summary: *wholeSummary()}); err != nil {
		t.Fatal(err)
	}
	return sink.String()
}

// TestLadderICMP: the error goes to the end that sent what it quotes.
func TestLadderICMP(t *testing.T) {
	for _, name := range []string{"icmp-port-unreachable", "icmp-host-unreachable", "icmp-fragmentation-needed", "icmp6-packet-too-big"} {
		f := loadFixture(t, name)
		if out := f.print(t, Ladder, Options{}, Env{}); !strings.Contains(out, "|<................ ICMP ................|") {
			t.Errorf("%s: no ICMP arrow points to the client:\n%s", name, out)
		}
		if out := f.print(t, Mermaid, Options{}, Env{}); !strings.Contains(out, "    S->>C: ICMP\n") {
			t.Errorf("%s: no ICMP arrow of Mermaid points to the client:\n%s", name, out)
		}
	}
}

func TestLadderGolden(t *testing.T) {
	for _, s := range stories() {
		t.Run(s.name, func(t *testing.T) {
			checkGolden(t, "story-"+s.name+".ladder.txt", []byte(s.print(t, Ladder, Options{}, Env{})))
		})
	}
}

func TestLadderWidth(t *testing.T) {
	s := stories()[1]
	for _, tt := range []struct{ columns, want int }{{0, 80}, {10, minLane + 2}, {40, 40}, {64, 64}, {65, 65}, {80, 80}, {120, 120}, {400, ladderFixed + maxLane}} {
		out := s.print(t, Ladder, Options{}, Env{Width: tt.columns})
		widest := 0
		for line := range strings.Lines(out) {
			if strings.Contains(line, "|") {
				widest = max(widest, len(strings.TrimSuffix(line, "\n")))
			}
		}
		// In a wide one the server's state ends the line; the longest is one short of its column.
		if widest > tt.want || widest < tt.want-2 {
			t.Errorf("%d columns: the widest line has %d, want about %d", tt.columns, widest, tt.want)
		}
	}
}

// TestLadderNarrow: without room for them beside the lane, times and states stand in it.
func TestLadderNarrow(t *testing.T) {
	const want = `
client                            server
| 0.000000 SYN_SENT/SYN_RCVD?          |
|------------- SYN seq 0 ------------->|
| 0.000048 ESTABLISHED/SYN_RCVD        |
|<-------- SYN-ACK seq 0 ack 1 --------|
| 0.000054 ESTABLISHED/ESTABLISHED     |
|------------- ACK ack 1 ------------->|
| 0.001054                             |
|-------- PSH seq 1:27 ack 1 --------->|
`
	s := stories()[0]
	if out := s.print(t, Ladder, Options{}, Env{Width: 40}); !strings.Contains(out, want) {
		t.Errorf("got\n%s\nwant in it%s", out, want)
	}
}

// TestLadderFits: no line of any fixture is wider than 80 columns, or than those that
// there are.
func TestLadderFits(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			for _, columns := range []int{40, 70, 80} {
				for line := range strings.Lines(f.print(t, Ladder, Options{}, Env{Width: columns})) {
					if line = strings.TrimSuffix(line, "\n"); len(line) > columns && strings.Contains(line, "|") {
						t.Errorf("%d columns of %d: %s", len(line), columns, line)
					}
				}
			}
		})
	}
}

// TestLadderOnly: a packet keeps its time in the connection when others are left out.
func TestLadderOnly(t *testing.T) {
	var opt Options
	if err := opt.Only.Set("rst"); err != nil {
		t.Fatal(err)
	}
	f := loadFixture(t, "reset-by-client")
	if out := f.print(t, Ladder, opt, Env{}); !strings.Contains(out, "   0.141080        CLOSED |--------- RST seq 9 ack 121 ---------->| CLOSED\n") {
		t.Errorf("the RST is not at 0.141080:\n%s", out)
	}
}

// TestLadderLongNumbers: numbers too long for the arrow stand below it.
func TestLadderLongNumbers(t *testing.T) {
	s := stories()[0]
	for i := range s.steps {
		s.steps[i].seq += 4_000_000_000
		s.steps[i].ack += 4_000_000_000
	}
	out := s.print(t, Ladder, Options{}, Env{})
	if want := "|---------------- PSH ----------------->|\n" +
		"                          | seq 4000000001:4000000027 ack         |\n" +
		"                          | 4000000001                            |\n"; !strings.Contains(out, want) {
		t.Errorf("the ladder lacks\n%s:\n%s", want, out)
	}
	for line := range strings.Lines(out) {
		if len(line) > 81 {
			t.Errorf("%d columns: %s", len(line)-1, line)
		}
	}
}

func TestLadderColor(t *testing.T) {
	for _, s := range stories() {
		plain := s.print(t, Ladder, Options{Color: ColorNever}, Env{})
		colored := s.print(t, Ladder, Options{Color: ColorAlways}, Env{})
		if colored == plain {
			t.Error("no colour with --color=always")
		}
		if got := sgr.ReplaceAllString(colored, ""); got != plain {
			t.Errorf("without its sequences\n%s\nwant\n%s", got, plain)
		}
	}
}

func TestMarks(t *testing.T) {
	want := []mark{6: markLost, 7: markAgain, 11: markCrossed, 1: markAgain, 2: markLost, 3: markAgain, 4: markAgain, 13: 0}
	var list []arrow
	for _, e := range events(troubledConnection()) {
		list = append(list, newArrow(e))
	}
	for i, got := range markArrows(list) {
		if got != want[i] {
			t.Errorf("packet %d: marks %03b, want %03b", i+1, got, want[i])
		}
	}
	for i, got := range markArrows(nil) {
		t.Errorf("no packets: mark %d is %v", i, got)
	}
}
