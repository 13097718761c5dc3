package annotate

import (
	"testing"

	"tcpshake/decode"
)

// Following packets allocates nothing: not for data, not when connections come
// and go, not when something is remarkable.
func TestNoAllocationPerPacket(t *testing.T) {
	tr := New(Options{MaxConnections: 200})
	var ev Event
	f, other := newFlow(1), newFlow(2)
	f.open(tr, &ev)
	seq := decode.Seq(1001)
	n := 0
	for _, row := range []struct {
		name string
		step func()
	}{
		{"data in order", func() {
			f.observe(tr, &ev, true, decode.ACK, seq, 5001, 100)
			seq = seq.Add(100)
			f.observe(tr, &ev, false, decode.ACK, 5001, seq, 0)
		}},
		{"a gap that is filled", func() {
			f.observe(tr, &ev, true, decode.ACK, seq.Add(100), 5001, 100)
			f.observe(tr, &ev, false, decode.ACK, 5001, seq, 0)
			f.observe(tr, &ev, true, decode.ACK, seq, 5001, 100)
			seq = seq.Add(200)
		}},
		{"repetitions and challenges", func() {
			f.observe(tr, &ev, true, decode.ACK, seq.Add(-100), 5001, 100)
			f.observe(tr, &ev, true, decode.RST, seq.Add(50), 0, 0)
			f.observe(tr, &ev, false, decode.ACK, 5001, seq, 0)
			f.observe(tr, &ev, true, decode.SYN, seq.Add(1<<20), 0, 0)
			f.observe(tr, &ev, true, decode.ACK, seq, 5001, 0)
		}},
		{"connections", func() {
			n++
			other.client.Port = uint16(1000 + n%1000)
			other.observe(tr, &ev, true, decode.SYN, decode.Seq(n), 0, 0)
			other.observe(tr, &ev, true, decode.SYN, decode.Seq(n), 0, 0)
			other.observe(tr, &ev, false, decode.RST|decode.ACK, 0, decode.Seq(n+1), 0)
		}},
	} {
		for range 3000 { // fill the tables
			row.step()
		}
		if got := testing.AllocsPerRun(1000, row.step); got != 0 {
			t.Errorf("%s: %v allocations", row.name, got)
		}
	}
}

// Nor does reporting a connection, once its history came up before.
func TestNoAllocationPerConnection(t *testing.T) {
	tr := New(Options{MaxConnections: 2000})
	var ev Event
	var c Connection
	f := newFlow(1)
	step := func() {
		f.client.Port++
		f.open(tr, &ev)
		f.close(tr, &ev)
		for tr.NextEnded(&c) {
		}
	}
	for range 100_000 {
		step()
	}
	if got := testing.AllocsPerRun(1000, step); got != 0 {
		t.Errorf("%v allocations", got)
	}
	if c.History != "ShAFfA" && c.History != "ShAFf" {
		t.Errorf("history %q", c.History)
	}
}

func TestHistoryTextsAreBounded(t *testing.T) {
	ts := historyTexts{}
	for i := range 3 * maxHistoryTexts {
		var h history
		h.add(i%11, low)
		h.add(i/11%11, high)
		h.add(i/121%11, low)
		h.add(i/1331%11, high)
		if got, want := ts.text(&h, side(i&1)), h.String(side(i&1)); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	}
	if len(ts) > maxHistoryTexts {
		t.Errorf("%d texts", len(ts))
	}
}
