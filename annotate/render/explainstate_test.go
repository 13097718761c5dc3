package render

import (
	"regexp"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode/craft"
)

// opened is the beginning of the scripts below: a connection that is established.
const opened = `client 10.0.0.1:40000 iss 1000 ts 100000
server 10.0.0.2:80 iss 5000 ts 900000
step 0.01
C > S: SYN <TS>
S > C: SYN-ACK <TS>
C > S: ACK <TS>
`

// unopened are the ends alone.
const unopened = `client 10.0.0.1:40000 iss 1000
server 10.0.0.2:80 iss 5000
step 0.01
`

// TestExplainFollowsStates looks at the last packet of each script: what is said of it
// must not contradict the states beside it.
func TestExplainFollowsStates(t *testing.T) {
	tests := []struct {
		name, script string
		line         string // the end of the packet line
		want         []string
		not          string
	}{
		{"SYN behind its answer", unopened + "S > C: SYN-ACK ack 1\nC > S: SYN",
			"#1 ESTABLISHED/SYN_RCVD: SYN captured out of order",
			[]string{"The client sent this before other packets", "the client is in ESTABLISHED and the server in SYN_RCVD", "counted from 1000."}, "SYN_SENT"},
		{"SYN whose answer is lost", unopened + "C > S: SYN\nS > C: SYN-ACK\n+1 C > S: SYN seq 0",
			"SYN-ACK did not arrive", []string{"A SYN-ACK was captured, yet the client sends its SYN again"}, "No answer"},
		{"SYN-ACK whose acknowledgment is lost", unopened + "C > S: SYN\nS > C: SYN-ACK\nC > S: ACK\n+1 S > C: SYN-ACK seq 0",
			"deferred accept)", []string{"The acknowledgment of the SYN-ACK was captured, yet the server"}, "has seen no"},
		{"server aborts", unopened + "C > S: SYN\nS > C: SYN-ACK\nS > C: RST-ACK",
			"#1 CLOSED/CLOSED: aborted by server", []string{"The server ends the attempt", "the socket that listened was closed"}, "connect()"},
		{"client aborts", unopened + "C > S: SYN\nS > C: SYN-ACK\nC > S: RST",
			"spoofed SYN", []string{"The client ends the attempt", "connect() was cancelled"}, "listened"},
		{"FIN completes the handshake", unopened + "C > S: SYN\nS > C: SYN-ACK\nC > S: FIN-ACK",
			"close 1/4 by client", []string{"The acknowledgment in this segment completes the handshake.", "The client calls close()", "FIN_WAIT_1"}, "data may flow"},
		{"FIN first", unopened + "C > S: FIN-ACK seq 1",
			"close 1/4 by client", []string{"have been ESTABLISHED before", "The client calls close()"}, "taken to be"},
		{"FIN behind a gap", opened + "C > S: PSH-ACK seq 101 len 10\nC > S: FIN-ACK",
			"#1 FIN_WAIT_1/ESTABLISHED: close 1/4 by client",
			[]string{"It waits in FIN_WAIT_1", "the server waits for that first, and stays in ESTABLISHED"}, "CLOSE_WAIT"},
		{"FIN with data behind a gap", opened + "C > S: FIN-PSH-ACK seq 101 len 10",
			"close 1/4 by client", []string{"In front of this segment 100 bytes", "stays in ESTABLISHED"}, "CLOSE_WAIT"},
		{"gap before a FIN is filled", opened + "C > S: PSH-ACK seq 101 len 10\nC > S: FIN-ACK\n+0.5 C > S: PSH-ACK seq 1 len 100",
			"#1 FIN_WAIT_1/CLOSE_WAIT: retransmission (fills a gap)",
			[]string{"bytes again that are missing here", "the server takes in the FIN, too, and is in CLOSE_WAIT."}, "drop"},
		{"second FIN behind a gap", opened + "C > S: FIN-ACK\nS > C: ACK\nS > C: PSH-ACK seq 101 len 10\nS > C: FIN-ACK",
			"#1 FIN_WAIT_2/LAST_ACK: close 3/4 by server", []string{"It waits in LAST_ACK", "the client waits for that first, and stays in FIN_WAIT_2"}, "TIME_WAIT"},
		{"gap before the second FIN is filled", opened + "C > S: FIN-ACK\nS > C: ACK\nS > C: PSH-ACK seq 101 len 10\nS > C: FIN-ACK\n+0.5 S > C: PSH-ACK seq 1 len 100",
			"#1 TIME_WAIT/LAST_ACK: retransmission (fills a gap)", []string{"the client takes in the FIN, too, and is in TIME_WAIT."}, "drop"},
		{"data acknowledge a FIN", opened + "C > S: FIN-ACK\nS > C: PSH-ACK len 10",
			"close 2/4", []string{"The server sends 10 bytes", "the client waits in FIN_WAIT_2"}, "LAST_ACK"},
		{"old time stamp", opened + "C > S: PSH-ACK len 10 <TS>\nC > S: PSH-ACK len 10 <TS val 100 ecr 900000>",
			"#1", []string{"takes it for an old duplicate, does not take it in"}, "to be acknowledged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := craft.Compile(tt.script)
			if err != nil {
				t.Fatal(err)
			}
			f := fixture{name: tt.name, capture: c}
			lines := strings.Split(strings.TrimSpace(f.print(t, Text, Options{Explain: true, Quiet: 1}, Env{})), "\n")
			line, said := lines[len(lines)-2], lines[len(lines)-1]
			if !strings.HasSuffix(line, tt.line) {
				t.Errorf("line %s, want it to end %s", line, tt.line)
			}
			for _, want := range tt.want {
				if !strings.Contains(said, want) {
					t.Errorf("%s\nwant: %s", said, want)
				}
			}
			if strings.Contains(said, tt.not) {
				t.Errorf("%s\nunwanted: %s", said, tt.not)
			}
		})
	}
}

// checkRemark looks at what is said under the first line that holds a text.
func checkRemark(t *testing.T, out, line, want string) {
	t.Helper()
	_, rest, _ := strings.Cut(out, line)
	said := strings.SplitN(rest, "\n", 3)
	if len(said) < 3 || !regexp.MustCompile(want).MatchString(said[1]) {
		t.Errorf("under %q: %q, want %s", line, rest, want)
	}
}

// TestExplainRemarks looks at the findings that add a sentence to what the flags say.
func TestExplainRemarks(t *testing.T) {
	tests := []struct{ name, script, line, want string }{
		{"port-reuse", unopened + "C > S: SYN\nS > C: RST-ACK seq 0 ack 1\n+40 C > S: SYN seq 90000", "port reuse (#1", "The client calls connect().*is over, and this is a new one: port reuse"},
		{"same-isn", unopened + "C > S: SYN\nS > C: SYN-ACK\nC > S: ACK\nC > S: RST-ACK\n+40 C > S: SYN seq 0", "same ISN", "connect().*It begins with the very number"},
		{"new-attempt", unopened + "C > S: SYN\n+1 C > S: SYN seq 90000", "new attempt", "connect().*The SYN before got no answer"},
		{"replaces", opened + "C > S: PSH-ACK len 5\nS > C: ACK\n+1 C > S: SYN seq 9000000\nS > C: SYN-ACK seq 8000000 ack 9000001", "replaces #1", "The kernel of the server.*had not ended"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := craft.Compile(tt.script)
			if err != nil {
				t.Fatal(err)
			}
			f := fixture{name: tt.name, capture: c}
			checkRemark(t, f.print(t, Text, Options{Explain: true, Quiet: 1}, Env{}), tt.line, tt.want)
		})
	}
	for _, tt := range []struct{ fixture, line, want string }{
		{"syn-stray", "was stray or forged", "sends 8 bytes.*goes on with the numbers of this connection"},
		{"tfo-ignored", "TFO data not accepted", "The kernel of the server.*the server did not take these, and the client has to send them again"},
		{"tfo-ignored", "data of the SYN sent again", "These are the data of the SYN, which the server did not take"},
		{"midstream-synack", "SYN not captured", "The SYN that it answers was not captured"},
		{"synack-not-captured", "SYN-ACK not captured", "The SYN-ACK was not captured"},
		{"fin-not-captured", "FIN of server not captured", "The last acknowledgment.*The server has closed although its FIN was not captured"},
		{"time-backwards", "capture time went back 1h", "The time stamps go back here .capture time went back 1h.,"},
	} {
		t.Run(tt.fixture, func(t *testing.T) {
			f := loadFixture(t, tt.fixture)
			checkRemark(t, f.print(t, Text, Options{Explain: true, Quiet: 1}, Env{}), tt.line, tt.want)
		})
	}
}

// TestFINTopic gives what is said of a FIN for pairs of states.
func TestFINTopic(t *testing.T) {
	tests := []struct {
		self, peer annotate.State
		want       topic
	}{
		{annotate.FinWait1, annotate.CloseWait, topicFirstFIN},
		{annotate.FinWait1, annotate.Established, topicFINBehindGap},
		{annotate.FinWait1, annotate.SynRcvd, topicFINBehindGap},
		{annotate.LastAck, annotate.TimeWait, topicSecondFIN},
		{annotate.LastAck, annotate.FinWait2, topicFINBehindGap},
		{annotate.Closing, annotate.Closing, topicCrossingFIN},
		{annotate.Closing, annotate.FinWait1, topicFINBehindGap},
		{annotate.Closing, annotate.TimeWait, topicFINAlone},
		{annotate.FinWait2, annotate.CloseWait, topicFINAlone},
		{annotate.Established, annotate.Established, noTopic},
	}
	for _, tt := range tests {
		for _, fromClient := range []bool{true, false} {
			e := annotate.Event{FromClient: fromClient, Client: is(tt.self), Server: is(tt.peer)}
			if !fromClient {
				e.Client, e.Server = e.Server, e.Client
			}
			if got := finTopic(&e); got != tt.want {
				t.Errorf("%v, peer %v: topic %d, want %d", tt.self, tt.peer, got, tt.want)
			}
		}
	}
}
