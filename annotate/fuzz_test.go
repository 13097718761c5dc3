package annotate

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tcpshake/decode"
)

// randomSegments reads segments on a few tuples from bytes: five each.
type randomSegments struct {
	data   []byte
	number uint64
	now    int64
	next   [2][2]decode.Seq
}

// fill makes the next segment and reports whether there was one.
func (r *randomSegments) fill(seg *decode.Segment) bool {
	if len(r.data) < 5 {
		return false
	}
	b := r.data[:5]
	r.data = r.data[5:]
	tuple, dir := b[0]&1, b[0]>>1&1
	f := newFlow(uint16(40000) + uint16(tuple))
	*seg = decode.Segment{
		Class: decode.TCP, Src: f.client, Dst: f.server, Flags: decode.Flags(b[1]),
		Len: int(b[2] & 15), Window: uint16(b[2]) << 8, TTL: 64, IPID: uint16(r.number),
	}
	if dir == 1 {
		seg.Src, seg.Dst = seg.Dst, seg.Src
	}
	if b[0]>>2&7 == 7 { // connected to itself
		seg.Dst = seg.Src
	}
	if b[0]>>5 == 7 {
		seg.Class = decode.ICMPError
		seg.ICMP = decode.ICMP{Version: 4, Type: 3, Code: b[1] & 15, Src: seg.Src, Dst: seg.Dst, Seq: r.next[tuple][dir]}
	}
	// Numbers near those that were used before, so that much fits together.
	seg.Seq = r.next[tuple][dir].Add(int(int8(b[3])) / 16)
	seg.Ack = r.next[tuple][1-dir].Add(int(int8(b[4])) / 16)
	if b[3]&15 < 8 {
		seg.Seq = r.next[tuple][dir]
	}
	if b[4]&15 < 8 {
		seg.Ack = r.next[tuple][1-dir]
	}
	if end := seg.End(); r.next[tuple][dir].Less(end) {
		r.next[tuple][dir] = end
	}
	if b[3]&15 == 15 {
		seg.Options.Set = decode.OptTimestamp
		seg.Options.TSVal = uint32(r.number)
	}
	r.number++
	r.now += 1 << (b[4] & 31)
	return true
}

// consistent fails unless the tables agree with each other.
func consistent(t *testing.T, tr *Tracker) {
	t.Helper()
	records, gaps, odds, slots := 0, 0, 0, 0
	for cl := range classes {
		for _, r := range tr.table.order(t, cl) {
			c := tr.table.records.at(r)
			if c.class != cl {
				t.Fatalf("#%d is of class %d, in list %d", c.id, c.class, cl)
			}
			records++
			if c.gaps != 0 {
				gaps++
			}
			if c.odd != 0 {
				odds++
			}
			if c.marks.has(forgotten) {
				continue
			}
			slots++
			if got, _ := tr.table.find(&c.key); got != r {
				t.Fatalf("#%d is not found", c.id)
			}
		}
	}
	if records != tr.table.records.inUse() || slots != tr.table.used || gaps != tr.gaps.inUse() || odds != tr.odd.inUse() {
		t.Fatalf("%d of %d records, %d of %d slots, %d of %d gaps, %d of %d odd openings",
			records, tr.table.records.inUse(), slots, tr.table.used, gaps, tr.gaps.inUse(), odds, tr.odd.inUse())
	}
}

// checkEvent fails unless ev is well formed.
func checkEvent(t *testing.T, ev *Event) {
	t.Helper()
	if ev.Segment.Class == decode.TCP && ev.Conn == 0 {
		t.Fatal("a segment without a connection")
	}
	for i := 1; i < len(ev.Findings); i++ {
		if ev.Findings[i].Kind.Severity() > ev.Findings[i-1].Kind.Severity() {
			t.Fatalf("findings are not in order: %v", ev.Findings)
		}
	}
	for i := range ev.Findings {
		if text := ev.Findings[i].AppendText(nil); len(text) == 0 {
			t.Fatalf("%v has no text", ev.Findings[i].Kind)
		}
	}
	if ev.Client.State > TimeWait || ev.Server.State > TimeWait {
		t.Fatalf("states %d, %d", ev.Client.State, ev.Server.State)
	}
}

func FuzzTracker(f *testing.F) {
	f.Add([]byte{0, 2, 0, 0, 0, 2, 18, 0, 0, 0, 0, 16, 0, 0, 0, 0, 17, 0, 0, 0, 2, 17, 0, 0, 0, 0, 16, 0, 0, 0}, uint8(0))
	f.Add([]byte{0, 2, 0, 0, 0, 2, 20, 0, 0, 0, 0, 2, 0, 15, 0}, uint8(1))
	for seed := range uint64(20) {
		f.Add(randomBytes(seed, 500), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte, most uint8) {
		opt := DefaultOptions()
		opt.MaxConnections = 1 + int(most)
		tr := New(opt)
		segments := randomSegments{data: data, now: 1}
		var seg decode.Segment
		var ev Event
		var c Connection
		reported := map[uint64]bool{}
		take := func() {
			for tr.NextEnded(&c) {
				if reported[c.ID] || c.ID == 0 {
					t.Fatalf("#%d is reported twice", c.ID)
				}
				reported[c.ID] = true
			}
		}
		for segments.fill(&seg) {
			tr.Observe(&seg, segments.number, segments.now, &ev)
			checkEvent(t, &ev)
			take()
		}
		consistent(t, tr)
		tr.Close()
		take()
		if sum := tr.Summary(); uint64(len(reported)) != sum.Connections {
			t.Fatalf("%d of %d connections are reported", len(reported), sum.Connections)
		}
		consistent(t, tr)
	})
}

func randomBytes(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 9))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	// Mostly flags that fit together.
	common := []byte{2, 18, 16, 16, 24, 24, 17, 4, 20}
	for i := 1; i < n; i += 5 {
		if r.IntN(4) != 0 {
			b[i] = common[r.IntN(len(common))]
		}
	}
	return b
}

// The short way for segments that change no fact gives what the long way gives.
func TestShortWayIsTheLongWay(t *testing.T) {
	for seed := range uint64(400) {
		data := randomBytes(seed, 1000)
		short, long := New(DefaultOptions()), New(DefaultOptions())
		long.longWay = true
		a, b := randomSegments{data: data, now: 1}, randomSegments{data: data, now: 1}
		var seg decode.Segment
		var evA, evB Event
		for a.fill(&seg) {
			b.fill(&seg)
			short.Observe(&seg, a.number, a.now, &evA)
			textA := fmt.Sprint(evA.Conn, evA.Client, evA.Server, evA.Changed, evA.Copy, evA.RelSeq, evA.RelAck, evA.Findings, evA.Compat)
			long.Observe(&seg, b.number, b.now, &evB)
			textB := fmt.Sprint(evB.Conn, evB.Client, evB.Server, evB.Changed, evB.Copy, evB.RelSeq, evB.RelAck, evB.Findings, evB.Compat)
			if textA != textB {
				t.Fatalf("seed %d, packet %d:\nshort %s\nlong  %s", seed, a.number, textA, textB)
			}
		}
		short.Close()
		long.Close()
		var c, d Connection
		for short.NextEnded(&c) {
			if !long.NextEnded(&d) || c != d {
				t.Fatalf("seed %d:\nshort %+v\nlong  %+v", seed, c, d)
			}
		}
	}
}

// Every pair of flags on one tuple: nothing breaks, whatever follows what.
func TestEveryPairOfFlags(t *testing.T) {
	for first := range 64 {
		for second := range 64 {
			tr := New(DefaultOptions())
			var ev Event
			f := newFlow(1)
			f.observe(tr, &ev, true, decode.Flags(first), 1, 1, 0)
			checkEvent(t, &ev)
			f.observe(tr, &ev, false, decode.Flags(second), 1, 2, 0)
			checkEvent(t, &ev)
			if want := labelOfFlags(decode.Flags(second)); ev.Label != want {
				t.Fatalf("flags %#x: label %v", second, ev.Label)
			}
			consistent(t, tr)
		}
	}
}
