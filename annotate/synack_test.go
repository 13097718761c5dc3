package annotate

import "testing"

// The client decides which of two SYN-ACKs with different numbers counts.
func TestSecondSYNACK(t *testing.T) {
	for _, row := range []struct{ name, text string }{
		{"the client takes the first", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			S > C: S. 95000 ack 1001      => ESTABLISHED/SYN_RCVD second-syn-ack
			C > S: . 1001 ack 5001        => ESTABLISHED/ESTABLISHED
			C > S: F. 1001 ack 5001       => FIN_WAIT_1/CLOSE_WAIT
			S > C: R. 5001 ack 1002       => CLOSED/CLOSED reset`},
		{"the client takes the second", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			S > C: S. 95000 ack 1001      => ESTABLISHED/SYN_RCVD second-syn-ack
			C > S: . 1001 ack 95001       => ESTABLISHED/ESTABLISHED
			C > S: F. 1001 ack 95001      => FIN_WAIT_1/CLOSE_WAIT
			S > C: R. 95001 ack 1002      => CLOSED/CLOSED reset`},
		{"the second came too late", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001        => ESTABLISHED/ESTABLISHED
			S > C: S. 95000 ack 1001      => ESTABLISHED/ESTABLISHED second-syn-ack
			C > S: P. 1001+5 ack 5001     => ESTABLISHED/ESTABLISHED`},
		{"the second answers another SYN", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			S > C: S. 95000 ack 701       => ESTABLISHED/SYN_RCVD second-syn-ack
			C > S: . 1001 ack 95001       => ESTABLISHED/SYN_RCVD ack-mismatch`},
	} {
		t.Run(row.name, func(t *testing.T) { newTale().run(t, row.text) })
	}
}
