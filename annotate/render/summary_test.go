package render

import (
	"testing"

	"tcpshake/annotate"
)

func busySummary() *annotate.Summary {
	s := &annotate.Summary{
		Frames: 1000, Segments: 940, Copies: 12, Broken: 3, Fragments: 2, NotTCP: 43,
		Connections: 134, Evicted: 4, MidStream: 1, ClockSteps: 2,
		Handshakes: annotate.Distribution{Count: 87, Min: 34_000, Median: 54_000, P95: 1_240_000, Max: 1_030_000_000},
		Slowest:    [...]annotate.Slow{{Conn: 12, Connect: 1_030_000_000}, {Conn: 7, Connect: 1_240_000}, {Conn: 90, Connect: 900_000}},
		Findings: map[annotate.FindingKind]uint64{
			annotate.FindingHandshake: 87, annotate.FindingRefused: 2, annotate.FindingGap: 1, annotate.FindingRetransmission: 12,
		},
	}
	s.Verdicts[annotate.ClosedBoth], s.Verdicts[annotate.Open], s.Verdicts[annotate.Refused], s.Verdicts[annotate.NoAnswer] = 60, 70, 2, 2
	s.States[annotate.SynSent], s.States[annotate.Established] = 106, 60
	s.States[annotate.CloseWait], s.States[annotate.TimeWait] = 1, 27
	return s
}

func TestSummary(t *testing.T) {
	tests := []struct {
		name string
		sum  *annotate.Summary
		lost Losses
		want string
	}{
		{"one connection", wholeSummary(), Losses{}, `1 connection: 1 closed
CLOSED 1
TIME_WAIT 1
1 handshake: min 54us, median 54us, p95 54us, max 54us
`},
		{"nothing", &annotate.Summary{}, Losses{}, "0 connections\n"},
		{"joined late", &annotate.Summary{Connections: 2, MidStream: 2}, Losses{}, `2 connections
connections not seen whole: 2 joined after their beginning
  hint: no SYN was captured; connections that were open before, as in a pool, show no handshake
`},
		{"busy", busySummary(), Losses{Kernel: 648412, Here: 3}, `134 connections: 60 closed, 70 open, 2 refused, 2 no-answer
SYN_SENT 106
ESTABLISHED 60
CLOSE_WAIT 1
TIME_WAIT 27
87 handshakes: min 34us, median 54us, p95 1.24ms, max 1.03s
slowest: #12 1.03s, #7 1.24ms, #90 900us
found: 2 refused, 1 gap, 12 retransmission
lost: 648412 dropped by the kernel, 3 dropped by tcpshake
frames not followed: 3 with broken headers, 2 fragments, 12 copies of packets
times not known: 2 across steps back of the capture time
connections not seen whole: 1 joined after their beginning, 4 dropped from the full table before their end
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plain := NewSummaryPrinter(Options{Color: ColorNever}, Env{}).Append(nil, tt.sum, tt.lost)
			if string(plain) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", plain, tt.want)
			}
			colored := NewSummaryPrinter(Options{Color: ColorAlways}, Env{}).Append(nil, tt.sum, tt.lost)
			if got := sgr.ReplaceAllString(string(colored), ""); got != tt.want {
				t.Errorf("without its sequences\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	const want = `940 TCP segments followed
134 connections: 60 closed, 70 open, 2 refused, 2 no-answer
SYN_SENT 106
ESTABLISHED 60
CLOSE_WAIT 1
TIME_WAIT 27
frames not followed: 3 with broken headers, 2 fragments, 12 copies of packets
times not known: 2 across steps back of the capture time
connections not seen whole: 1 joined after their beginning, 4 dropped from the full table before their end
`
	got := NewSummaryPrinter(Options{}, Env{}).AppendStatus(nil, busySummary(), Losses{})
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
