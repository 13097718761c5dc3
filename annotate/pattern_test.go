package annotate

import (
	"fmt"
	"strings"
	"testing"
)

func TestSilence(t *testing.T) {
	runFindings(t, []namedTale{
		{"a dead peer is told once, and again when it has spoken", tellData + `
			S > C: P. 5001+5 ack 1011
			C > S: P. 1011+5 ack 5006
			+300ms C > S: P. 1011+5 ack 5006  => retransmission (seen before, 300ms after); RTO #1 after 300ms
			+600ms C > S: P. 1011+5 ack 5006  => retransmission #2 (seen before, 600ms after); RTO #2 after 600ms
			+1200ms C > S: P. 1011+5 ack 5006 => retransmission #3 (seen before, 1.2s after); RTO #3 after 1.2s; dead peer: 3 timeouts in a row, nothing heard for 2.1s
			+2400ms C > S: P. 1011+5 ack 5006 => retransmission #4 (seen before, 2.4s after); RTO #4 after 2.4s`},
		{"a FIN without an answer", tellData + `
			S > C: P. 5001+5 ack 1011
			C > S: F. 1011 ack 5006
			+300ms C > S: F. 1011 ack 5006    => FIN retransmission #1 (+300ms)
			+600ms C > S: F. 1011 ack 5006    => FIN retransmission #2 (+600ms)
			+1200ms C > S: F. 1011 ack 5006   => FIN retransmission #3 (+1.2s); dead peer: 3 timeouts in a row, nothing heard for 2.1s`},
		{"a peer of which nothing was captured", `
			C > S: P. 1001+5 ack 5001         => start not captured
			+300ms C > S: P. 1001+5 ack 5001  => retransmission (seen before, 300ms after); RTO #1 after 300ms
			+600ms C > S: P. 1001+5 ack 5001  => retransmission #2 (seen before, 600ms after); RTO #2 after 600ms
			+1200ms C > S: P. 1001+5 ack 5001 => retransmission #3 (seen before, 1.2s after); RTO #3 after 1.2s; dead peer: 3 timeouts in a row, nothing heard for 2.1s
			+2400ms C > S: P. 1001+5 ack 5001 => retransmission #4 (seen before, 2.4s after); RTO #4 after 2.4s`},
	})
}

// Only a server that was told to be deaf can be acquitted of it.
func TestDeadPeerIsNoDeafServer(t *testing.T) {
	s := newTale()
	s.silent = true
	s.run(t, `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: S. 1000 ack 5001
		C > S: P. 1001+5 ack 5001
		+300ms C > S: P. 1001+5 ack 5001
		+600ms C > S: P. 1001+5 ack 5001
		+1200ms C > S: P. 1001+5 ack 5001
		S > C: . 5001 ack 1006
		S > C: . 5001 ack 1006`)
	found := s.tracker.Summary().Findings
	if found[FindingDeadPeer] != 1 || found[FindingDeafServer] != 0 {
		t.Errorf("%d dead peers and %d deaf servers, want 1 and 0", found[FindingDeadPeer], found[FindingDeafServer])
	}
}

// Three pieces of one resend are one repetition; three repetitions next to the
// server say that it does not know the connection.
func TestSilenceCountsRepetitions(t *testing.T) {
	const sent = `
		C > S: S 1000
		+10us S > C: S. 5000 ack 1001
		+40ms C > S: . 1001 ack 5001
		C > S: P. 1001+300 ack 5001
	`
	runTales(t, []namedTale{
		{"three pieces", sent + `
			+300ms C > S: P. 1001+100 ack 5001
			+10us C > S: P. 1101+100 ack 5001
			+10us C > S: P. 1201+100 ack 5001 => ESTABLISHED/ESTABLISHED retransmission`},
		{"three times", sent + `
			+300ms C > S: P. 1001+300 ack 5001
			+600ms C > S: P. 1001+300 ack 5001  => ESTABLISHED/ESTABLISHED retransmission
			+1200ms C > S: P. 1001+300 ack 5001 => ESTABLISHED/CLOSED? retransmission`},
	})
}

func TestStalledIsReported(t *testing.T) {
	const dying = tellData + `
		C > S: P. 1011+5 ack 5001
		+300ms C > S: P. 1011+5 ack 5001
		+600ms C > S: P. 1011+5 ack 5001
		+1200ms C > S: P. 1011+5 ack 5001
	`
	for _, c := range []struct {
		text string
		want bool
	}{
		{dying, true},
		{dying + "S > C: . 5001 ack 1016", false},
	} {
		s := newTale()
		s.silent = true
		s.tell(c.text)
		if end := s.ends[1]; end.Verdict != Open || end.Stalled != c.want {
			t.Errorf("%s, stalled %v, want open, %v", end.Verdict, end.Stalled, c.want)
		}
	}
}

func TestAcceptQueue(t *testing.T) {
	runFindings(t, []namedTale{
		{"SYNs go unanswered where one was answered before", `
			C41000 > S: S 1000
			S > C41000: S. 5000 ack 1001
			C41000 > S: . 1001 ack 5001
			C41001 > S: S 1000
			+1s C41001 > S: S 1000  => SYN retransmission #1 (+1s, 1s since first); fits a full accept queue: SYN unanswered where others were answered 1s ago (or the path drops it)
			+2s C41001 > S: S 1000  => SYN retransmission #2 (+2s, 3s since first)`},
		{"nothing was ever answered there", `
			C41001 > S: S 1000
			+1s C41001 > S: S 1000  => SYN retransmission #1 (+1s, 1s since first)`},
		{"the last answer was long ago", `
			C41000 > S: S 1000
			S > C41000: S. 5000 ack 1001
			C41000 > S: . 1001 ack 5001
			+20s C41001 > S: S 1000
			+1s C41001 > S: S 1000  => SYN retransmission #1 (+1s, 1s since first)`},
		{"the SYN-ACK comes again and again although the client speaks", tellOpen + `
			C > S: P. 1001+10 ack 5001
			+1s S > C: S. 5000 ack 1001 => SYN-ACK retransmission #1 (+1s, 1s since first); ACK not processed by server: lost, or dropped (accept queue full, deferred accept)
			C > S: . 1011 ack 5001      => dup ack, nothing missing
			+2s S > C: S. 5000 ack 1001 => SYN-ACK retransmission #2 (+2s, 3s since first); ACK not processed by server: lost, or dropped (accept queue full, deferred accept); fits a full accept queue: SYN-ACK sent again 2 times although its ACK was captured`},
	})
}

func TestFlood(t *testing.T) {
	flood := func(n int, step string, answered bool) []string {
		var lines []string
		for i := range n {
			lines = append(lines, fmt.Sprintf("%s C%d > S: S 1000", step, 10000+i))
			if answered {
				lines = append(lines, fmt.Sprintf("+10us S > C%d: S. 5000 ack 1001", 10000+i), fmt.Sprintf("+10us C%d > S: . 1001 ack 5001", 10000+i))
			}
		}
		return lines
	}
	refused := func(n int) (lines []string) {
		for i := range n {
			lines = append(lines, fmt.Sprintf("+10ms C%d > S: S 1000", 10000+i), fmt.Sprintf("+10us S > C%d: R. 0 ack 1001", 10000+i))
		}
		return lines
	}
	for _, c := range []struct {
		name  string
		lines []string
		want  int
	}{
		{"110 in 1.1 s", flood(110, "+10ms", false), 1},
		{"two seconds of it are told once", flood(220, "+10ms", false), 1},
		{"90 in a second", flood(190, "+11200us", false), 0},
		{"a burst of 150, and one later", append(flood(150, "+100us", false), "+900ms C9000 > S: S 1000"), 1},
		{"a burst of 150 that may still be answered", flood(150, "+100us", false), 0},
		{"all are answered", flood(220, "+10ms", true), 0},
		{"all are refused", refused(220), 0},
	} {
		if got := countFindings(t, c.lines, FindingSYNFlood); got != c.want {
			t.Errorf("%s: told %d times, want %d", c.name, got, c.want)
		}
	}
}

// What the end of the capture cuts off is told in the summary.
func TestFloodAtTheEnd(t *testing.T) {
	burst := func(n, answered int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "+100us C%d > S: S 1000\n", 10000+i)
			if i < answered {
				fmt.Fprintf(&b, "+10us S > C%d: S. 5000 ack 1001\n+10us C%d > S: . 1001 ack 5001\n", 10000+i, 10000+i)
			}
		}
		return b.String()
	}
	for _, c := range []struct {
		name, text string
		want       uint64
	}{
		{"a burst of 150", burst(150, 0), 1},
		{"a burst of 90", burst(90, 0), 0},
		{"some were answered, the others may still be", burst(150, 3), 0},
		{"some were answered, the others had the time to be", burst(150, 3) + "+1s C9 > S81: S 1000", 1},
		{"told before", burst(150, 0) + "+900ms C9000 > S: S 1000", 1},
	} {
		s := newTale()
		s.silent = true
		s.tell(c.text)
		if got := s.tracker.Summary().Findings[FindingSYNFlood]; got != c.want {
			t.Errorf("%s: told %d times, want %d", c.name, got, c.want)
		}
	}
}

func TestScan(t *testing.T) {
	scan := func(n int, answer string) []string {
		var lines []string
		for i := range n {
			lines = append(lines, fmt.Sprintf("+100ms C > S%d: S 1000", 1000+i))
			if answer != "" {
				lines = append(lines, strings.ReplaceAll(answer, "PORT", fmt.Sprint(1000+i)))
			}
		}
		return lines
	}
	for _, c := range []struct {
		name  string
		lines []string
		want  int
	}{
		{"15 ports refuse", scan(15, "SPORT > C: R. 0 ack 1001"), 1},
		{"30 ports refuse, told once", scan(30, "SPORT > C: R. 0 ack 1001"), 1},
		{"14 ports refuse", scan(14, "SPORT > C: R. 0 ack 1001"), 0},
		{"20 ports do not answer", scan(20, ""), 1},
		{"one port refuses 30 times", strings.Split(strings.Repeat("+1s C > S: S 1000\nS > C: R. 0 ack 1001\n", 30), "\n"), 0},
		{"20 ports are open", scan(20, "SPORT > C: S. 5000 ack 1001\nC > SPORT: . 1001 ack 5001"), 0},
	} {
		if got := countFindings(t, c.lines, FindingPortScan); got != c.want {
			t.Errorf("%s: told %d times, want %d", c.name, got, c.want)
		}
	}
}

func TestTwin(t *testing.T) {
	runFindings(t, []namedTale{
		{"the same SYN with other ports", `
			C40000 > S80: S 1000 ts 77/0
			C40000 > S8080: S 1000 ts 77/0 => same flow as #1, before or after address translation`},
		{"another time stamp", `
			C40000 > S80: S 1000 ts 77/0
			C40000 > S8080: S 1000 ts 78/0`},
		{"too late", `
			C40000 > S80: S 1000 ts 77/0
			+2s C40000 > S8080: S 1000 ts 77/0`},
		{"no time stamps", `
			C40000 > S80: S 1000
			C40000 > S8080: S 1000`},
	})
}

// countFindings plays the lines and returns how often a kind was found.
func countFindings(t *testing.T, lines []string, kind FindingKind) (n int) {
	t.Helper()
	s := newTale()
	s.silent = true
	for _, f := range s.tell(strings.Join(lines, "\n")) {
		t.Error(f)
	}
	for i := range s.events {
		for _, f := range s.events[i].findings {
			if f.Kind == kind {
				n++
			}
		}
	}
	return n
}

// The tables are small; more services and sources than they hold must neither
// grow them nor make them tell a pattern that is not there.
func TestPatternTablesAreBounded(t *testing.T) {
	var lines []string
	for i := range 3000 {
		lines = append(lines, fmt.Sprintf("+1ms C%d > S%d: S 1000", 1+i, 1+i))
	}
	if got := countFindings(t, lines, FindingSYNFlood); got != 0 {
		t.Errorf("%d floods", got)
	}
}
