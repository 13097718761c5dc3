package annotate

import (
	"fmt"
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	const ms = int64(time.Millisecond)
	for _, row := range []struct {
		name   string
		stamps []int64 // in milliseconds
		now    int64
		steps  uint64
	}{
		{"forward", []int64{5000, 5010, 9000}, 9000, 0},
		{"frames in another order than their time stamps", []int64{5000, 5010, 5009, 5012}, 5012, 0},
		{"set back", []int64{5000, 5010, 1000, 1030, 1031}, 5031 + 10, 1},
		{"set back twice", []int64{5000, 1000, 1030, 500, 512}, 5042, 2},
		{"one frame from the future", []int64{5000, 9000, 5020, 5025}, 9005, 1},
	} {
		var k clock
		last := int64(0)
		for _, stamp := range row.stamps {
			k.tick(stamp*ms, 0)
			if k.now < last {
				t.Errorf("%s: the clock went back to %d", row.name, k.now)
			}
			last = k.now
		}
		if k.now != row.now*ms+1 || k.count != row.steps { // it is ahead by 1 ns
			t.Errorf("%s: %d ms and %d steps, want %d and %d", row.name, k.now/ms, k.count, row.now, row.steps)
		}
	}
}

// A capture may count its time from 0, or lie before 1970: 0 is a time, too.
func TestTimesFromZeroOn(t *testing.T) {
	const text = tellClosed + `
		+5s C2 > S: S 7
		S > C2: R. 0 ack 8`
	play := func(start int64) (*tale, string) {
		s := newTale()
		s.silent, s.now = true, start
		s.run(t, text)
		for i := range s.ends {
			c := s.ends[i]
			c.First, c.Last = c.First-start, c.Last-start
			s.ends[i] = c
		}
		return s, fmt.Sprintf("%+v\n%+v", s.events, s.ends)
	}
	_, want := play(taleStart)
	for _, start := range []int64{-int64(time.Millisecond), 0, -5 * int64(time.Second), -1 << 62} {
		if s, got := play(start); got != want || s.tracker.Summary().ClockSteps != 0 {
			t.Errorf("from %d on, %d steps:\n%s\nwant\n%s", start, s.tracker.Summary().ClockSteps, got, want)
		}
	}
}

// Frames reach us later than the moment for which Advance was called: this is no
// step. Where the time of the host was set back, time goes on.
func TestClockWhileNothingComes(t *testing.T) {
	var k clock
	second := int64(time.Second)
	k.tick(100*second, 0)
	k.wait(102*second, 0)
	k.tick(101*second, 0)
	if k.now != 102*second+1 || k.count != 0 {
		t.Errorf("after a late frame: %d s, %d steps", k.now/second, k.count)
	}
	k.wait(50*second, 0)
	k.wait(53*second, 0)
	if k.now != 105*second+1 {
		t.Errorf("3 s after the time was set back: %d s, want 105", k.now/second)
	}
}

// Times of a connection go on after a step back; its first and last packet keep
// the time stamps that they have.
func TestDurationsAfterAStepBack(t *testing.T) {
	s := newTale()
	s.run(t, tellData+`
		+-3600s S > C: . 5001 ack 1011
		+500ms C > S: F. 1011 ack 5001 => FIN_WAIT_1/CLOSE_WAIT
		+20ms  S > C: F. 5001 ack 1012 => TIME_WAIT/LAST_ACK
		+40us  C > S: . 1012 ack 5002  => TIME_WAIT/CLOSED
		end #1 closed by client TIME_WAIT/LAST_ACK SF`)
	c := s.ends[1]
	if want := int64(20*time.Millisecond + 40*time.Microsecond); c.CloseTime != want {
		t.Errorf("the close took %d ns, want %d", c.CloseTime, want)
	}
	if c.Last != s.now || c.First <= c.Last {
		t.Errorf("first %d, last %d, want the time stamps of the packets, the last %d", c.First, c.Last, s.now)
	}
	if c.Duration < int64(520*time.Millisecond) || c.Duration > int64(time.Second) {
		t.Errorf("duration %d ns", c.Duration)
	}
}

// Times in which the clock was set back are not known: the one from the SYN to its
// answer, a round trip, the close, and how long it was half-closed.
func TestTimesAcrossAStepBack(t *testing.T) {
	opening := func(step string) string {
		return "C > S: S 1000\n" + step + " S > C: S. 5000 ack 1001\n+40us C > S: . 1001 ack 5001\n"
	}
	data := func(step string) string {
		return "+1s C > S: P. 1001+10 ack 5001\n" + step + " S > C: . 5001 ack 1011\n"
	}
	end := func(step string) string {
		return "+1s C > S: F. 1011 ack 5001\n+20ms S > C: . 5001 ack 1012\n" + step + " S > C: F. 5001 ack 1012\n+40us C > S: . 1012 ack 5002\n"
	}
	const ms = int64(time.Millisecond)
	for _, c := range []struct {
		name, script            string
		rttServer, rtt, closing int64 // 0 of rtt: not measured
	}{
		{"none", opening("+20ms") + data("+30ms") + end("+2s"), 20 * ms, 30 * ms, 2020*ms + 40_000},
		{"opening", opening("+-3600s") + data("+30ms") + end("+2s"), -1, 30 * ms, 2020*ms + 40_000},
		{"data", opening("+20ms") + data("+-3600s") + end("+2s"), 20 * ms, 0, 2020*ms + 40_000},
		{"close", opening("+20ms") + data("+30ms") + end("+-3600s"), 20 * ms, 30 * ms, -1},
	} {
		s := newTale()
		s.run(t, c.script)
		got := s.ends[1]
		if got.Handshake.RTTServer != c.rttServer || got.ToServer.RTT.Min != c.rtt || got.CloseTime != c.closing {
			t.Errorf("%s: server %d ns, round trip %d ns, close %d ns, want %d, %d, %d",
				c.name, got.Handshake.RTTServer, got.ToServer.RTT.Min, got.CloseTime, c.rttServer, c.rtt, c.closing)
		}
	}
	s := newTale()
	s.run(t, opening("+20ms")+"+1s C > S: F. 1001 ack 5001\n+20ms S > C: . 5001 ack 1002\n+-3600s S > C: P. 5001+10 ack 1002\n+5s C > S: . 1002 ack 5011\n")
	if c := s.ends[1]; c.Verdict != HalfClosed || c.HalfClosed != 0 {
		t.Errorf("%v, half-closed for %d ns, want half-closed for an unknown time", c.Verdict, c.HalfClosed)
	}
}

// Timers run on after a step back.
func TestSilenceAfterAStepBack(t *testing.T) {
	s := newTale()
	s.tracker = New(s.opt)
	for _, line := range lines("C > S: S 1\n+-3600s S > C: R. 0 ack 2") {
		s.play(line)
	}
	s.tracker.Advance(s.now)
	s.tracker.Advance(s.now + int64(2*time.Second))
	s.drain()
	if s.ends[1].Verdict != Refused {
		t.Errorf("reported %+v, want a refused connection", s.ends)
	}
}

// The time stamps of a connection whose only packets are next to a step.
func TestTimeStampsNextToAStep(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000
		C41000 > S: S 1000
		+-3600s S > C: R. 0 ack 1001
		C42000 > S: S 1000`)
	start, back := taleStart+int64(time.Millisecond), taleStart+2*int64(time.Millisecond)-int64(time.Hour)
	for id, want := range map[uint64][2]int64{
		1: {start, back}, 2: {start + int64(time.Millisecond), start + int64(time.Millisecond)},
		3: {back + int64(time.Millisecond), back + int64(time.Millisecond)},
	} {
		if c := s.ends[id]; c.First != want[0] || c.Last != want[1] {
			t.Errorf("#%d: %d to %d, want %v", id, c.First, c.Last, want)
		}
	}
}

// What is sent again after the clock was set back is no copy: the time between
// them is not known.
func TestRetransmissionAfterAStepBack(t *testing.T) {
	const v6 = `
client [2001:db8::1]:40000 iss 1000 win 502
server [2001:db8::2]:80 iss 5000 win 509

      C > S: SYN win 64240 <mss 1440>
+0.02 S > C: SYN-ACK win 65160 <mss 1440>
+0.01 C > S: ACK
+0.1  C > S: PSH-ACK "hello"
`
	for _, again := range []string{
		`-60   C > S: PSH-ACK seq 1 "hello"`,
		"-60   S > C: ACK ack 1\n+0.3   C > S: PSH-ACK seq 1 \"hello\"",
	} {
		tr, ev := New(DefaultOptions()), Event{}
		for _, f := range compile(t, v6+again) {
			tr.Observe(&f.seg, f.number, f.time, &ev)
			if ev.Copy {
				t.Errorf("packet %d is taken for a copy of %d", ev.Number, ev.CopyOf)
			}
		}
		if len(ev.Findings) == 0 || ev.Findings[0].Kind.String() != "retransmission" && ev.Findings[0].Kind.String() != "rto" {
			t.Errorf("%s: found %v, want a retransmission", again, ev.Findings)
		}
	}
}

// The first packet has a time stamp from the future: what the handshake
// took to the server is not known, so nothing shows that the capture was made next to the server,
// and that this server is deaf.
func TestOpeningFromTheFuture(t *testing.T) {
	s := newTale()
	s.run(t, `
		+3600s  C > S: S 1000
		+-3600s S > C: S. 5000 ack 1001
		+40us   C > S: . 1001 ack 5001         => ESTABLISHED/ESTABLISHED
		        C > S: P. 1001+8 ack 5001
		+220ms  C > S: P. 1001+8 ack 5001
		+430ms  C > S: P. 1001+8 ack 5001
		+850ms  C > S: P. 1001+8 ack 5001      => ESTABLISHED/ESTABLISHED retransmission
		+20ms   S > C: . 5001 ack 1009         => ESTABLISHED/ESTABLISHED`)
	if v := s.ends[1].Vantage; v != UnknownVantage {
		t.Errorf("the capture point is near the %v, want nothing known", v)
	}
}

// A step is told with the next segment, also when it was seen while none came.
func TestStepsBackAreTold(t *testing.T) {
	s := newTale()
	s.tracker = New(s.opt)
	s.play("C > S: S 1000")
	s.tracker.Advance(s.now + int64(time.Minute))
	s.tracker.Advance(s.now - int64(time.Hour))
	s.now -= int64(time.Hour)
	for i, want := range []int64{int64(time.Hour + time.Minute), 0} {
		s.play("C > S: S 1000")
		var told int64
		for _, f := range s.event.Findings {
			if f.Kind == FindingClockBack {
				told = f.Time
			}
		}
		if told != want {
			t.Errorf("packet %d: told %d ns, want %d", i, told, want)
		}
	}
	if n := s.tracker.Summary().ClockSteps; n != 1 {
		t.Errorf("%d steps", n)
	}
}
