package annotate

import "testing"

// TestUncommon tells conversations that go as RFC 9293 allows and captures seldom show.
func TestUncommon(t *testing.T) {
	const opened = `
		C > S: S 1000 win 64240 mss 1460 ws 7 sackok
		S > C: S. 5000 ack 1001 win 65160 mss 1460 ws 7 sackok
	`
	const established = opened + "C > S: . 1001 ack 5001 win 502\n"
	for _, c := range []struct{ name, script string }{
		{"a FIN acknowledges megabytes that a capture of SYN, FIN and RST lacks", opened + `
			+5s C > S: F. 1501 ack 3005001        => FIN_WAIT_1/ESTABLISHED? gap acked-unseen
			S > C: F. 3005001 ack 1502            => TIME_WAIT/LAST_ACK acked-unseen
			end #1 closed by client ongoing TIME_WAIT/LAST_ACK SF`},
		{"a RST that is not exact, silence, and the next connection of the ports", established + `
			C > S: P. 1001+100 ack 5001 win 502
			S > C: . 5001 ack 1101 win 509
			S > C: R 5500                         => ESTABLISHED/ESTABLISHED rst-ignored
			+60s C > S: S 900000 win 64240        => #2 SYN_SENT/SYN_RCVD? port-reuse
			S > C: S. 700000 ack 900001 win 65160 => #2 ESTABLISHED/SYN_RCVD
			C > S: . 900001 ack 700001            => #2 ESTABLISHED/ESTABLISHED
			end #1 reset by server probable ESTABLISHED/ESTABLISHED RSTR`},
		{"the second FIN is captured behind its acknowledgment", established + `
			C > S: F. 1001 ack 5001 win 502       => FIN_WAIT_1/CLOSE_WAIT
			C > S: . 1002 ack 5002 win 502        => CLOSING?/TIME_WAIT fin-not-captured
			S > C: F. 5001 ack 1002 win 509       => TIME_WAIT/CLOSED
			end #1 closed by client CLOSING/TIME_WAIT SF`},
		{"time stamps are not compared over more than 24 days", `
			C > S: S 1000 ts 1000/0
			S > C: S. 5000 ack 1001 ts 9000/1000
			C > S: . 1001 ack 5001 ts 1001/9000
			+2160000s C > S: P. 1001+10 ack 5001 ts 2160001001/9000  => ESTABLISHED/ESTABLISHED
			S > C: . 5001 ack 1011 ts 2160009000/2160001001          => ESTABLISHED/ESTABLISHED
			+2160000s C > S: P. 1011+10 ack 5001 ts 25034705/9000    => ESTABLISHED/ESTABLISHED`},
		{"a RST that is ignored does not move the time stamp", `
			C > S: S 1000 ts 1000/0
			S > C: S. 5000 ack 1001 ts 9000/1000
			C > S: . 1001 ack 5001 ts 1001/9000
			C > S: R 1500 ts 1000000000/9000                 => ESTABLISHED/ESTABLISHED rst-ignored
			C > S: P. 1001+100 ack 5001 ts 1002/9000         => ESTABLISHED/ESTABLISHED
			S > C: . 5001 ack 1101 ts 9001/1002              => ESTABLISHED/ESTABLISHED`},
		{"a segment without identification is sent again because it is asked for", `
			C > S: S 1000 sackok id 0
			S > C: S. 5000 ack 1001 sackok id 0
			C > S: . 1001 ack 5001 id 0
			+100us C > S: . 1001+100 ack 5001 id 0
			+100us C > S: . 1101+100 ack 5001 id 0
			+100us C > S: . 1201+100 ack 5001 id 0
			+100us S > C: . 5001 ack 1101 id 0                     => ESTABLISHED/ESTABLISHED
			+100us S > C: . 5001 ack 1101 sack 1201-1301 id 0      => ESTABLISHED/ESTABLISHED dup-ack
			+100us S > C: . 5001 ack 1101 sack 1201-1301 id 0      => ESTABLISHED/ESTABLISHED dup-ack
			+100us C > S: . 1101+100 ack 5001 id 0                 => ESTABLISHED/ESTABLISHED fast-retransmission`},
		{"a SYN goes on behind a RST that is ignored", `
			C > S: S 1000
			+4s C > S: S 1000                     => SYN_SENT/SYN_RCVD? syn-retransmission
			S > C: R. 0 ack 555                   => SYN_SENT/SYN_RCVD? rst-ignored
			+8s C > S: S 1000                     => SYN_SENT/SYN_RCVD? syn-retransmission
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001                => ESTABLISHED/ESTABLISHED
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"an old acknowledgment during the handshake proves nothing", `
			C > S: S 1000 win 64240
			S > C: S. 5000 ack 1001 win 65160
			C > S: . 900000 ack 2000000           => ESTABLISHED/SYN_RCVD ack-mismatch gap
			S > C: R 2000000                      => ESTABLISHED/SYN_RCVD rst-ignored
			C > S: . 1001 ack 5001                => ESTABLISHED/ESTABLISHED
			end #1 open ongoing ESTABLISHED/ESTABLISHED S1`},
		{"what was asked for is captured twice", `
			C > S: S 1000 sackok id 0
			S > C: S. 5000 ack 1001 sackok id 0
			C > S: . 1001 ack 5001 id 0
			+100us C > S: . 1001+100 ack 5001 id 0
			+100us C > S: . 1201+100 ack 5001 id 0                 => ESTABLISHED/ESTABLISHED gap
			+100us S > C: . 5001 ack 1101 id 0
			+100us S > C: . 5001 ack 1101 sack 1201-1301 id 0      => ESTABLISHED/ESTABLISHED dup-ack
			+20ms C > S: . 1101+100 ack 5001 id 0                  => ESTABLISHED/ESTABLISHED retransmission
			+10us C > S: . 1101+100 ack 5001 id 0                  => ESTABLISHED/ESTABLISHED`},
		{"data and the first FIN behind their acknowledgment", request + `
			C > S: . 1101 ack 5302                => ESTABLISHED/ESTABLISHED acked-unseen
			+5us S > C: F. 5001+300 ack 1101      => CLOSE_WAIT/FIN_WAIT_2 reordered
			+10ms C > S: F. 1101 ack 5302         => LAST_ACK/TIME_WAIT
			+10ms S > C: . 5302 ack 1102          => CLOSED/TIME_WAIT
			end #1 closed by server LAST_ACK/TIME_WAIT SF`},
	} {
		t.Run(c.name, func(t *testing.T) { newTale().run(t, c.script) })
	}
}

// TestManyGaps: each of many holes is known, and a FIN behind them is not received yet.
func TestManyGaps(t *testing.T) {
	s := newTale()
	script := `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5001
		C > S: . 1001+100 ack 5001
		C > S: . 1201+100 ack 5001 => ESTABLISHED/ESTABLISHED gap
		C > S: . 1401+100 ack 5001 => ESTABLISHED/ESTABLISHED gap
		C > S: . 1601+100 ack 5001 => ESTABLISHED/ESTABLISHED gap
		C > S: . 1801+100 ack 5001 => ESTABLISHED/ESTABLISHED gap
		C > S: . 2001+100 ack 5001 => ESTABLISHED/ESTABLISHED gap
		C > S: F. 2201 ack 5001    => FIN_WAIT_1/ESTABLISHED gap
		+50ms C > S: . 1101+100 ack 5001 => FIN_WAIT_1/ESTABLISHED retransmission
		C > S: . 1301+100 ack 5001 => FIN_WAIT_1/ESTABLISHED retransmission
		C > S: . 1501+100 ack 5001 => FIN_WAIT_1/ESTABLISHED retransmission
		C > S: . 1701+100 ack 5001 => FIN_WAIT_1/ESTABLISHED retransmission
		C > S: . 1901+100 ack 5001 => FIN_WAIT_1/ESTABLISHED retransmission
		C > S: . 2101+100 ack 5001 => FIN_WAIT_1/CLOSE_WAIT retransmission`
	s.run(t, script)
	if r := s.ends[1].ToServer; r.Bytes != 1200 || r.Unique != 1200 || r.Retransmissions != 6 || r.RetransmittedBytes != 0 {
		t.Errorf("%+v", r)
	}
	if n := s.tracker.loss.gaps.inUse(); n != 0 {
		t.Errorf("%d lists of gaps are in use at the end", n)
	}
}

// TestGapsAreGivenBack: also those of connections that end with them.
func TestGapsAreGivenBack(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5001
		C > S: . 1101+100 ack 5001 => ESTABLISHED/ESTABLISHED gap
		S > C: . 5101+100 ack 1001 => ESTABLISHED/ESTABLISHED gap
		S > C: R 5201
		+200s C41000 > S: S 1000`)
	for r := s.tracker.table.lists[done].head; r != 0; r = s.tracker.table.lists[done].head {
		s.tracker.release(r)
	}
	if n := s.tracker.loss.gaps.inUse(); n != 0 {
		t.Errorf("%d lists of gaps are in use at the end", n)
	}
}

// TestDupAcksNameTheFirstHole: an acknowledgment has room for the newest blocks only.
func TestDupAcksNameTheFirstHole(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000 sackok
		S > C: S. 5000 ack 1001 sackok
		C > S: . 1001 ack 5001
		C > S: . 1001+1000 ack 5001
		C > S: . 2001+1000 ack 5001
		C > S: . 3001+1000 ack 5001
		C > S: . 4001+1000 ack 5001
		S > C: . 5001 ack 1001 sack 2001-3001
		S > C: . 5001 ack 1001 sack 4001-5001`)
	for _, n := range []int{8, 9} {
		f := s.events[n-1].findings
		if len(f) == 0 || f[0].Kind != FindingDupAck || f[0].A != 1 || f[0].B != 1001 {
			t.Errorf("packet %d: %+v, want a duplicate acknowledgment for 1-1001", n, f)
		}
	}
}

// TestProbesAreNotUnique: the byte of a probe was sent before.
func TestProbesAreNotUnique(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5001
		C > S: P. 1001+10 ack 5001
		S > C: . 5001 ack 1011
		+30s C > S: . 1010+1 ack 5001
		S > C: . 5001 ack 1011`)
	if r := s.ends[1].ToServer; r.Bytes != 11 || r.Unique != 10 || r.Retransmissions != 0 || r.RetransmittedBytes != 0 || r.KeepAlives != 1 {
		t.Errorf("%+v", r)
	}
}

// TestSYNCutByTheSnapshotLength: of 68 bytes, once tcpdump's default, of which the link
// layer has 14, the window scale is
// behind the end. What both agreed on is not known then, and no window shrinks.
func TestSYNCutByTheSnapshotLength(t *testing.T) {
	const script = `
snaplen 54
client 10.0.0.1:40000 iss 1000 win 502
server 10.0.0.2:80 iss 5000 win 509

      C > S: SYN win 64240 <mss 1460,sackOK,TS,nop,wscale 7>
+0.02 S > C: SYN-ACK win 65160 <mss 1460,sackOK,TS,nop,wscale 7>
+0.01 C > S: ACK <nop,nop,TS>
+0.1  C > S: PSH-ACK len 1000 <nop,nop,TS>
+0.02 S > C: ACK <nop,nop,TS>
`
	tr, ev, c := New(DefaultOptions()), Event{}, Connection{}
	for _, f := range compile(t, script) {
		tr.Observe(&f.seg, f.number, f.time, &ev)
		for _, found := range ev.Findings {
			if k := found.Kind; k != FindingHandshake {
				t.Errorf("packet %d: %v", f.number, k)
			}
		}
	}
	tr.Close()
	if !tr.NextEnded(&c) || c.Negotiated.Known || c.ToClient.Windows.Known {
		t.Errorf("negotiated %+v, windows %+v, want nothing known", c.Negotiated, c.ToClient.Windows)
	}
}
