package annotate

import "testing"

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
		{"FIN first, and the other end had closed before", `
			C > S: F. 1011 ack 5001  => FIN_WAIT_1?/CLOSE_WAIT? start-not-captured
			S > C: . 5001 ack 1012   => FIN_WAIT_2?/CLOSE_WAIT?
			end #1 half-closed by client probable ongoing late guessed FIN_WAIT_2/CLOSE_WAIT OTH`},
		{"FIN first, and the other end closes", `
			C > S: F. 1011 ack 5001  => FIN_WAIT_1?/CLOSE_WAIT? start-not-captured
			S > C: . 5001 ack 1012   => FIN_WAIT_2?/CLOSE_WAIT?
			S > C: F. 5001 ack 1012  => TIME_WAIT/LAST_ACK
			C > S: . 1012 ack 5002   => TIME_WAIT/CLOSED
			end #1 closed by client late guessed TIME_WAIT/LAST_ACK OTH`},
		{"FIN first, and the other end sends data", `
			C > S: F. 1011 ack 5001  => FIN_WAIT_1?/CLOSE_WAIT? start-not-captured
			S > C: P. 5001+9 ack 1012 => FIN_WAIT_2/CLOSE_WAIT`},
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
			end #1 closed by client probable FIN_WAIT_1/CLOSE_WAIT SH`},
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
			C > S: P. 1012+5 ack 5001 => ESTABLISHED/ESTABLISHED gap`},
		{"a FIN was inferred and data follow", tellData + `
			S > C: . 5001 ack 1012
			C > S: . 1012 ack 5001   => FIN_WAIT_2/CLOSE_WAIT fin-not-captured
			C > S: P. 1012+5 ack 5001 => ESTABLISHED/ESTABLISHED`},
		{"acknowledged and not captured", tellData + `
			S > C: . 5001 ack 2000   => ESTABLISHED/ESTABLISHED acked-unseen
			C > S: F. 2000 ack 5001  => FIN_WAIT_1/CLOSE_WAIT`},
	}
}
