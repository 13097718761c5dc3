package annotate

import (
	"testing"
	"time"

	"tcpshake/decode"
)

// When connections are reported: the tale up to some packet, how long nothing
// comes then, and whether the first connection is reported.
func TestWhenConnectionsAreReported(t *testing.T) {
	for _, row := range []struct {
		name, text    string
		before, after time.Duration
	}{
		{"closed", tellClosed, 999 * time.Millisecond, time.Second},
		{"reset", tellData + "S > C: R. 5001 ack 1011", 999 * time.Millisecond, time.Second},
		{"refused", "C > S: S 1\nS > C: R. 0 ack 2", 999 * time.Millisecond, time.Second},
		{"no answer", "C > S: S 1", 149 * time.Second, 150 * time.Second},
		{"half-open", "C > S: S 1\nS > C: S. 9 ack 2", 149 * time.Second, 150 * time.Second},
		{"last ACK missing", tellData + "C > S: F. 1011 ack 5001\nS > C: F. 5001 ack 1012", 59 * time.Second, 60 * time.Second},
		{"established and idle", tellData, 3599 * time.Second, 3600 * time.Second},
		{"half-closed and idle", tellData + "C > S: F. 1011 ack 5001", 3599 * time.Second, 3600 * time.Second},
	} {
		for _, wait := range []time.Duration{row.before, row.after} {
			s := newTale()
			s.opt.Idle = time.Hour
			s.tracker = New(s.opt)
			for _, line := range lines(row.text) {
				s.play(line)
			}
			s.tracker.Advance(s.now + int64(wait))
			s.drain()
			if got, want := len(s.ends) == 1, wait == row.after; got != want {
				t.Errorf("%s, after %v: reported = %v", row.name, wait, got)
			}
		}
	}
}

func TestEstablishedNeverEndsWithoutIdle(t *testing.T) {
	for _, idle := range []time.Duration{0, 1<<63 - 1} { // never, and after 292 years
		s := newTale()
		s.opt.Idle = idle
		s.tracker = New(s.opt)
		for _, line := range lines(tellData) {
			s.play(line)
		}
		s.tracker.Advance(s.now + int64(1000*time.Hour))
		s.drain()
		if len(s.ends) != 0 {
			t.Errorf("idle %v: reported %v", idle, s.ends)
		}
	}
}

// A packet whose time ends its connection comes after that end, as the next one does:
// what is reported does not know of it.
func TestReportEndsBeforeLatePackets(t *testing.T) {
	want := endOf(t, tellClosed)
	for _, late := range []string{`
		+70s S > C: . 5002 ack 1012`, `
		+70s S > C: P. 5002+100 ack 1012
		S > C: P. 5102+100 ack 1012`} {
		if got := endOf(t, tellClosed+late); got.Duration != want.Duration || got.ToClient != want.ToClient || got.Last != want.Last {
			t.Errorf("%s\n   got  %+v\n   want %+v", late, got, want)
		}
	}
}

// Packets that come after the report belong to the connection; it is reported
// once.
func TestLatePacketsBelong(t *testing.T) {
	s := newTale()
	s.run(t, tellClosed+`
		+2s C41000 > S: S 1          => #2 SYN_SENT/SYN_RCVD?
		S > C: F. 5001 ack 1012      => #1 TIME_WAIT/LAST_ACK fin-retransmission
		C > S: . 1012 ack 5002       => #1 TIME_WAIT/CLOSED
		+30s S > C: P. 5001+3 ack 1012 => #1 TIME_WAIT/CLOSED data-after-fin
		end #1 closed by client TIME_WAIT/LAST_ACK SF
		end #2 no-answer ongoing SYN_SENT/SYN_RCVD S0`)
}

// Long after the end only a segment of the same sequence numbers belongs.
func TestPortsUsedAgainWithoutASYN(t *testing.T) {
	newTale().run(t, tellClosed+`
		+300s C > S: P. 1012+5 ack 5002 => #1 CLOSED/CLOSED after-close
		+300s C > S: P. 88001012+5 ack 5002 => #2 ESTABLISHED/ESTABLISHED? port-reuse start-not-captured`)
}

func TestTimeWaitExpires(t *testing.T) {
	newTale().run(t, tellClosed+`
		+59s S > C: . 5002 ack 1012  => TIME_WAIT/CLOSED
		+2s S > C: . 5002 ack 1012   => CLOSED/CLOSED after-close`)
	s := newTale()
	s.opt.TimeWait = 10 * time.Second
	s.run(t, tellClosed+`
		+11s S > C: . 5002 ack 1012  => CLOSED/CLOSED after-close`)
}

// RFC 9293 section 3.10.7.4: a FIN in TIME_WAIT starts the timer again.
func TestFINRestartsTimeWait(t *testing.T) {
	newTale().run(t, tellClosed+`
		+50s S > C: F. 5001 ack 1012 => TIME_WAIT/LAST_ACK fin-retransmission
		C > S: . 1012 ack 5002       => TIME_WAIT/CLOSED
		+50s S > C: . 5002 ack 1012  => TIME_WAIT/CLOSED
		+11s S > C: . 5002 ack 1012  => CLOSED/CLOSED after-close`)
}

func TestTimeGoesBack(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000
		+40ms S > C: S. 5000 ack 1001
		+-1h C > S: . 1001 ack 5001  => ESTABLISHED/ESTABLISHED clock-back
		C > S: F. 1001 ack 5001
		S > C: F. 5001 ack 1002
		C > S: . 1002 ack 5002       => TIME_WAIT/CLOSED
		end #1 closed by client TIME_WAIT/LAST_ACK SF`)
	if h := s.ends[1].Handshake; h.Connect >= 0 || h.RTTClient >= 0 || h.RTTServer != int64(40*time.Millisecond) {
		t.Errorf("%+v: a time across a step back is not known", h)
	}
	if s.ends[1].CloseTime != int64(2*time.Millisecond) {
		t.Errorf("close took %d", s.ends[1].CloseTime)
	}
}

func TestFullTableEvictsWhatIsLeastMissed(t *testing.T) {
	s := newTale()
	s.opt.MaxConnections = 4
	s.run(t, tellOpen+`
		C41000 > S: S 1
		S > C41000: R. 0 ack 2       => #2 CLOSED/CLOSED refused
		C41001 > S: S 1              => #3 SYN_SENT/SYN_RCVD?
		C41002 > S: S 1              => #4 SYN_SENT/SYN_RCVD?
		C41003 > S: S 1              => #5 SYN_SENT/SYN_RCVD?  // the refused one goes
		S > C41000: R. 0 ack 2       => #6 CLOSED?/CLOSED reset start-not-captured // the oldest attempt goes
		C41001 > S: S 1              => #7 SYN_SENT/SYN_RCVD?
		C > S: P. 1001+5 ack 5001    => #1 ESTABLISHED/ESTABLISHED
		end #1 open ongoing ESTABLISHED/ESTABLISHED S1
		end #2 refused by server SYN_SENT/SYN_RCVD REJ
		end #3 no-answer probable ongoing SYN_SENT/SYN_RCVD S0`)
	sum := s.tracker.Summary()
	if sum.Evicted != 1 || sum.Connections != 7 {
		t.Errorf("evicted %d of %d", sum.Evicted, sum.Connections)
	}
}

// Connections that nobody takes do not keep their records for ever.
func TestEndedAreDroppedWhenNobodyTakesThem(t *testing.T) {
	tr := New(Options{TimeWait: time.Minute, MaxConnections: 100})
	var ev Event
	f := newFlow(0)
	for i := range 3 * maxUntaken {
		f.client.Port = uint16(i)
		f.observe(tr, &ev, true, decode.SYN, 1, 0, 0)
	}
	if n := tr.table.records.inUse(); n > maxUntaken+101 {
		t.Errorf("%d records", n)
	}
}

// A flood of attempts takes the table's memory and no more, in time that grows
// with the packets, and leaves an established connection alone.
func TestFloodIsBounded(t *testing.T) {
	const most, syns = 1000, 1_000_000
	tr := New(Options{TimeWait: time.Minute, MaxConnections: most})
	var ev Event
	var c Connection
	f := newFlow(1)
	f.open(tr, &ev)
	reported := 0
	for i := range syns {
		f.client.Addr = decode.AddrFrom4([4]byte{11, byte(i >> 16), byte(i >> 8), byte(i)})
		f.observe(tr, &ev, true, decode.SYN, 7, 0, 0)
		for tr.NextEnded(&c) {
			reported++
		}
	}
	if chunks := len(tr.table.records.chunks); chunks > (most+2*chunkSize)/chunkSize {
		t.Errorf("%d chunks of records", chunks)
	}
	if len(tr.table.slots) > 4*most {
		t.Errorf("%d slots", len(tr.table.slots))
	}
	sum := tr.Summary()
	if sum.Evicted != syns+1-most || reported != syns+1-most || sum.Verdicts[NoAnswer] != syns || sum.Verdicts[Open] != 1 {
		t.Errorf("evicted %d, reported %d, no answer %d, open %d", sum.Evicted, reported, sum.Verdicts[NoAnswer], sum.Verdicts[Open])
	}
	f.client = newFlow(1).client
	f.observe(tr, &ev, true, decode.ACK, 1001, 5001, 5)
	if ev.Conn != 1 || ev.Client.State != Established {
		t.Errorf("the established connection is #%d %v", ev.Conn, ev.Client)
	}
}

func TestCloseReportsInOrder(t *testing.T) {
	tr := New(DefaultOptions())
	var ev Event
	f := newFlow(0)
	for i := range 50 {
		f.client.Port = uint16(i)
		f.open(tr, &ev)
		if i%3 == 0 {
			f.close(tr, &ev)
		}
	}
	tr.Close()
	var c Connection
	for want := uint64(1); want <= 50; want++ {
		if !tr.NextEnded(&c) || c.ID != want {
			t.Fatalf("got #%d, want #%d", c.ID, want)
		}
		if closed := (want-1)%3 == 0; closed == c.Ongoing {
			t.Errorf("#%d: ongoing %v", c.ID, c.Ongoing)
		}
	}
	if tr.NextEnded(&c) {
		t.Errorf("#%d is reported twice", c.ID)
	}
}

func TestSummaryCounts(t *testing.T) {
	s := newTale()
	s.run(t, tellClosed+`
		C41000 > S: S 1
		S > C41000: R. 0 ack 2
		C41001 > S: S 1
		C41002 > S: P. 1+5 ack 9
		S > C41002: . 9 ack 6`)
	sum := s.tracker.Summary()
	if sum.Connections != 4 || sum.MidStream != 1 || sum.Segments != 13 || sum.Frames != 13 {
		t.Errorf("%+v", sum)
	}
	for v, want := range map[Verdict]uint64{ClosedBoth: 1, Refused: 1, NoAnswer: 1, Open: 1} {
		if sum.Verdicts[v] != want {
			t.Errorf("%v: %d, want %d", v, sum.Verdicts[v], want)
		}
	}
	for st, want := range map[State]uint64{TimeWait: 1, Closed: 3, SynSent: 1, SynRcvd: 1, Established: 2} {
		if sum.States[st] != want {
			t.Errorf("%v: %d, want %d", st, sum.States[st], want)
		}
	}
	if sum.Handshakes.Count != 1 || sum.Handshakes.Min != int64(2*time.Millisecond) {
		t.Errorf("handshakes %+v", sum.Handshakes)
	}
	if sum.Findings[FindingHandshake] != 1 || sum.Findings[FindingClose] != 3 {
		t.Errorf("findings %v", sum.Findings)
	}
}

// Netstat lists no TIME_WAIT whose ports a new connection took over.
func TestSummaryCountsNoTimeWaitThatWasReused(t *testing.T) {
	s := newTale()
	s.run(t, tellClosed+`
		+1s C > S: S 900000
		S > C: S. 800000 ack 900001
		C > S: . 900001 ack 800001
		end #1 closed by client TIME_WAIT/LAST_ACK SF`)
	if sum := s.tracker.Summary(); sum.States[TimeWait] != 0 || sum.States[Closed] != 2 || sum.States[Established] != 2 {
		t.Errorf("%v", sum.States)
	}
}

// The summary may be asked for at any time and changes nothing.
func TestSummaryInBetween(t *testing.T) {
	s := newTale()
	s.tracker = New(s.opt)
	for _, line := range lines(tellData) {
		s.play(line)
		s.tracker.Summary()
	}
	a, b := s.tracker.Summary(), s.tracker.Summary()
	if a.Verdicts != b.Verdicts || a.States != b.States || a.Verdicts[Open] != 1 || a.States[Established] != 2 {
		t.Errorf("%+v and %+v", a, b)
	}
}

func TestFramesThatAreNotFollowed(t *testing.T) {
	tr := New(DefaultOptions())
	var ev Event
	for _, row := range []struct {
		class decode.Class
		label Label
	}{{decode.Broken, LabelBroken}, {decode.Fragment, LabelFragment}, {decode.NotTCP, LabelNone}, {decode.ICMPError, LabelICMP}} {
		tr.Observe(&decode.Segment{Class: row.class}, 1, 1, &ev)
		if ev.Conn != 0 || ev.Label != row.label || len(ev.Findings) != 0 {
			t.Errorf("class %d: %+v", row.class, ev)
		}
	}
	if s := tr.Summary(); s.Broken != 1 || s.Fragments != 1 || s.NotTCP != 2 || s.Connections != 0 {
		t.Errorf("%+v", s)
	}
}
