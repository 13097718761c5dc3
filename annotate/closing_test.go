package annotate

import "testing"

// The rows of the transition table from ESTABLISHED on, by their numbers (RFC 9293
// section 3.10, figures 12 and 13).
func TestClosing(t *testing.T) { runTales(t, closings()) }

func closings() []namedTale {
	return []namedTale{
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
	}
}

// What is unusual in a close, and what comes after it.
func TestUnusualClosing(t *testing.T) { runTales(t, unusualClosings()) }

func unusualClosings() []namedTale {
	return []namedTale{
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
