package annotate

import "testing"

// A SYN on ports that are in use: the rules by their numbers.
func TestSYNOnUsedPorts(t *testing.T) { runTales(t, usedPorts()) }

func usedPorts() []namedTale {
	return []namedTale{
		{"1 the same ISN before the connection is established", `
			C > S: S 1000
			C > S: S 1000 id 9       => SYN_SENT/SYN_RCVD? syn-retransmission`},
		{"1 the same ISN, captured late", tellData + `
			C > S: S 1000            => ESTABLISHED/ESTABLISHED syn-retransmission`},
		{"2 the same ISN after a refusal", `
			C > S: S 1000
			S > C: R. 0 ack 1001
			C > S: S 1000 id 9       => SYN_SENT/SYN_RCVD? retry-after-refusal`},
		{"3 captured behind its SYN-ACK", `
			S > C: S. 5000 ack 1001  => ESTABLISHED?/SYN_RCVD syn-not-captured
			C > S: S 1000            => ESTABLISHED/SYN_RCVD syn-out-of-order
			C > S: . 1001 ack 5001   => ESTABLISHED/ESTABLISHED
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"4 from the peer of an end in SYN_SENT", `
			C > S: S 1000
			S > C: S 5000            => SYN_RCVD/SYN_RCVD simultaneous-open`},
		{"5 both ends done", tellClosed + `
			C > S: S 90000           => #2 SYN_SENT/SYN_RCVD? port-reuse`},
		{"5 both ends done, the same ISN", tellClosed + `
			C > S: S 1000 id 9       => #2 SYN_SENT/SYN_RCVD? same-isn`},
		{"5 from the other side", tellClosed + `
			S > C: S 90000           => #2 SYN_SENT/SYN_RCVD? port-reuse`},
		{"6 another ISN, no answer yet", `
			C > S: S 1000
			+3s C > S: S 90000       => #2 SYN_SENT/SYN_RCVD? new-attempt
			end #1 no-answer SYN_SENT/SYN_RCVD S0
			end #2 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"7 the peer in TIME_WAIT, a higher sequence number", tellData + `
			S > C: F. 5001 ack 1011
			C > S: F. 1011 ack 5002
			C > S: S 90000           => #2 SYN_SENT/SYN_RCVD? port-reuse
			end #1 closed by server LAST_ACK/TIME_WAIT SF`},
		{"7 the peer in TIME_WAIT, a lower one", tellData + `
			S > C: F. 5001 ack 1011
			C > S: F. 1011 ack 5002
			C > S: S 900             => SYN_SENT/TIME_WAIT syn-ignored`},
		{"7 the peer in TIME_WAIT, a lower one with a later time stamp", `
			C > S: S 1000 ts 10/0
			S > C: S. 5000 ack 1001 ts 70/10
			C > S: . 1001 ack 5001 ts 11/70
			S > C: F. 5001 ack 1001 ts 71/11
			C > S: F. 1001 ack 5002 ts 12/71
			C > S: S 900 ts 500/0    => #2 SYN_SENT/SYN_RCVD? port-reuse`},
		{"8 candidate", tellData + `
			C > S: S 90000           => SYN_SENT/ESTABLISHED syn-ignored
			+1s C > S: S 90000       => SYN_SENT/ESTABLISHED syn-retransmission`},
		{"candidate confirmed by a SYN-ACK", tellData + `
			C > S: S 90000           => SYN_SENT/ESTABLISHED syn-ignored
			+50ms S > C: S. 7000 ack 90001 => #2 ESTABLISHED/SYN_RCVD replaces
			C > S: . 90001 ack 7001  => #2 ESTABLISHED/ESTABLISHED
			end #1 replaced by client SYN_SENT/ESTABLISHED S1
			end #2 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"candidate refused", tellData + `
			C > S: S 90000
			S > C: R. 0 ack 90001    => #2 CLOSED/CLOSED refused replaces
			end #1 replaced by client SYN_SENT/ESTABLISHED S1
			end #2 refused by server SYN_SENT/SYN_RCVD REJ`},
		{"candidate answered by a challenge ACK, then reset", tellData + `
			C > S: S 90000           => SYN_SENT/ESTABLISHED syn-ignored
			S > C: . 5001 ack 1011   => SYN_SENT/ESTABLISHED challenge-ack
			C > S: R 1011            => SYN_SENT/CLOSED reset
			+1s C > S: S 90000       => #2 SYN_SENT/SYN_RCVD? port-reuse
			S > C: S. 7000 ack 90001 => #2 ESTABLISHED/SYN_RCVD
			end #1 reset by client SYN_SENT/ESTABLISHED RSTO`},
		{"candidate dropped when the connection goes on", tellData + `
			C > S: S 90000           => SYN_SENT/ESTABLISHED syn-ignored
			C > S: P. 1011+5 ack 5001 => ESTABLISHED/ESTABLISHED stray-syn
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"SYN-ACK after the end answers a SYN that was not captured", tellClosed + `
			S > C: S. 70000 ack 90001 => #2 ESTABLISHED?/SYN_RCVD port-reuse syn-not-captured`},
	}
}

// TestUnseenOpeningOnUsedPorts: of a new connection on the ports of an old one a segment
// of the opening was not captured. What follows goes on from the other one.
func TestUnseenOpeningOnUsedPorts(t *testing.T) {
	runTales(t, []namedTale{
		{"the SYN, after an attempt without answer", `
			C > S: S 1000
			+1s S > C: S. 5000 ack 90001000     => SYN_SENT/SYN_RCVD? syn-ack-mismatch
			C > S: . 90001000 ack 5001          => #2 ESTABLISHED/ESTABLISHED new-attempt syn-not-captured
			C > S: F. 90001000 ack 5001         => #2 FIN_WAIT_1/CLOSE_WAIT
			S > C: F. 5001 ack 90001001         => #2 TIME_WAIT/LAST_ACK
			end #1 no-answer SYN_SENT/SYN_RCVD S0`},
		{"the SYN, inside an established connection", tellData + `
			+1s S > C: S. 900000 ack 501000     => ESTABLISHED/ESTABLISHED second-syn-ack
			C > S: . 501000 ack 900001          => #2 ESTABLISHED/ESTABLISHED replaces syn-not-captured
			C > S: P. 501000+20 ack 900001      => #2 ESTABLISHED/ESTABLISHED
			S > C: . 900001 ack 501020          => #2 ESTABLISHED/ESTABLISHED
			end #1 replaced by client ESTABLISHED/ESTABLISHED S1
			end #2 open ongoing late ESTABLISHED/ESTABLISHED OTH`},
		{"the SYN, and the server is heard before", tellData + `
			+1s S > C: S. 900000 ack 501000     => ESTABLISHED/ESTABLISHED second-syn-ack
			S > C: P. 900001+20 ack 501000      => ESTABLISHED/ESTABLISHED gap acked-unseen
			C > S: . 501000 ack 900021          => #2 ESTABLISHED/ESTABLISHED? replaces acked-unseen syn-not-captured`},
		{"the SYN, and a RST says that there was none", tellData + `
			+1s S > C: S. 900000 ack 501000     => ESTABLISHED/ESTABLISHED second-syn-ack
			C > S: R 501000                     => ESTABLISHED/ESTABLISHED rst-ignored
			C > S: . 501000 ack 900001          => ESTABLISHED/ESTABLISHED gap acked-unseen`},
		{"the SYN, and what follows comes too late for it", tellData + `
			+1s S > C: S. 900000 ack 501000     => ESTABLISHED/ESTABLISHED second-syn-ack
			+151s C > S: . 501000 ack 900001    => ESTABLISHED/ESTABLISHED gap acked-unseen`},
		{"the SYN-ACK, of numbers near the old ones", tellData + `
			+1s C > S: S 501000                 => SYN_SENT/ESTABLISHED syn-ignored
			C > S: . 501001 ack 700001          => #2 ESTABLISHED/ESTABLISHED? replaces syn-ack-not-captured
			S > C: P. 700001+5 ack 501001       => #2 ESTABLISHED/ESTABLISHED`},
		{"nothing, but the last acknowledgment of the old one", tellData + `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1012             => TIME_WAIT/LAST_ACK
			+90s C > S: S 900                   => #2 SYN_SENT/SYN_RCVD? port-reuse`},
	})
}

// TestStatesOfWhatIsGone: neither netstat lists a connection whose ports another has, nor
// an attempt that was given up.
func TestStatesOfWhatIsGone(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		states map[State]uint64
	}{
		"replaced": {tellData + `
			+1s C > S: S 90001000
			S > C: S. 900000 ack 90001001
			C > S: . 90001001 ack 900001`, map[State]uint64{Closed: 2, Established: 2}},
		"given up": {`
			C > S: S 1000
			+1000s C > S: S 90001000`, map[State]uint64{Closed: 2, SynSent: 1, SynRcvd: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTale()
			s.silent = true
			for _, f := range s.tell(c.text) {
				t.Error(f)
			}
			for state, n := range s.tracker.Summary().States {
				if n != c.states[State(state)] {
					t.Errorf("%d of %v, want %d", n, State(state), c.states[State(state)])
				}
			}
		})
	}
}
