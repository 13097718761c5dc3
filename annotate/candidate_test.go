package annotate

import (
	"testing"
	"time"
)

// TestRetriesInsideAnOldConnection: the SYNs that came again before the answer belong to
// the connection that they open, and when there is no answer to the old one.
func TestRetriesInsideAnOldConnection(t *testing.T) {
	const retries = tellData + `
		+60s C > S: S 900000 ts 50000/0
		+1s C > S: S 900000 ts 51000/0
		+2s C > S: S 900000 ts 53000/0`
	s := newTale()
	s.run(t, retries+`
		+10ms S > C: S. 70000 ack 900001 ts 7/53000
		+1ms C > S: . 900001 ack 70001 ts 53012/7`)
	h := s.ends[2].Handshake
	if h.SYNs != 3 || h.Ambiguous || h.Connect != int64(3011*time.Millisecond) || h.RTTServer != int64(10*time.Millisecond) {
		t.Errorf("handshake %+v", h)
	}
	for id, want := range map[uint64]struct{ again, packets uint64 }{1: {0, 3}, 2: {2, 4}} {
		if r := s.ends[id].ToServer; r.Retransmissions != want.again || r.SYNRetransmissions != want.again || r.Packets != want.packets {
			t.Errorf("#%d: %d packets, %d retransmissions, %d of SYNs, want %v", id, r.Packets, r.Retransmissions, r.SYNRetransmissions, want)
		}
	}
	s = newTale()
	s.run(t, retries)
	if r := s.ends[1].ToServer; r.Retransmissions != 2 || r.SYNRetransmissions != 2 {
		t.Errorf("without an answer: %d retransmissions, %d of SYNs, want 2", r.Retransmissions, r.SYNRetransmissions)
	}
}
