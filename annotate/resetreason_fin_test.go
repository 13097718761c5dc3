package annotate

import "testing"

// What a RST after the sender's own FIN means depends on whether the peer wrote
// in between, and one in SYN_RCVD was sent by no application.
func TestResetReasonNeedsEvidence(t *testing.T) {
	runFindings(t, []namedTale{
		{"the peer was never heard", `
			C > S: S 1000
			C > S: F. 1001 ack 5001        => SYN-ACK not captured
			C > S: R. 1002 ack 5001        => reset by client`},
		{"nothing was written after the FIN", tellData + `
			C > S: F. 1011 ack 5001
			S > C: F. 5001 ack 1012
			C > S: R. 1012 ack 5002        => reset by client`},
		{"written after the FIN", tellData + `
			C > S: F. 1011 ack 5001
			S > C: P. 5001+10 ack 1012     => 10 bytes to a half-closed end
			C > S: R. 1012 ack 5011        => reset by client: it had closed already, and the peer still sent`},
		{"the server resets its own SYN-ACK", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			S > C: R 5001                  => aborted by server`},
	})
}
