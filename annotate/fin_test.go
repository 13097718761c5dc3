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

// TestFINBehindItsAcknowledgment: the capture changed the order of the two directions. Who
// closed first is told by what the first FIN of each end acknowledges.
func TestFINBehindItsAcknowledgment(t *testing.T) {
	runTales(t, []namedTale{
		{"with the last data, after the peer has closed", tellData + `
			C > S: F. 1011 ack 5001              => FIN_WAIT_1/CLOSE_WAIT
			S > C: . 5001 ack 1012               => FIN_WAIT_2/CLOSE_WAIT
			C > S: . 1012 ack 5302               => FIN_WAIT_2/CLOSE_WAIT acked-unseen
			+30us S > C: FP. 5001+300 ack 1012   => TIME_WAIT/CLOSED reordered
			end #1 closed by client FIN_WAIT_2/CLOSE_WAIT SF`},
		{"with the last data, before the peer closes", tellData + `
			C > S: F. 1011 ack 5202              => FIN_WAIT_1/CLOSE_WAIT acked-unseen
			+30us S > C: FP. 5001+200 ack 1011   => LAST_ACK/TIME_WAIT reordered
			S > C: . 5202 ack 1012               => CLOSED/TIME_WAIT
			end #1 closed by server LAST_ACK/TIME_WAIT SF`},
		{"behind the last acknowledgment, too", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 700/100
			C > S: . 1001 ack 5001 ts 101/700
			C > S: F. 1001 ack 5202 ts 120/720            => FIN_WAIT_1/CLOSE_WAIT acked-unseen
			+30us S > C: . 5202 ack 1002 ts 725/120       => FIN_WAIT_2/CLOSE_WAIT
			+30us S > C: FP. 5001+200 ack 1001 ts 720/101 => CLOSED/TIME_WAIT reordered
			end #1 closed by server probable FIN_WAIT_2/CLOSE_WAIT SF`},
		{"behind the last acknowledgment by much, too", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 700/100
			C > S: . 1001 ack 5001 ts 101/700
			C > S: F. 1001 ack 5202 ts 120/720            => FIN_WAIT_1/CLOSE_WAIT acked-unseen
			+20ms S > C: . 5202 ack 1002 ts 745/120       => FIN_WAIT_2/CLOSE_WAIT
			+20ms S > C: FP. 5001+200 ack 1001 ts 720/101 => CLOSED/TIME_WAIT spurious-retransmission
			end #1 closed by server probable FIN_WAIT_2/CLOSE_WAIT SF`},
		{"alone, when its acknowledgment has filled the gap", tellData + `
			S > C: F. 5001 ack 1011              => CLOSE_WAIT/FIN_WAIT_1
			C > S: . 1012 ack 5002               => CLOSE_WAIT/FIN_WAIT_2 gap
			S > C: . 5002 ack 1012               => CLOSE_WAIT/FIN_WAIT_2 acked-unseen
			+30ms C > S: F. 1011 ack 5001        => TIME_WAIT/TIME_WAIT
			end #1 closed by both probable CLOSE_WAIT/FIN_WAIT_2 SF`},
		{"of both at once", tellData + `
			C > S: F. 1011 ack 5001              => FIN_WAIT_1/CLOSE_WAIT
			C > S: . 1012 ack 5002               => CLOSING?/TIME_WAIT fin-not-captured
			S > C: F. 5001 ack 1011              => CLOSING/TIME_WAIT
			S > C: . 5002 ack 1012               => TIME_WAIT/TIME_WAIT
			end #1 closed by both CLOSING/TIME_WAIT SF`},
		{"of which nothing else was captured", `
			S > C: F. 5000 ack 1012              => CLOSE_WAIT?/FIN_WAIT_1? start-not-captured
			C > S: F. 1011 ack 5000              => TIME_WAIT/LAST_ACK
			C > S: . 1012 ack 5001               => TIME_WAIT/CLOSED
			end #1 closed by client late guessed TIME_WAIT/LAST_ACK OTH`},
	})
}

func TestUnseenFINIsNoLostByte(t *testing.T) {
	c := endOf(t, tellData+`
		S > C: F. 5001 ack 1011
		C > S: . 1012 ack 5002
		S > C: . 5002 ack 1012
		+30ms C > S: F. 1011 ack 5001`)
	if n := c.ToServer.NotCaptured; n != 0 {
		t.Errorf("%d bytes not captured", n)
	}
}
