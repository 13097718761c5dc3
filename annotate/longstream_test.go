package annotate

import (
	"testing"

	"tcpshake/decode"
)

// A transfer of many times 4 GiB, whose sequence numbers begin again and again:
// all is counted, and nothing is remarkable but what was sent again on purpose,
// also across the wrap.
func TestTransferBeyondTheSequenceSpace(t *testing.T) {
	const size, segments = 1 << 16, 5 << 16 // 20 GiB
	tr := New(DefaultOptions())
	var ev Event
	f := newFlow(40000)
	f.open(tr, &ev)
	seq, again := decode.Seq(1001), uint64(0)
	for i := range segments {
		f.observe(tr, &ev, true, decode.ACK, seq, 5001, size)
		checkOrdinary(t, &ev, i)
		if end := seq.Add(size); end < seq || i%50_000 == 0 { // across the wrap, and now and then
			f.observe(tr, &ev, true, decode.ACK, seq, 5001, size)
			again++
			if len(ev.Findings) == 0 {
				t.Fatalf("segment %d: the repetition is not told", i)
			}
		}
		seq = seq.Add(size)
		f.observe(tr, &ev, false, decode.ACK, 5001, seq, 0)
		if ev.RelAck != seq-1000 {
			t.Fatalf("segment %d: relative acknowledgment %d, want %d", i, ev.RelAck, seq-1000)
		}
		checkOrdinary(t, &ev, i)
	}
	tr.Close()
	var c Connection
	if !tr.NextEnded(&c) || again < 5 {
		t.Fatalf("no report, or %d repetitions", again)
	}
	if got := &c.ToServer; got.Unique != segments*size || got.Bytes != (segments+again)*size || got.Retransmissions != again || got.Reordered != 0 {
		t.Errorf("%d bytes, %d of them unique, %d retransmissions and %d reordered; want %d, %d, %d",
			got.Bytes, got.Unique, got.Retransmissions, got.Reordered, uint64(segments+again)*size, uint64(segments*size), again)
	}
}

func checkOrdinary(t *testing.T, ev *Event, i int) {
	t.Helper()
	for j := range ev.Findings {
		if ev.Findings[j].Kind.Severity() >= Warning {
			t.Fatalf("segment %d: %v", i, ev.Findings[j].Kind)
		}
	}
}
