package annotate

import "testing"

// namedTale is a tale and what it is about.
type namedTale struct{ name, text string }

func runTales(t *testing.T, tales []namedTale) {
	for _, row := range tales {
		t.Run(row.name, func(t *testing.T) { newTale().run(t, row.text) })
	}
}

// The beginnings of most tales.
const (
	tellOpen = `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5001
	`
	tellData = tellOpen + `
		C > S: P. 1001+10 ack 5001
		S > C: . 5001 ack 1011
	`
	tellClosed = tellData + `
		C > S: F. 1011 ack 5001
		S > C: F. 5001 ack 1012
		C > S: . 1012 ack 5002
	`
)

// The rows of the transition table, by their numbers: what RFC 9293 section
// 3.10 and figures 6 to 13 say both ends are in once a segment is delivered.
func TestTransitions(t *testing.T) { runTales(t, transitions()) }

func transitions() []namedTale {
	return []namedTale{
		{"1 SYN", `
			C > S: S 1000            => SYN_SENT/SYN_RCVD?`},
		{"2 SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001  => ESTABLISHED/SYN_RCVD`},
		{"2b SYN-ACK for another SYN, answered by RST", `
			C > S: S 1000
			S > C: S. 5000 ack 777   => SYN_SENT/SYN_RCVD? syn-ack-mismatch
			C > S: R 777             => SYN_SENT/SYN_RCVD? refutes
			+1s C > S: S 1000        => SYN_SENT/SYN_RCVD? syn-retransmission
			S > C: S. 6000 ack 1001  => ESTABLISHED/SYN_RCVD
			C > S: . 1001 ack 6001   => ESTABLISHED/ESTABLISHED
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"3 ACK", tellOpen + `
			S > C: . 5001 ack 1001   => ESTABLISHED/ESTABLISHED`},
		{"3 data", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: P. 1001+5 ack 5001 => ESTABLISHED/ESTABLISHED`},
		{"3 ACK that does not match", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5000      => ESTABLISHED/SYN_RCVD ack-mismatch
			C > S: . 1001 ack 900000    => ESTABLISHED/SYN_RCVD ack-mismatch
			C > S: . 1001 ack 5001      => ESTABLISHED/ESTABLISHED`},
		{"4 SYN again", `
			C > S: S 1000
			+1s C > S: S 1000        => SYN_SENT/SYN_RCVD? syn-retransmission
			+2s C > S: S 1000        => SYN_SENT/SYN_RCVD? syn-retransmission
			end #1 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"5 SYN again after SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			+1s C > S: S 1000        => SYN_SENT/SYN_RCVD syn-retransmission syn-ack-lost
			S > C: S. 5000 ack 1001  => ESTABLISHED/SYN_RCVD syn-ack-retransmission
			C > S: . 1001 ack 5001   => ESTABLISHED/ESTABLISHED`},
		{"6 and 7 SYN-ACK again after the ACK", tellOpen + `
			+1s S > C: S. 5000 ack 1001 => ESTABLISHED/SYN_RCVD syn-ack-retransmission ack-not-processed
			C > S: . 1001 ack 5001      => ESTABLISHED/ESTABLISHED`},
		{"6 SYN-ACK again, captured late", tellData + `
			S > C: S. 5000 ack 1001  => ESTABLISHED/ESTABLISHED syn-ack-retransmission`},
		{"8 TFO, data accepted", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1011  => ESTABLISHED/SYN_RCVD tfo-accepted
			S > C: P. 5001+4 ack 1011 => ESTABLISHED/SYN_RCVD
			C > S: . 1011 ack 5005   => ESTABLISHED/ESTABLISHED`},
		{"9 TFO, data not accepted", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1001  => ESTABLISHED/SYN_RCVD tfo-ignored
			C > S: P. 1001+10 ack 5001 => ESTABLISHED/ESTABLISHED tfo-data-again`},
		{"10 and 11 simultaneous open", `
			C > S: S 1000            => SYN_SENT/SYN_RCVD?
			S > C: S 5000            => SYN_RCVD/SYN_RCVD simultaneous-open
			C > S: S. 1000 ack 5001  => SYN_RCVD/ESTABLISHED
			S > C: S. 5000 ack 1001  => ESTABLISHED/ESTABLISHED
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"10 split handshake", `
			C > S: S 1000
			S > C: . 0 ack 1001      => SYN_SENT/SYN_RCVD
			S > C: S 5000            => SYN_RCVD/SYN_RCVD simultaneous-open
			C > S: S. 1000 ack 5001  => SYN_RCVD/ESTABLISHED
			S > C: . 5001 ack 1001   => ESTABLISHED/ESTABLISHED`},
		{"12 refused", `
			C > S: S 1000
			S > C: R. 0 ack 1001 win 0 => CLOSED/CLOSED refused
			end #1 refused by server SYN_SENT/SYN_RCVD REJ`},
		{"13 RST without ACK", `
			C > S: S 1000
			S > C: R 0 win 0         => SYN_SENT/SYN_RCVD? rst-ignored`},
		{"13 RST with another ACK", `
			C > S: S 1000
			S > C: R. 0 ack 1000     => SYN_SENT/SYN_RCVD? rst-ignored
			S > C: R. 0 ack 1002     => SYN_SENT/SYN_RCVD? rst-ignored
			S > C: S. 5000 ack 1001  => ESTABLISHED/SYN_RCVD`},
		{"14 the same SYN after a refusal", `
			C > S: S 1000
			S > C: R. 0 ack 1001
			+500ms C > S: S 1000     => SYN_SENT/SYN_RCVD? retry-after-refusal
			S > C: R. 0 ack 1001     => CLOSED/CLOSED refused
			end #1 refused by server SYN_SENT/SYN_RCVD REJ`},
		{"14 the same SYN long after a refusal", `
			C > S: S 1000
			S > C: R. 0 ack 1001
			+31s C > S: S 1000       => #2 SYN_SENT/SYN_RCVD? retry-after-refusal
			end #1 refused by server SYN_SENT/SYN_RCVD REJ
			end #2 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"15 RST for the SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: R 1001 win 0      => CLOSED/CLOSED aborted
			end #1 aborted by client ESTABLISHED/SYN_RCVD RSTO`},
		{"16 data", tellData + `
			S > C: P. 5001+100 ack 1011 => ESTABLISHED/ESTABLISHED`},
		{"17 FIN", tellData + `
			C > S: F. 1011 ack 5001  => FIN_WAIT_1/CLOSE_WAIT`},
		{"17 FIN with data, by the server", tellData + `
			S > C: FP. 5001+20 ack 1011 => CLOSE_WAIT/FIN_WAIT_1`},
		{"17 FIN behind a hole", tellData + `
			C > S: F. 1021+5 ack 5001 => FIN_WAIT_1/ESTABLISHED gap
			C > S: P. 1011+10 ack 5001 => FIN_WAIT_1/CLOSE_WAIT retransmission`},
		{"17 FIN behind a hole that the peer acknowledges", tellData + `
			C > S: F. 1021+5 ack 5001 => FIN_WAIT_1/ESTABLISHED gap
			S > C: . 5001 ack 1027   => FIN_WAIT_2/CLOSE_WAIT acked-unseen`},
		{"17 stale FIN", tellData + `
			C > S: F. 1005 ack 5001  => ESTABLISHED/ESTABLISHED stale-fin`},
		{"18 ACK of the FIN", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012   => FIN_WAIT_2/CLOSE_WAIT`},
		{"19 and 21 close in four segments", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: F. 5001 ack 1012  => TIME_WAIT/LAST_ACK
			C > S: . 1012 ack 5002   => TIME_WAIT/CLOSED
			end #1 closed by client TIME_WAIT/LAST_ACK SF`},
		{"19 and 21 close in three segments", tellData + `
			S > C: F. 5001 ack 1011
			C > S: F. 1011 ack 5002  => LAST_ACK/TIME_WAIT
			S > C: . 5002 ack 1012   => CLOSED/TIME_WAIT
			end #1 closed by server LAST_ACK/TIME_WAIT SF`},
		{"20 and 22 simultaneous close", tellData + `
			C > S: F. 1011 ack 5001  => FIN_WAIT_1/CLOSE_WAIT
			S > C: F. 5001 ack 1011  => CLOSING/CLOSING
			C > S: . 1012 ack 5002   => CLOSING/TIME_WAIT
			S > C: . 5002 ack 1012   => TIME_WAIT/TIME_WAIT
			end #1 closed by both CLOSING/TIME_WAIT SF`},
		{"23 FIN again in FIN_WAIT_2", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012   => FIN_WAIT_2/CLOSE_WAIT
			+1s C > S: F. 1011 ack 5001 => FIN_WAIT_1/CLOSE_WAIT fin-retransmission
			S > C: . 5001 ack 1012   => FIN_WAIT_2/CLOSE_WAIT`},
		{"23 FIN again after the last ACK", tellData + `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1012
			C > S: . 1012 ack 5002   => TIME_WAIT/CLOSED
			+900ms S > C: F. 5001 ack 1012 => TIME_WAIT/LAST_ACK fin-retransmission
			C > S: . 1012 ack 5002   => TIME_WAIT/CLOSED
			end #1 closed by client TIME_WAIT/LAST_ACK SF`},
		{"23 FIN again in CLOSING", tellData + `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1011
			S > C: . 5002 ack 1012   => TIME_WAIT/CLOSING
			+1s C > S: F. 1011 ack 5002 => CLOSING/TIME_WAIT fin-retransmission`},
		{"24 data to a half-closed end", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: P. 5001+10 ack 1012 => FIN_WAIT_2/CLOSE_WAIT
			end #1 half-closed by client ongoing FIN_WAIT_2/CLOSE_WAIT S2`},
		{"25 data beyond its own FIN", tellData + `
			C > S: F. 1011 ack 5001
			C > S: P. 1012+10 ack 5001 => FIN_WAIT_1/CLOSE_WAIT data-after-fin
			S > C: . 5001 ack 1012   => FIN_WAIT_2/CLOSE_WAIT`},
		{"26 RST", tellData + `
			S > C: R. 5001 ack 1011  => CLOSED/CLOSED reset
			end #1 reset by server ESTABLISHED/ESTABLISHED RSTR`},
		{"26 RST in FIN_WAIT_2", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			S > C: P. 5001+10 ack 1012
			C > S: R 1012            => CLOSED/CLOSED reset
			end #1 reset by client FIN_WAIT_2/CLOSE_WAIT RSTO`},
		{"27 RST that is not acceptable", tellData + `
			S > C: R 5100            => ESTABLISHED/ESTABLISHED rst-ignored
			C > S: . 1011 ack 5001   => ESTABLISHED/ESTABLISHED challenge-ack`},
		{"28 port reuse", tellData + `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1012
			C > S: . 1012 ack 5002
			+500ms C > S: S 90000    => #2 SYN_SENT/SYN_RCVD? port-reuse
			end #1 closed by client TIME_WAIT/LAST_ACK SF
			end #2 no-answer ongoing SYN_SENT/SYN_RCVD S0`},
		{"29 SYN inside a connection", tellData + `
			C > S: S 90000           => SYN_SENT/ESTABLISHED syn-ignored`},
		{"30 after the close", tellData + `
			S > C: R. 5001 ack 1011
			C > S: P. 1011+5 ack 5001 => CLOSED/CLOSED after-close
			S > C: R 5001            => CLOSED/CLOSED after-close
			end #1 reset by server ESTABLISHED/ESTABLISHED RSTR`},
		{"31 SYN and FIN", tellData + `
			C > S: SF 1011           => ESTABLISHED/ESTABLISHED illegal-flags`},
		{"31 SYN and RST", tellData + `
			C > S: SR 1011           => CLOSED/CLOSED reset illegal-flags`},
		{"31 FIN and RST", tellData + `
			C > S: FR. 1011 ack 5001 => CLOSED/CLOSED reset illegal-flags`},
		{"31 no flags", tellData + `
			C > S: none 1011+5       => ESTABLISHED/ESTABLISHED illegal-flags`},
		{"31 no flags first", `
			C > S: none 1011         => ?/? illegal-flags
			S > C: R. 0 ack 1011     => CLOSED/CLOSED reset start-not-captured`},
	}
}

// RFC 7323 section 5.3: a receiver drops what carries an older time stamp.
func TestOldDuplicates(t *testing.T) {
	runTales(t, []namedTale{
		{"an old FIN changes nothing", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: P. 1001+5 ack 5001 ts 200/7
			C > S: F. 1006 ack 5001 ts 150/7 => ESTABLISHED/ESTABLISHED
			S > C: . 5001 ack 1006 ts 9/200  => ESTABLISHED/ESTABLISHED
			C > S: F. 1006 ack 5001 ts 250/9 => FIN_WAIT_1/CLOSE_WAIT`},
		{"a segment that fills a gap is no old duplicate", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: F. 1011+5 ack 5001 ts 202/7
			C > S: P. 1001+10 ack 5001 ts 198/7 => FIN_WAIT_1/CLOSE_WAIT reordered`},
		{"what the peer acknowledges was no old duplicate", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: P. 1001+5 ack 5001 ts 50/7
			S > C: . 5001 ack 1006 ts 9/50
			C > S: F. 1006 ack 5001 ts 51/9 => FIN_WAIT_1/CLOSE_WAIT`},
		{"without time stamps from the peer nothing is dropped", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001 ts 101/0
			C > S: F. 1001 ack 5001 ts 50/0 => FIN_WAIT_1/CLOSE_WAIT`},
	})
}

// Which RSTs a receiver accepts: RFC 9293 section 3.10.7, RFC 5961 section 3.2.
func TestResets(t *testing.T) { runTales(t, resets()) }

func resets() []namedTale {
	return []namedTale{
		{"acknowledges the SYN", `
			C > S: S 1000
			S > C: R. 7 ack 1001     => CLOSED/CLOSED refused`},
		{"acknowledges the SYN's data", `
			C > S: S 1000+20 tfo 8
			S > C: R. 0 ack 1021     => CLOSED/CLOSED refused`},
		{"from an end in SYN_SENT", `
			C > S: S 1000
			C > S: R 1001            => CLOSED/CLOSED? aborted
			end #1 aborted by client SYN_SENT/SYN_RCVD RSTOS0`},
		{"at the next sequence number", tellData + `
			C > S: R. 1011 ack 5001  => CLOSED/CLOSED reset`},
		{"at what the peer acknowledged", tellData + `
			C > S: P. 1011+50 ack 5001
			C > S: R 1011            => CLOSED/CLOSED reset`},
		{"at the first byte that is missing", tellData + `
			C > S: P. 1011+50 ack 5001
			C > S: P. 1161+50 ack 5001
			C > S: R 1061            => CLOSED/CLOSED reset`},
		{"behind everything that was sent", tellData + `
			C > S: P. 1011+50 ack 5001
			C > S: P. 1161+50 ack 5001
			C > S: R 1211            => CLOSED/CLOSED reset`},
		{"at its own FIN", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012
			C > S: R 1011            => CLOSED/CLOSED reset`},
		{"when nothing is known of its sender", `
			C > S: R 4711            => CLOSED/CLOSED? reset start-not-captured`},
		{"in the window", tellData + `
			C > S: R 1012            => ESTABLISHED/ESTABLISHED rst-ignored`},
		{"outside the window", tellData + `
			C > S: R 1010            => ESTABLISHED/ESTABLISHED rst-ignored
			C > S: R 500000          => ESTABLISHED/ESTABLISHED rst-ignored`},
		{"not acceptable, and silence", tellData + `
			C > S: R 1012            => ESTABLISHED/ESTABLISHED rst-ignored
			+6s C41000 > S: S 1
			end #1 reset by client probable ESTABLISHED/ESTABLISHED RSTO`},
		{"not acceptable, and the capture ends", tellData + `
			C > S: R 1012
			+4s C41000 > S: S 1
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"not acceptable, and the connection goes on", tellData + `
			C > S: R 1012
			+100ms C > S: P. 1011+5 ack 5001 => ESTABLISHED/ESTABLISHED
			+6s C41000 > S: S 1
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"challenge ACK comes too late to be one", tellData + `
			S > C: R 5100
			+2s C > S: . 1011 ack 5001 => ESTABLISHED/ESTABLISHED`},
		{"TIME_WAIT assassination", tellData + `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1012
			C > S: . 1012 ack 5002
			S > C: R 5002            => CLOSED/CLOSED time-wait-assassination
			end #1 closed by client TIME_WAIT/LAST_ACK SF`},
	}
}

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
			C > S: S 90000           => #2 SYN_SENT/SYN_RCVD? replaces
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
			C > S: S 900 ts 500/0    => #2 SYN_SENT/SYN_RCVD? replaces`},
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

// Captures that lack a part.
func TestPartialCaptures(t *testing.T) { runTales(t, partialCaptures()) }

func partialCaptures() []namedTale {
	return []namedTale{
		{"data first", `
			C > S: P. 1011+5 ack 5001 => ESTABLISHED/ESTABLISHED? start-not-captured
			S > C: . 5001 ack 1016   => ESTABLISHED/ESTABLISHED
			end #1 open ongoing late guessed ESTABLISHED/ESTABLISHED OTH`},
		{"data first, from the server", `
			S > C: P. 5001+5 ack 1011 => ESTABLISHED?/ESTABLISHED start-not-captured`},
		{"SYN-ACK first", `
			S > C: S. 5000 ack 1001  => ESTABLISHED?/SYN_RCVD syn-not-captured
			C > S: . 1001 ack 5001   => ESTABLISHED/ESTABLISHED
			end #1 open ongoing late ESTABLISHED/ESTABLISHED OTH`},
		{"SYN, then the client's ACK", `
			C > S: S 1000
			C > S: . 1001 ack 5001   => ESTABLISHED/ESTABLISHED? syn-ack-not-captured
			S > C: . 5001 ack 1001   => ESTABLISHED/ESTABLISHED`},
		{"SYN, then the server's data", `
			C > S: S 1000
			S > C: P. 5001+5 ack 1001 => ESTABLISHED/ESTABLISHED syn-ack-not-captured`},
		{"SYN, SYN-ACK, then the client's data", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: P. 1001+5 ack 5001 => ESTABLISHED/ESTABLISHED`},
		{"SYN, SYN-ACK, then the server's data", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			S > C: P. 5001+5 ack 1001 => ESTABLISHED/ESTABLISHED`},
		{"FIN first", `
			C > S: F. 1011 ack 5001  => FIN_WAIT_1/CLOSE_WAIT? start-not-captured
			S > C: . 5001 ack 1012   => FIN_WAIT_2/CLOSE_WAIT
			end #1 half-closed by client ongoing late guessed FIN_WAIT_2/CLOSE_WAIT OTH`},
		{"last ACK first", `
			C > S: . 1012 ack 5002   => ESTABLISHED/ESTABLISHED? start-not-captured`},
		{"RST first", `
			S > C: R. 5001 ack 1011  => CLOSED?/CLOSED reset start-not-captured
			end #1 reset by server late guessed ?/? OTH`},
		{"one direction: the client's", `
			C > S: S 1000
			C > S: . 1001 ack 5001   => ESTABLISHED/ESTABLISHED? syn-ack-not-captured
			C > S: P. 1001+5 ack 5001 => ESTABLISHED/ESTABLISHED?
			C > S: F. 1006 ack 5100  => FIN_WAIT_1/CLOSE_WAIT?
			C > S: . 1007 ack 5101   => TIME_WAIT/CLOSED? fin-not-captured
			end #1 closed by client probable FIN_WAIT_1/CLOSE_WAIT SF`},
		{"one direction: the server's", `
			S > C: S. 5000 ack 1001  => ESTABLISHED?/SYN_RCVD syn-not-captured
			S > C: P. 5001+5 ack 1001 => ESTABLISHED?/ESTABLISHED
			S > C: F. 5006 ack 1001  => CLOSE_WAIT?/FIN_WAIT_1`},
		{"FIN of the server not captured", tellData + `
			C > S: F. 1011 ack 5001
			S > C: . 5001 ack 1012   => FIN_WAIT_2/CLOSE_WAIT
			C > S: . 1012 ack 5002   => TIME_WAIT/CLOSED fin-not-captured
			end #1 closed by client probable FIN_WAIT_2/CLOSE_WAIT SF`},
		{"FIN of the client not captured, the server closes too", tellData + `
			S > C: . 5001 ack 1012   => ESTABLISHED/ESTABLISHED
			S > C: F. 5001 ack 1012  => TIME_WAIT/LAST_ACK fin-not-captured
			C > S: . 1012 ack 5002   => TIME_WAIT/CLOSED`},
		{"FIN of the client not captured, it goes on behind it", tellData + `
			S > C: . 5001 ack 1012   => ESTABLISHED/ESTABLISHED
			C > S: . 1012 ack 5001   => FIN_WAIT_2/CLOSE_WAIT fin-not-captured`},
		{"a byte was missing and not a FIN", tellData + `
			S > C: . 5001 ack 1012   => ESTABLISHED/ESTABLISHED
			C > S: P. 1012+5 ack 5001 => ESTABLISHED/ESTABLISHED`},
		{"a FIN was inferred and data follow", tellData + `
			S > C: . 5001 ack 1012
			C > S: . 1012 ack 5001   => FIN_WAIT_2/CLOSE_WAIT fin-not-captured
			C > S: P. 1012+5 ack 5001 => ESTABLISHED/ESTABLISHED`},
		{"acknowledged and not captured", tellData + `
			S > C: . 5001 ack 2000   => ESTABLISHED/ESTABLISHED acked-unseen
			C > S: F. 2000 ack 5001  => FIN_WAIT_1/CLOSE_WAIT`},
	}
}
