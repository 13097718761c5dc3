package annotate

import "testing"

// endOf plays a tale and returns how its first connection is reported.
func endOf(t *testing.T, text string) Connection {
	t.Helper()
	s := newTale()
	s.silent = true
	for _, f := range s.tell(text) {
		t.Error(f)
	}
	return s.ends[1]
}

func TestTraffic(t *testing.T) {
	for _, c := range []struct {
		name, text         string
		toServer, toClient Traffic
	}{
		{"in good order", tellData + `
			S > C: P. 5001+200 ack 1011
			C > S: . 1011 ack 5201`,
			Traffic{Packets: 4, Bytes: 10, Unique: 10},
			Traffic{Packets: 3, Bytes: 200, Unique: 200}},
		{"sent twice", tellData + `
			C > S: P. 1011+100 ack 5001
			C > S: P. 1011+100 ack 5001
			C > S: P. 1061+100 ack 5001`,
			Traffic{Packets: 6, Bytes: 310, Unique: 160, Retransmissions: 2, RetransmittedBytes: 150},
			Traffic{Packets: 2}},
		{"reordered", tellData + `
			C > S: P. 1111+100 ack 5001 id 0
			C > S: P. 1011+100 ack 5001 id 0`,
			Traffic{Packets: 5, Bytes: 210, Unique: 210, Reordered: 1, Gaps: 1},
			Traffic{Packets: 2}},
		{"the first copy comes behind the second", openSACK + `
			C > S: P. 1001+100 ack 5001 ts 160/900
			+300ms C > S: P. 1001+100 ack 5001 ts 460/900
			C > S: P. 1001+100 ack 5001 ts 160/900 => ESTABLISHED/ESTABLISHED reordered`,
			Traffic{Packets: 5, Bytes: 300, Unique: 100, Retransmissions: 1, RetransmittedBytes: 100, Reordered: 1},
			Traffic{Packets: 1}},
		{"dropped by its receiver, and sent again", openSACK + `
			C > S: P. 1001+100 ack 5001 ts 160/900
			C > S: P. 1201+100 ack 5001 ts 162/900
			C > S: P. 1101+100 ack 5001 ts 300/900
			C > S: P. 1301+100 ack 5001 ts 163/900
			C > S: P. 1401+100 ack 5001 ts 301/900
			+200ms C > S: P. 1301+100 ack 5001 ts 500/900`,
			Traffic{Packets: 8, Bytes: 600, Unique: 500, Retransmissions: 2, RetransmittedBytes: 100, Gaps: 1},
			Traffic{Packets: 1}},
		{"reordered where the capture begins", `
			C > S: P. 1101+100 ack 5001 ts 160/900
			C > S: P. 1001+100 ack 5001 ts 159/900
			C > S: P. 1001+100 ack 5001 ts 260/900`,
			Traffic{Packets: 3, Bytes: 300, Unique: 200, Retransmissions: 1, RetransmittedBytes: 100, Reordered: 1},
			Traffic{}},
		{"perhaps sent before the capture began", `
			C > S: P. 1101+100 ack 5001 ts 160/900
			C > S: P. 1001+100 ack 5001 ts 360/900 => ESTABLISHED/ESTABLISHED retransmission`,
			Traffic{Packets: 2, Bytes: 200, Unique: 200, Retransmissions: 1},
			Traffic{}},
		{"old data after a RST", tellData + `
			S > C: R. 5001 ack 1011
			C > S: P. 1001+10 ack 5001 => CLOSED/CLOSED after-close`,
			Traffic{Packets: 4, Bytes: 20, Unique: 10},
			Traffic{Packets: 3, RSTs: 1}},
		{"a FIN sent again that its receiver drops", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: F. 1001 ack 5001 ts 200/7
			+1s C > S: F. 1001 ack 5001 ts 150/7`,
			Traffic{Packets: 4, FINs: 1},
			Traffic{Packets: 1}},
		{"not captured, in a gap and beyond", tellData + `
			C > S: P. 1111+100 ack 5001
			S > C: . 5001 ack 1311`,
			Traffic{Packets: 4, Bytes: 110, Unique: 110, NotCaptured: 200, Gaps: 1},
			Traffic{Packets: 3}},
		{"acknowledged, but never sent", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 505000 => SYN_SENT/SYN_RCVD ack-mismatch`,
			Traffic{Packets: 2},
			Traffic{Packets: 1}},
		{"a FIN that was not captured is no data", tellData + `
			C > S: P. 1111+100 ack 5001
			S > C: F. 5001 ack 1212         => TIME_WAIT/LAST_ACK fin-not-captured
			C > S: . 1212 ack 5002`,
			Traffic{Packets: 5, Bytes: 110, Unique: 110, Gaps: 1, NotCaptured: 100},
			Traffic{Packets: 3, FINs: 1}},
		{"SYN and FIN sent again", `
			C > S: S 1000
			+1s C > S: S 1000
			S > C: S. 5000 ack 1001
			+1s S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001
			C > S: F. 1001 ack 5001
			+1s C > S: F. 1001 ack 5001`,
			Traffic{Packets: 5, Retransmissions: 2, SYNRetransmissions: 1, FINRetransmissions: 1, FINs: 2},
			Traffic{Packets: 2, Retransmissions: 1, SYNRetransmissions: 1}},
		{"FIN with data sent again, which is data", tellData + `
			C > S: FP. 1011+10 ack 5001
			+1s C > S: FP. 1011+10 ack 5001
			S > C: R. 5001 ack 1022
			S > C: R. 5001 ack 1022`,
			Traffic{Packets: 5, Bytes: 30, Unique: 20, Retransmissions: 1, RetransmittedBytes: 10, FINs: 2},
			Traffic{Packets: 4, RSTs: 2}},
		{"SYN-ACK of a simultaneous open is no repetition", `
			C > S: S 1000
			S > C: S 5000
			C > S: S. 1000 ack 5001
			S > C: S. 5000 ack 1001`,
			Traffic{Packets: 2}, Traffic{Packets: 2}},
		{"keep-alives and zero windows", tellData + `
			C > S: . 1010 ack 5001
			S > C: . 5001 ack 1011 win 0
			+3s S > C: . 5001 ack 1011 win 100`,
			Traffic{Packets: 4, Bytes: 10, Unique: 10, KeepAlives: 1},
			Traffic{Packets: 4, ZeroWindows: 1, ZeroWindowTime: 3 * sec}},
		{"a window that stays zero", tellData + `
			S > C: . 5001 ack 1011 win 0
			+3s C > S: . 1010 ack 5001`,
			Traffic{Packets: 4, Bytes: 10, Unique: 10},
			Traffic{Packets: 3, ZeroWindows: 1, ZeroWindowTime: 3 * sec}},
		{"duplicate acknowledgments", tellData + `
			C > S: P. 1011+100 ack 5001
			S > C: . 5001 ack 1011
			S > C: . 5001 ack 1011`,
			Traffic{Packets: 4, Bytes: 110, Unique: 110},
			Traffic{Packets: 4, DupAcks: 2}},
		{"data of a SYN that were taken", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1011
			C > S: . 1011 ack 5001`,
			Traffic{Packets: 2, Bytes: 10, Unique: 10}, Traffic{Packets: 1}},
		{"data of a SYN that were not", `
			C > S: S 1000+10 tfo 8
			S > C: S. 5000 ack 1001
			C > S: P. 1001+10 ack 5001`,
			Traffic{Packets: 2, Bytes: 20, Unique: 10, RetransmittedBytes: 10}, Traffic{Packets: 1}},
		{"across the end of the numbers", `
			C > S: S 4294967290
			S > C: S. 5000 ack 4294967291
			C > S: P. 4294967291+10 ack 5001
			C > S: P. 5+10 ack 5001
			C > S: P. 4294967291+20 ack 5001`,
			Traffic{Packets: 4, Bytes: 40, Unique: 20, Retransmissions: 1, RetransmittedBytes: 20},
			Traffic{Packets: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			end := endOf(t, c.text)
			if got := counts(end.ToServer); got != c.toServer {
				t.Errorf("to server\n   got  %+v\n   want %+v", got, c.toServer)
			}
			if got := counts(end.ToClient); got != c.toClient {
				t.Errorf("to client\n   got  %+v\n   want %+v", got, c.toClient)
			}
		})
	}
}

// counts returns what is counted, without what is measured.
func counts(r Traffic) Traffic {
	r.RTT, r.Windows, r.Throughput, r.MaxInFlight, r.MaxSegment = Distribution{}, Windows{}, 0, 0, 0
	return r
}

// What hangs off a connection is given back: when all is acknowledged, and when
// the connection leaves the table.
func TestTrafficIsGivenBack(t *testing.T) {
	s := newTale()
	s.silent = true
	s.tracker = New(s.opt)
	for _, line := range []string{
		"C > S: S 1000", "S > C: S. 5000 ack 1001", "C > S: . 1001 ack 5001",
		"C > S: P. 1001+10 ack 5001",
	} {
		s.play(line)
	}
	if n := s.tracker.loss.flights.inUse(); n != 1 {
		t.Errorf("%d flights with data on their way, want 1", n)
	}
	s.play("S > C: . 5001 ack 1011")
	if n := s.tracker.loss.flights.inUse(); n != 0 {
		t.Errorf("%d flights when all is acknowledged, want 0", n)
	}
	for _, line := range []string{
		"C > S: P. 1011+10 ack 5001", "C > S: P. 1011+10 ack 5001", "S > C: . 5001 ack 1021",
		"C > S: P. 1021+10 ack 5001", "S > C: . 5001 ack 1031", "C > S: P. 1031+10 ack 5001",
		"C > S: R. 1041 ack 5001", "+300s C > S: S 900000",
	} {
		s.play(line)
	}
	l := &s.tracker.loss
	if l.flights.inUse()+l.troubles.inUse()+l.spreads.inUse() != 0 {
		t.Errorf("still in use: %d flights, %d troubles, %d spreads", l.flights.inUse(), l.troubles.inUse(), l.spreads.inUse())
	}
}
