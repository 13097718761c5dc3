package annotate

import "testing"

// TestFINBehindWhatFollowsIt: the FIN was lost in front of the capture, or overtaken, so
// that an acknowledgment of its sender, whose number is the next one, is captured first.
func TestFINBehindWhatFollowsIt(t *testing.T) {
	const overtaken = tellData + `
		S > C: P. 5001+100 ack 1011
		C > S: . 1012 ack 5101       => ESTABLISHED/ESTABLISHED gap`
	for name, text := range map[string]string{
		"sent again": overtaken + `
			C > S: F. 1011 ack 5101      => FIN_WAIT_1/CLOSE_WAIT
			S > C: F. 5101 ack 1012      => TIME_WAIT/LAST_ACK
			C > S: . 1012 ack 5102       => TIME_WAIT/CLOSED
			end #1 closed by client TIME_WAIT/LAST_ACK SF`,
		"with data": tellData + `
			C > S: . 1022 ack 5001       => ESTABLISHED/ESTABLISHED gap
			C > S: FP. 1011+10 ack 5001  => FIN_WAIT_1/CLOSE_WAIT retransmission
			S > C: F. 5001 ack 1022      => TIME_WAIT/LAST_ACK
			end #1 closed by client ongoing TIME_WAIT/LAST_ACK SF`,
		"a byte it was": tellData + `
			S > C: . 5002 ack 1011       => ESTABLISHED/ESTABLISHED gap
			C > S: . 1011 ack 5002       => ESTABLISHED/ESTABLISHED acked-unseen
			C > S: F. 1011 ack 5002      => FIN_WAIT_1/CLOSE_WAIT
			S > C: . 5002 ack 1012       => FIN_WAIT_2/CLOSE_WAIT
			S > C: P. 5002+5 ack 1012    => FIN_WAIT_2/CLOSE_WAIT
			S > C: F. 5007 ack 1012      => TIME_WAIT/LAST_ACK
			C > S: . 1012 ack 5008       => TIME_WAIT/CLOSED
			end #1 closed by client TIME_WAIT/LAST_ACK SF`,
		"overtaken": tellData + `
			S > C: P. 5001+20 ack 1011
			C > S: . 1012 ack 5021       => ESTABLISHED/ESTABLISHED gap
			C > S: F. 1011 ack 5001      => FIN_WAIT_1/CLOSE_WAIT
			S > C: F. 5021 ack 1012      => TIME_WAIT/LAST_ACK
			end #1 closed by client probable ongoing TIME_WAIT/LAST_ACK SF`,
		"an old FIN": tellData + `
			C > S: P. 1011+5 ack 5001
			C > S: F. 1011 ack 5001      => ESTABLISHED/ESTABLISHED stale-fin`,
	} {
		t.Run(name, func(t *testing.T) { newTale().run(t, text) })
	}
}

// TestFINInferredTooEarly: the byte that was acknowledged was no FIN, which comes behind
// it.
func TestFINInferredTooEarly(t *testing.T) {
	for name, second := range map[string]string{"alone": "F. 1012", "with data": "FP. 1012+5"} {
		t.Run(name, func(t *testing.T) {
			ack := map[string]string{"alone": "1013", "with data": "1018"}[name]
			newTale().run(t, tellData+`
				S > C: F. 5001 ack 1012       => TIME_WAIT/LAST_ACK fin-not-captured
				C > S: `+second+` ack 5002       => LAST_ACK/TIME_WAIT
				S > C: . 5002 ack `+ack+`         => CLOSED/TIME_WAIT
				end #1 closed by server LAST_ACK/TIME_WAIT SF`)
		})
	}
}
