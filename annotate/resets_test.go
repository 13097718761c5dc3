package annotate

import "testing"

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
		{"acknowledges the SYN of an end that need not have got the other's", `
			C > S: S 1000
			S > C: S 5000
			C > S: R. 0 ack 5001     => CLOSED/CLOSED aborted
			end #1 aborted by client SYN_RCVD/SYN_RCVD RSTOS0`},
		{"acknowledges the SYN of an end that has answered the other's", `
			C > S: S 1000
			S > C: S 5000
			S > C: S. 5000 ack 1001
			C > S: R. 0 ack 5001     => ESTABLISHED/SYN_RCVD rst-ignored`},
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
		{"in answer to the challenge ACK", tellData + `
			S > C: R 5100            => ESTABLISHED/ESTABLISHED rst-ignored
			+20ms C > S: . 1011 ack 5001 => ESTABLISHED/ESTABLISHED challenge-ack
			+20ms S > C: R 5001      => CLOSED/CLOSED reset
			end #1 reset by server ESTABLISHED/ESTABLISHED RSTR`},
		{"and its sender goes on", tellData + `
			S > C: R 5001             => CLOSED/CLOSED reset
			S > C: P. 5001+5 ack 1011 => CLOSED?/ESTABLISHED forged-rst
			C > S: P. 1011+5 ack 5001 => CLOSED?/ESTABLISHED after-close
			C > S: R 1011             => CLOSED/CLOSED after-close
			end #1 reset by server probable ESTABLISHED/ESTABLISHED RSTR`},
		{"and both go on", tellData + `
			S > C: R 5001             => CLOSED/CLOSED reset
			S > C: P. 5001+5 ack 1011 => CLOSED?/ESTABLISHED forged-rst
			C > S: . 1011 ack 5006    => ESTABLISHED/ESTABLISHED
			C > S: P. 1011+5 ack 5006 => ESTABLISHED/ESTABLISHED
			S > C: R. 5006 ack 1016   => CLOSED/CLOSED reset
			end #1 reset by server ESTABLISHED/ESTABLISHED RSTR`},
		{"and its sender acknowledges what came later", tellData + `
			S > C: R 5001             => CLOSED/CLOSED reset
			C > S: P. 1011+5 ack 5001 => CLOSED/CLOSED after-close
			S > C: . 5001 ack 1016    => CLOSED?/ESTABLISHED forged-rst
			C > S: P. 1016+5 ack 5001 => ESTABLISHED/ESTABLISHED
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"and what was on its way comes late", tellData + `
			S > C: P. 5001+10 ack 1011
			S > C: R. 5011 ack 1011   => CLOSED/CLOSED reset
			S > C: P. 5001+10 ack 1011 => CLOSED/CLOSED after-close
			C > S: . 1011 ack 5011    => CLOSED/CLOSED after-close
			end #1 reset by server ESTABLISHED/ESTABLISHED RSTR`},
		{"one of several that try numbers", tellData + `
			S > C: R 5100            => ESTABLISHED/ESTABLISHED rst-ignored
			S > C: R 5001            => CLOSED/CLOSED reset
			end #1 reset by server probable ESTABLISHED/ESTABLISHED RSTR`},
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
