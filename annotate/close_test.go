package annotate

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// closeTexts returns what a tale says about the steps of its close.
func closeTexts(s *tale) string {
	var all []string
	for _, e := range s.events {
		for _, f := range e.findings {
			if f.Kind == FindingClose {
				all = append(all, string(f.AppendText(nil)))
			}
		}
	}
	return strings.Join(all, "\n")
}

func TestCloseSteps(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"four segments", `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: F. 5001 ack 1012
			C > S: . 1012 ack 5002`, `
			close 1/4 by client
			close 2/4
			close 3/4 by server
			close 4/4, closed by client in 3ms`},
		{"three segments", `
			S > C: F. 5001 ack 1011
			C > S: F. 1011 ack 5002
			S > C: . 5002 ack 1012`, `
			close 1/4 by server
			close 2+3/4 by client
			close 4/4, closed by server in 2ms`},
		{"half close with data", `
			C > S: F. 1011 ack 5001
			S > C: P. 5001+9 ack 1012
			C > S: . 1012 ack 5010
			+1s S > C: F. 5010 ack 1012
			C > S: . 1012 ack 5011`, `
			close 1/4 by client
			close 2/4
			close 3/4 by server
			close 4/4, closed by client in 1s`},
		{"at the same time", `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1011
			C > S: . 1012 ack 5002
			S > C: . 5002 ack 1012`, `
			close 1/4 by client
			simultaneous close 2/4 by server
			simultaneous close 3/4
			close 4/4, closed by both in 3ms`},
		{"repetitions are no steps", `
			C > S: F. 1011 ack 5001
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: F. 5001 ack 1012
			C > S: . 1012 ack 5002`, `
			close 1/4 by client
			close 2/4
			close 3/4 by server
			close 4/4, closed by client in 6ms`},
		{"reset in the middle", `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: R. 5001 ack 1012`, `
			close 1/4 by client
			close 2/4`},
		{"a FIN that was only inferred is taken back", `
			C > S: . 1011 ack 5002
			S > C: . 5001 ack 1011
			S > C: . 5002 ack 1011
			+30s C > S: F. 1011 ack 5002
			S > C: P. 5002+9 ack 1012
			C > S: . 1012 ack 5011
			S > C: F. 5011 ack 1012
			C > S: . 1012 ack 5012`, `
			close 2/4
			close 3/4 by client
			close 2/4
			close 3/4 by server
			close 4/4, closed by client`},
		{"and so is the end of the close", `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			C > S: . 1012 ack 5002
			S > C: . 5002 ack 1012
			S > C: P. 5002+9 ack 1012
			C > S: . 1012 ack 5011
			S > C: F. 5011 ack 1012
			C > S: . 1012 ack 5012
			+61s C > S: . 1012 ack 5012 => CLOSED/CLOSED after-close`, `
			close 1/4 by client
			close 2/4
			close 4/4, closed by client in 2ms
			close 2/4
			close 3/4 by server
			close 4/4, closed by client`},
	} {
		s := newTale()
		s.run(t, tellData+row.text)
		want := strings.ReplaceAll(strings.TrimSpace(row.want), "\t", "")
		if got := closeTexts(s); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", row.name, got, want)
		}
	}
}

func TestCloseTime(t *testing.T) {
	s := newTale()
	s.run(t, tellClosed)
	if got := s.ends[1].CloseTime; got != int64(2*time.Millisecond) {
		t.Errorf("close took %d", got)
	}
	s = newTale()
	s.run(t, tellData)
	if got := s.ends[1].CloseTime; got != -1 {
		t.Errorf("an open connection took %d to close", got)
	}
}

// With TFO the server can close before the handshake is complete, and what the
// server has sent before need not have been captured: the first FIN keeps its time
// when the handshake ends.
func TestCloseBeforeTheHandshakeEnds(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000+10 tfo 8
		S > C: S. 5000 ack 1011
		+5ms S > C: F. 5001+100 ack 1011
		+5ms C > S: . 1011 ack 5102
		+5ms C > S: F. 1011 ack 5102
		S > C: . 5102 ack 1012`)
	want := strings.Join([]string{"close 1/4 by server", "close 2/4", "close 3/4 by client", "close 4/4, closed by server in 11ms"}, "\n")
	if got := closeTexts(s); got != want {
		t.Errorf("%s\nwant:\n%s", got, want)
	}
	c := s.ends[1]
	if h := c.Handshake; h.RTTServer != ms || h.RTTClient != -1 || c.CloseTime != 11*ms {
		t.Errorf("%+v, close %d", h, c.CloseTime)
	}
	c = endOf(t, `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5078
		C > S: F. 1001 ack 5078
		S > C: . 5078 ack 1002
		+20ms S > C: R. 5078 ack 1002`)
	if c.Verdict != Reset || c.CloseTime != 21*ms {
		t.Errorf("%v, close %d", c.Verdict, c.CloseTime)
	}
}

// A socket connected to itself is one end: it sends and receives everything.
func TestConnectionToItself(t *testing.T) {
	s := newTale()
	s.run(t, `
		L > L: S 1000            => SYN_RCVD/SYN_RCVD
		L > L: S. 1000 ack 1001  => ESTABLISHED/ESTABLISHED
		L > L: . 1001 ack 1001   => ESTABLISHED/ESTABLISHED
		L > L: P. 1001+5 ack 1001 => ESTABLISHED/ESTABLISHED
		L > L: . 1006 ack 1006   => ESTABLISHED/ESTABLISHED
		L > L: F. 1006 ack 1006  => CLOSING/CLOSING
		L > L: . 1007 ack 1007   => TIME_WAIT/TIME_WAIT
		end #1 closed by both CLOSING/CLOSING SF`)
	if c := s.ends[1]; c.Client != c.Server {
		t.Errorf("%v and %v", c.Client, c.Server)
	}
}

func TestUnreachable(t *testing.T) {
	for _, row := range []struct{ name, text string }{
		{"port, for the SYN", `
			C > S: S 1000
			icmp 3/3 C > S: 1000     => SYN_SENT/SYN_RCVD? icmp-error
			end #1 unreachable by network ongoing SYN_SENT/SYN_RCVD S0`},
		{"and the client gave up", `
			C > S: S 1000
			icmp 3/1 C > S: 1000
			+4s icmp 3/1 C > S: 1000 => CLOSED?/SYN_RCVD? icmp-error`},
		{"and the client tries again", `
			C > S: S 1000
			icmp 3/1 C > S: 1000
			+1s C > S: S 1000        => SYN_SENT/SYN_RCVD? syn-retransmission
			S > C: S. 5000 ack 1001  => ESTABLISHED/SYN_RCVD
			end #1 half-open ongoing ESTABLISHED/SYN_RCVD S1`},
		{"and the SYN-ACK came all the same", `
			C > S: S 1000
			icmp 3/1 C > S: 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001     => ESTABLISHED/ESTABLISHED
			+4s S > C: P. 5051+5 ack 1001 => ESTABLISHED/ESTABLISHED gap`},
		{"the packet is too big", `
			C > S: S 1000
			icmp 3/4 C > S: 1000     => SYN_SENT/SYN_RCVD? icmp-error
			end #1 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"source quench", `
			C > S: S 1000
			icmp 4/0 C > S: 1000     => SYN_SENT/SYN_RCVD? icmp-error
			end #1 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"redirect", `
			C > S: S 1000
			icmp 5/1 C > S: 1000     => SYN_SENT/SYN_RCVD? icmp-error
			end #1 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"for the SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			icmp 3/10 S > C: 5000    => ESTABLISHED/SYN_RCVD icmp-error
			end #1 half-open ongoing ESTABLISHED/SYN_RCVD S1`},
		{"on an established connection", tellData + `
			icmp 3/1 C > S: 1001     => ESTABLISHED/ESTABLISHED icmp-error
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"about the last byte", tellData + `
			icmp 3/1 C > S: 1010     => ESTABLISHED/ESTABLISHED icmp-error`},
		{"about a number before the SYN", tellData + `
			icmp 3/1 C > S: 999      => ESTABLISHED/ESTABLISHED icmp-foreign`},
		{"about a number that was never sent", tellData + `
			icmp 3/1 C > S: 9999     => ESTABLISHED/ESTABLISHED icmp-foreign
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"about a number before all that was captured", `
			C > S: P. 5000+5 ack 9
			icmp 3/1 C > S: 4000     => #0 ?/?`},
		{"about another connection", `
			icmp 3/1 C > S: 9999     => #0 ?/?`},
	} {
		t.Run(row.name, func(t *testing.T) { newTale().run(t, row.text) })
	}
}

func TestZeekHistory(t *testing.T) {
	const (
		tellClient = `
			C > S: S 1000
			C > S: . 1001 ack 5001
			C > S: P. 1001+10 ack 5001
			`
		tellServer = `
			S > C: S. 5000 ack 1001
			S > C: P. 5001+10 ack 1001
			S > C: . 5011 ack 1011
			`
	)
	for _, row := range []struct{ name, text, state, history string }{
		{"clean", tellClosed, "SF", "ShADaFf"},
		{"refused", "C > S: S 1000\nS > C: R. 0 ack 1001", "REJ", "Sr"},
		{"no answer", "C > S: S 1000", "S0", "S"},
		{"half-open", "C > S: S 1000\nS > C: S. 5000 ack 1001", "S1", "Sh"},
		{"open", tellData, "S1", "ShADa"},
		{"half-closed by the client", tellData + "C > S: F. 1011 ack 5001", "S2", "ShADaF"},
		{"half-closed by the server", tellData + "S > C: F. 5001 ack 1011", "S3", "ShADaf"},
		{"reset by the client", tellData + "C > S: R. 1011 ack 5001", "RSTO", "ShADaR"},
		{"reset by the server", tellData + "S > C: R. 5001 ack 1011", "RSTR", "ShADar"},
		{"the client gives up", "C > S: S 1000\nC > S: R 1001", "RSTOS0", "SR"},
		{"SYN-ACK and RST, no SYN", "S > C: S. 5000 ack 1001\nS > C: R 5001", "RSTRH", "hr"},
		{"midstream", "C > S: P. 1+5 ack 9", "OTH", "D"},
		{"only the client captured, open", tellClient, "S0", "SAD"},
		{"only the client captured, closed", tellClient + "C > S: F. 1011 ack 5001", "SH", "SADF"},
		{"only the client captured, closed by both", tellClient + "C > S: F. 1011 ack 5001\nC > S: . 1012 ack 5002", "SH", "SADF"},
		{"only the client captured, reset", tellClient + "C > S: R. 1011 ack 5001", "RSTOS0", "SADR"},
		{"the SYN-ACK not captured, closed by both", tellClient + "C > S: F. 1011 ack 5001\nS > C: F. 5001 ack 1012", "SF", "SADFf"},
		{"only the server captured, closed", tellServer + "S > C: F. 5011 ack 1011", "SHR", "hdaf"},
		{"only the server captured, closed by both", tellServer + "S > C: F. 5011 ack 1012", "SHR", "hdaf"},
		{"only the server captured, reset", tellServer + "S > C: R. 5011 ack 1011", "RSTRH", "hdar"},
		{"repeated data, a gap, a closed window", tellData + `
			C > S: P. 1001+10 ack 5001
			C > S: P. 1111+10 ack 5001
			S > C: . 5001 ack 1011 win 0`, "S1", "ShADaTGw"},
		{"the SYN-ACK shows that the roles were guessed wrong", `
			C > S: . 4999 ack 1001
			C > S: S. 4998 ack 1001`, "OTH", "a^h"},
		{"illegal flags", tellData + "C > S: SF 1011\nC > S: FR. 1011 ack 1", "RSTO", "ShADaQI"},
	} {
		s := newTale()
		s.run(t, row.text)
		c := s.ends[1]
		if c.ConnState != row.state || c.History != row.history {
			t.Errorf("%s: %s %s, want %s %s", row.name, c.ConnState, c.History, row.state, row.history)
		}
	}
}

func TestRoleFromServerPort(t *testing.T) {
	for _, row := range []struct {
		port       uint16
		src, dst   string
		fromClient bool
	}{
		{0, "C40000", "S80", true},
		{0, "S80", "C40000", false},
		{40000, "C40000", "S80", false},
		{80, "C40000", "S80", true},
		{9, "C40000", "S80", true},
		{0, "C5000", "S5000", true}, // the sender, when nothing tells
	} {
		s := newTale()
		s.opt.ServerPort = row.port
		s.run(t, fmt.Sprintf("%s > %s: . 1 ack 1", row.src, row.dst))
		if got := s.events[0].fromClient; got != row.fromClient {
			t.Errorf("%+v: from the client %v", row, got)
		}
	}
}
