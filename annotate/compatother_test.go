package annotate

import "testing"

func TestCompatOther(t *testing.T) {
	for _, c := range []struct {
		name   string
		compat Compat
		kinds  []FindingKind
		want   Compat
	}{
		{"nothing", 0, []FindingKind{FindingGap}, 0},
		{"the same", CompatDuplicateAck, []FindingKind{FindingDupAck}, 0},
		{"the same without loss", CompatDuplicateAck, []FindingKind{FindingDupAckHarmless}, 0},
		{"two words for one finding", CompatRetransmission | CompatFastRetransmission, []FindingKind{FindingFastRetransmission, FindingRTO}, 0},
		{"one more", CompatRetransmission | CompatWindowFull, []FindingKind{FindingRetransmission}, CompatWindowFull},
		{"reordered, not sent again", CompatRetransmission, []FindingKind{FindingReordered}, CompatRetransmission},
		{"not found here", CompatKeepAlive, nil, CompatKeepAlive},
		{"an empty probe", CompatKeepAlive, []FindingKind{FindingZeroWindowProbe}, CompatKeepAlive},
	} {
		e := Event{Compat: c.compat}
		for _, k := range c.kinds {
			e.Findings = append(e.Findings, Finding{Kind: k})
		}
		if got := e.CompatOther(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Every word has a finding that says it.
func TestEveryWordHasAFinding(t *testing.T) {
	var all Compat
	for k := range FindingKinds() {
		all |= FindingKind(k).compat()
	}
	if want := Compat(1<<len(compatWords) - 1); all != want {
		t.Errorf("no finding says %v", want&^all)
	}
}

// What each packet measures: round trips by Karn's rule, and what is on its way.
func TestEventMeasures(t *testing.T) {
	s := newTale()
	s.tracker = New(s.opt)
	for i, c := range []struct {
		line     string
		rtt      int64
		inFlight uint32
	}{
		{"C > S: S 1000", 0, 0},
		{"S > C: S. 5000 ack 1001", 0, 0},
		{"C > S: . 1001 ack 5001", 0, 0},
		{"C > S: P. 1001+100 ack 5001", 0, 100},
		{"C > S: P. 1101+50 ack 5001", 0, 150},
		{"S > C: . 5001 ack 1101", 2 * ms, 0},
		{"S > C: P. 5001+7 ack 1101", 0, 7},
		{"C > S: P. 1101+50 ack 5008", ms, 50},
		{"S > C: . 5008 ack 1151", 0, 0}, // which of the two?
		{"C > S: P. 1251+50 ack 5008", 0, 150},
		{"C > S: F. 1301 ack 5008", 0, 0},
	} {
		s.play(c.line)
		if e := &s.event; e.RTT != c.rtt || e.InFlight != c.inFlight {
			t.Errorf("packet %d, %s: rtt %d, %d in flight, want %d, %d", i+1, c.line, e.RTT, e.InFlight, c.rtt, c.inFlight)
		}
	}
}
