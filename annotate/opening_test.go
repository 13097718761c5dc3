package annotate

import "testing"

// The rows of the transition table up to ESTABLISHED, by their numbers: what RFC
// 9293 section 3.10 and figures 6 to 8 say both ends are in once a segment is
// delivered.
func TestOpening(t *testing.T) { runTales(t, openings()) }

func openings() []namedTale {
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
		{"3 ACK of what was not seen, and the server goes on behind it", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5101      => ESTABLISHED/ESTABLISHED? acked-unseen
			S > C: P. 5101+5 ack 1001   => ESTABLISHED/ESTABLISHED`},
		{"3 ACK of what was never sent", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5101      => ESTABLISHED/ESTABLISHED? acked-unseen
			S > C: R 5101               => CLOSED/CLOSED aborted`},
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
	}
}

// An attempt that is refused or reset.
func TestRefusals(t *testing.T) { runTales(t, refusals()) }

func refusals() []namedTale {
	return []namedTale{
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
	}
}

// TestLateSYNACK: a SYN-ACK that is captured behind its acknowledgment tells the server's
// number, unless the client has acknowledged another one.
func TestLateSYNACK(t *testing.T) {
	runTales(t, []namedTale{
		{"with data behind it", `
			C > S: S 1000
			C > S: . 1001 ack 5111       => ESTABLISHED/ESTABLISHED? syn-ack-not-captured
			S > C: S. 5000 ack 1001      => ESTABLISHED/ESTABLISHED syn-out-of-order`},
		{"of another server", `
			C > S: S 1000
			C > S: . 1001 ack 999999     => ESTABLISHED/ESTABLISHED? syn-ack-not-captured
			S > C: S. 5000 ack 1001      => ESTABLISHED/ESTABLISHED second-syn-ack`},
	})
}
