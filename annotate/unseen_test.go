package annotate

import "testing"

const request = `
	C > S: S 1000
	S > C: S. 5000 ack 1001
	C > S: . 1001 ack 5001
	C > S: P. 1001+100 ack 5001
	S > C: . 5001 ack 1101
`

// TestDataBehindTheirAcknowledgment: the capture may take the packets of both
// directions in another order than that in which they were sent. Data that come just
// after they were acknowledged are captured, and were not sent again; those that come
// later are.
func TestDataBehindTheirAcknowledgment(t *testing.T) {
	for _, c := range []struct {
		name, script                            string
		bytes, unique, notCaptured, resent, out uint64
	}{
		{"one segment", `
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: P. 5001+300 ack 1101   => ESTABLISHED/ESTABLISHED reordered`,
			300, 300, 0, 0, 1},
		{"two segments behind both acknowledgments", `
			C > S: . 1101 ack 5101             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us C > S: . 1101 ack 5301        => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: . 5001+100 ack 1101    => ESTABLISHED/ESTABLISHED reordered
			+5us S > C: P. 5101+200 ack 1101   => ESTABLISHED/ESTABLISHED reordered
			S > C: P. 5301+10 ack 1101         => ESTABLISHED/ESTABLISHED`,
			310, 310, 0, 0, 2},
		{"the last first", `
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: P. 5201+100 ack 1101   => ESTABLISHED/ESTABLISHED reordered
			+5us S > C: . 5001+200 ack 1101    => ESTABLISHED/ESTABLISHED reordered`,
			300, 300, 0, 0, 2},
		{"out of order, and behind its acknowledgment", `
			S > C: P. 5101+200 ack 1101        => ESTABLISHED/ESTABLISHED gap
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: . 5001+100 ack 1101    => ESTABLISHED/ESTABLISHED reordered`,
			300, 300, 0, 0, 1},
		{"one byte", `
			C > S: . 1101 ack 5002             => ESTABLISHED/ESTABLISHED
			+5us S > C: P. 5001+1 ack 1101     => ESTABLISHED/ESTABLISHED reordered
			S > C: P. 5002+10 ack 1101         => ESTABLISHED/ESTABLISHED`,
			11, 11, 0, 0, 1},
		{"with a FIN", `
			C > S: . 1101 ack 5302             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: F. 5001+300 ack 1101   => CLOSE_WAIT/FIN_WAIT_2 reordered`,
			300, 300, 0, 0, 1},
		{"twice", `
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: P. 5001+300 ack 1101   => ESTABLISHED/ESTABLISHED reordered
			+300ms S > C: P. 5001+300 ack 1101 => ESTABLISHED/ESTABLISHED spurious-retransmission`,
			600, 300, 0, 1, 1},
		{"much later", `
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+2ms S > C: P. 5001+300 ack 1101   => ESTABLISHED/ESTABLISHED spurious-retransmission`,
			300, 0, 300, 1, 0},
		{"much later, and acknowledged again just before", `
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+2ms C > S: . 1101 ack 5401        => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: P. 5001+300 ack 1101   => ESTABLISHED/ESTABLISHED spurious-retransmission
			+5us S > C: P. 5301+100 ack 1101   => ESTABLISHED/ESTABLISHED reordered`,
			400, 100, 300, 1, 1},
		{"more than was acknowledged", `
			C > S: . 1101 ack 5301             => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: P. 5001+400 ack 1101   => ESTABLISHED/ESTABLISHED reordered
			+5us C > S: . 1101 ack 5401        => ESTABLISHED/ESTABLISHED`,
			400, 400, 0, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newTale()
			s.run(t, request+c.script)
			r := s.ends[1].ToClient
			if r.Bytes != c.bytes || r.Unique != c.unique || r.NotCaptured != c.notCaptured || r.Retransmissions != c.resent || r.Reordered != c.out {
				t.Errorf("%d bytes, %d unique, %d not captured, %d sent again, %d reordered", r.Bytes, r.Unique, r.NotCaptured, r.Retransmissions, r.Reordered)
			}
		})
	}
}

// TestResentAfterTheClose counts what is sent again by who has closed.
func TestResentAfterTheClose(t *testing.T) {
	const closed = request + `
		C > S: F. 1101 ack 5001
		S > C: F. 5001 ack 1102
		C > S: . 1102 ack 5002                => TIME_WAIT/CLOSED
	`
	s := newTale()
	s.run(t, closed+`
		+300ms C > S: P. 1001+100 ack 5001    => TIME_WAIT/CLOSED spurious-retransmission
		S > C: F. 5001 ack 1102               => TIME_WAIT/LAST_ACK fin-retransmission`)
	c := s.ends[1]
	if r := c.ToServer; r.Bytes != 200 || r.Unique != 100 || r.Retransmissions != 1 || r.RetransmittedBytes != 100 {
		t.Errorf("to server: %+v", r)
	}
	if r := c.ToClient; r.Retransmissions != 1 || r.FINRetransmissions != 1 || r.FINs != 2 {
		t.Errorf("to client: %+v", r)
	}

	s = newTale()
	s.run(t, request+`
		S > C: R. 5001 ack 1101               => CLOSED/CLOSED reset
		C > S: P. 1001+100 ack 5001           => CLOSED/CLOSED after-close`)
	if r := s.ends[1].ToServer; r.Retransmissions != 0 {
		t.Errorf("after a RST: %+v", r)
	}
}

// TestOldDuplicateIsNotSentAgain: what the network delivers twice is neither unique
// nor sent again.
func TestOldDuplicateIsNotSentAgain(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000 ts 1/0
		S > C: S. 5000 ack 1001 ts 9/1
		C > S: . 1001 ack 5001 ts 2/9
		C > S: P. 1001+5 ack 5001 ts 10/9
		S > C: . 5001 ack 1006 ts 20/10
		C > S: P. 1006+5 ack 5001 ts 30/20
		S > C: . 5001 ack 1011 ts 40/30
		C > S: P. 1001+5 ack 5001 ts 10/9`)
	if r := s.ends[1].ToServer; r.Bytes != 15 || r.Unique != 10 || r.Retransmissions != 0 || r.RetransmittedBytes != 0 {
		t.Errorf("%+v", r)
	}
}

// TestDataInASYNWithoutFastOpen: a SYN may carry data without the option of RFC 7413.
func TestDataInASYNWithoutFastOpen(t *testing.T) {
	for script, want := range map[string]TFO{
		`C > S: S 1000+100
		 S > C: S. 5000 ack 1101               => ESTABLISHED/SYN_RCVD
		 C > S: . 1101 ack 5001                => ESTABLISHED/ESTABLISHED`: NoTFO,
		`C > S: S 1000+100
		 S > C: S. 5000 ack 1001               => ESTABLISHED/SYN_RCVD
		 C > S: P. 1001+100 ack 5001           => ESTABLISHED/ESTABLISHED tfo-data-again`: NoTFO,
		`C > S: S 1000+100 tfo 8
		 S > C: S. 5000 ack 1101               => ESTABLISHED/SYN_RCVD tfo-accepted
		 C > S: . 1101 ack 5001                => ESTABLISHED/ESTABLISHED`: TFOAccepted,
		`C > S: S 1000+100 tfo 8
		 S > C: S. 5000 ack 1001               => ESTABLISHED/SYN_RCVD tfo-ignored
		 C > S: P. 1001+100 ack 5001           => ESTABLISHED/ESTABLISHED tfo-data-again`: TFOIgnored,
	} {
		s := newTale()
		s.run(t, script)
		if got := s.ends[1].Negotiated.TFO; got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
}

// TestCopiesAreNoSegments counts what was captured twice once.
func TestCopiesAreNoSegments(t *testing.T) {
	s := newTale()
	s.twice = true
	s.run(t, request)
	if sum := s.tracker.Summary(); sum.Segments != 5 || sum.Copies != 5 || sum.Frames != 10 {
		t.Errorf("%d segments, %d copies of %d frames, want 5, 5 and 10", sum.Segments, sum.Copies, sum.Frames)
	}
}
