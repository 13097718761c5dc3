package annotate

import "testing"

// A RST that somebody else may have sent leaves open who reset the connection.
func TestForgedRST(t *testing.T) {
	runTales(t, []namedTale{
		{"one who tries numbers", tellOpen + `
			C > S: R 99001                 => ESTABLISHED/ESTABLISHED rst-ignored
			C > S: R 1001                  => CLOSED/CLOSED reset
			end #1 reset by client probable ESTABLISHED/ESTABLISHED RSTO`},
		{"the numbers of the other end are no tries", tellOpen + `
			S > C: R 99001                 => ESTABLISHED/ESTABLISHED rst-ignored
			C > S: R 1001                  => CLOSED/CLOSED reset
			end #1 reset by client ESTABLISHED/ESTABLISHED RSTO`},
		{"of a shape that no endpoint gives it", openSACK + `
			C > S: R 1001 win 64240        => CLOSED/CLOSED reset
			end #1 reset by client probable ESTABLISHED/ESTABLISHED RSTO`},
		{"a host without the socket", openSACK + `
			C > S: R 1001 win 0            => CLOSED/CLOSED reset
			end #1 reset by client ESTABLISHED/ESTABLISHED RSTO`},
		{"an application that aborts", openSACK + `
			C > S: R. 1001 ack 5001 win 500 ts 150/900 => CLOSED/CLOSED reset
			end #1 reset by client ESTABLISHED/ESTABLISHED RSTO`},
		{"refused twice is no try", `
			C > S: S 1000
			S > C: R. 0 ack 1001 win 0     => CLOSED/CLOSED refused
			+500ms C > S: S 1000
			S > C: R. 0 ack 1001 win 0     => CLOSED/CLOSED refused
			end #1 refused by server SYN_SENT/SYN_RCVD REJ`},
	})
	runFindings(t, []namedTale{
		{"of a shape that no endpoint gives it", openSACK + `
			C > S: R 1001 win 64240        => reset by client: probably sent by a middlebox, not by the peer`},
	})
}
