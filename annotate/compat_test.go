package annotate

import (
	"testing"

	"tcpshake/decode"
)

// observeAll returns the words of each packet between two ends.
func observeAll(list []timed) []string {
	var c compatState
	words := make([]string, len(list))
	for i := range list {
		_, from := keyOf(&list[i].seg.Src, &list[i].seg.Dst)
		words[i] = compatShown(&list[i].seg, c.observe(int(from), &list[i].seg, list[i].time)).String()
	}
	return words
}

// compatStories are streams of which each packet tells its words. They are
// checked against tshark, too.
func compatStories() []compatStory {
	open := []packetLine{
		{"C > S: SYN win 1000 <wscale 1>", ""},
		{"+0.01 S > C: SYN-ACK win 1000 <wscale 0>", ""},
		{"C > S: ACK win 50", ""},
	}
	stories := []compatStory{
		{"retransmission", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50", ""},
			{"+0.3 C > S: ACK seq 1 len 10 win 50", "retransmission"},
		}},
		{"retransmission of a FIN", []packetLine{
			{"C > S: FIN-ACK seq 1 win 50", ""},
			{"+0.3 C > S: FIN-ACK seq 1 win 50", "retransmission"},
		}},
		{"spurious: already acknowledged", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50", ""},
			{"S > C: ACK ack 11 win 1000", ""},
			{"+0.3 C > S: ACK seq 1 len 10 win 50", "retransmission,spurious_retransmission"},
		}},
		{"fast: after two duplicate acknowledgments", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50", ""},
			{"C > S: ACK seq 11 len 10 win 50", ""},
			{"S > C: ACK ack 1 win 1000", "duplicate_ack"},
			{"S > C: ACK ack 1 win 1000", "duplicate_ack"},
			{"+0.019 C > S: ACK seq 1 len 10 win 50", "retransmission,fast_retransmission"},
		}},
		{"not fast: 20 ms after the last acknowledgment", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50", ""},
			{"C > S: ACK seq 11 len 10 win 50", ""},
			{"S > C: ACK ack 1 win 1000", "duplicate_ack"},
			{"S > C: ACK ack 1 win 1000", "duplicate_ack"},
			{"+0.020 C > S: ACK seq 1 len 10 win 50", "retransmission"},
		}},
		{"out of order: sooner than the initial round trip", []packetLine{
			{"C > S: ACK seq 11 len 10 win 50", "lost_segment"},
			{"+0.0109 C > S: ACK seq 1 len 10 win 50", "out_of_order"},
		}},
		{"not out of order: later than that", []packetLine{
			{"C > S: ACK seq 11 len 10 win 50", "lost_segment"},
			{"+0.011 C > S: ACK seq 1 len 10 win 50", "retransmission"},
		}},
		{"not out of order: time went back", []packetLine{
			{"C > S: ACK seq 11 len 10 win 50", "lost_segment"},
			{"-0.001 C > S: ACK seq 1 len 10 win 50", "retransmission"},
		}},
		{"more than a byte of which the first was a probe", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50", ""},
			{"+0.3 C > S: ACK seq 10 len 10 win 50", ""},
		}},
		{"duplicate acknowledgments bear no data and the same window", []packetLine{
			{"S > C: ACK ack 1 win 1000", "duplicate_ack"},
			{"S > C: ACK ack 1 len 1 win 1000", ""},
			{"S > C: ACK ack 1 win 1000", "duplicate_ack"},
			{"S > C: ACK ack 1 win 1001", "window_update"},
			{"S > C: ACK ack 1 win 1001", "duplicate_ack"},
		}},
		{"acknowledgment of what was not seen", []packetLine{
			{"S > C: ACK ack 100 win 1000", "ack_lost_segment"},
			{"S > C: ACK ack 100 win 1000", "duplicate_ack"},
			{"C > S: ACK seq 100 win 50", "lost_segment"},
		}},
		{"after it any repetition counts as fast", []packetLine{
			{"S > C: FIN-ACK seq 1 ack 1 win 1000", ""},
			{"S > C: FIN-ACK seq 1 ack 100 win 1000", "retransmission,fast_retransmission,ack_lost_segment"},
		}},
		{"keep-alive and its answer", []packetLine{
			{"C > S: ACK seq 0 win 50", "keep_alive"},
			{"S > C: ACK win 999", "window_update"},
			{"C > S: ACK seq 0 len 1 win 50", "keep_alive"},
			{"S > C: ACK win 999", "keep_alive_ack"},
		}},
		{"zero window, probe, its answer, update", []packetLine{
			{"S > C: ACK win 0", "zero_window"},
			{"C > S: ACK seq 1 len 1 win 50", "zero_window_probe"},
			{"S > C: ACK ack 1 win 0", "zero_window,zero_window_probe_ack"},
			{"S > C: ACK ack 1 win 500", "window_update"},
		}},
		{"window full, scaled only after the SYN", []packetLine{
			{"S > C: ACK seq 1 ack 1 len 100 win 1000", "window_full"},
		}},
		{"the IP header promises more than the frame holds", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50 patch ip+2 0038", ""}, // total length 56: 16 bytes
			{"C > S: ACK seq 17 len 10 win 50", "lost_segment"},
		}},
		{"the capture ends inside the options", []packetLine{
			{"C > S: ACK seq 1 len 10 win 50 <nop,nop,TS val 1 ecr 2>", ""},
			{"+0.3 C > S: ACK seq 1 len 10 win 50 <nop,nop,TS val 3 ecr 4> cap 50", ""},
			{"+0.3 C > S: ACK seq 1 len 10 win 50 <nop,nop,TS val 5 ecr 6> cap 52", "retransmission"},
		}},
		{"a SYN with another number is a new stream", []packetLine{
			{"C > S: SYN seq 77 win 50", "reused_ports"},
			{"S > C: SYN-ACK seq 99 ack 78 win 50", ""},
		}},
		{"a SYN-ACK with another number goes on in the stream", []packetLine{
			{"S > C: SYN-ACK seq 100 ack 1 win 50", "lost_segment,reused_ports"},
		}},
		{"a SYN with the same number forgets what followed a gap", []packetLine{
			{"C > S: ACK seq 100 len 10 win 50", "lost_segment"},
			{"+0.3 C > S: SYN seq 0 win 50", "retransmission"},
			{"C > S: ACK seq 110 win 50", "lost_segment"},
		}},
	}
	for i, c := range stories {
		stories[i].lines = append(open[:len(open):len(open)], c.lines...)
	}
	return stories
}

type compatStory struct {
	name  string
	lines []packetLine
}

func TestCompatWords(t *testing.T) {
	for _, c := range compatStories() {
		t.Run(c.name, func(t *testing.T) {
			for i, got := range observeAll(story(t, "", c.lines)) {
				if got != c.lines[i].want {
					t.Errorf("packet %d %q: %q, want %q", i+1, c.lines[i].send, got, c.lines[i].want)
				}
			}
		})
	}
}

func TestCompatWordsAreNamed(t *testing.T) {
	all := Compat(1)<<len(compatWords) - 1
	n := 0
	for range all.Words {
		n++
	}
	if n != 15 || all>>14 != 1 {
		t.Errorf("%d words, want 15", n)
	}
	if got := CompatReusedPorts.String(); got != "reused_ports" {
		t.Errorf("the last word is %q", got)
	}
	for range all.Words {
		break // a loop may be left early
	}
}

func TestCompatAllocatesNothing(t *testing.T) {
	var c compatState
	s := decode.Segment{Class: decode.TCP, Flags: decode.ACK, Seq: 1, Len: 10, Window: 500}
	if n := testing.AllocsPerRun(100, func() { c.observe(0, &s, 1); s.Seq += 10 }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkCompat(b *testing.B) {
	var c compatState
	data := decode.Segment{Class: decode.TCP, Flags: decode.ACK, Seq: 1, Len: 10, Window: 500}
	ack := decode.Segment{Class: decode.TCP, Flags: decode.ACK, Seq: 1, Window: 500}
	for now := int64(0); b.Loop(); now++ {
		c.observe(0, &data, now)
		data.Seq += 10
		ack.Ack = data.Seq
		c.observe(1, &ack, now)
	}
}

// A segment of a calm connection has none of the words of the segment before it,
// which was another connection's.
func TestCompatForgetsTheSegmentBefore(t *testing.T) {
	tr := New(DefaultOptions())
	var ev Event
	f := newFlow(40000)
	f.observe(tr, &ev, true, decode.SYN, 1000, 0, 0)
	f.observe(tr, &ev, false, decode.SYN|decode.ACK, 5000, 1001, 0)
	f.observe(tr, &ev, true, decode.ACK, 1001, 5001, 0)
	f.observe(tr, &ev, true, decode.ACK|decode.PSH, 1001, 5001, 100)
	tr.packet.compat = CompatWindowFull
	seg := f.send(true, decode.ACK|decode.PSH, 1101, 5001, 100)
	seg.Window -= 100
	tr.Observe(seg, f.number, f.now, &ev)
	for i := range ev.Findings {
		if ev.Findings[i].Kind == FindingWindowFull || ev.Compat != 0 {
			t.Errorf("findings %v, words %v of another segment", ev.Findings, ev.Compat)
		}
	}
}
