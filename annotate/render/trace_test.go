package render

import (
	"math"
	"strings"
	"testing"
	"unsafe"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// record n packets of connection id into r.
func recordPackets(r *recorder, id uint64, n int) {
	for i := range n {
		r.add(&annotate.Event{Number: uint64(i + 1), Conn: id, Segment: &decode.Segment{Class: decode.TCP}})
	}
}

func TestRecorderKeepsBothEnds(t *testing.T) {
	tests := []struct {
		packets    int
		numbers    []uint64
		cut        uint64
		at, wanted int
	}{
		{1, []uint64{1}, 0, 1, 1},
		{2, []uint64{1, 2}, 0, 2, 2},
		{4, []uint64{1, 2, 3, 4}, 0, 2, 4},
		{5, []uint64{1, 2, 4, 5}, 1, 2, 4},
		{100, []uint64{1, 2, 99, 100}, 96, 2, 4},
	}
	for _, tt := range tests {
		r := newRecorder(4)
		recordPackets(r, 1, tt.packets)
		if r.held != tt.wanted {
			t.Errorf("%d packets: %d are held, want %d", tt.packets, r.held, tt.wanted)
		}
		k := r.take(ended(1))
		var numbers []uint64
		for i := range k.arrows {
			numbers = append(numbers, k.arrows[i].number)
		}
		if len(numbers) != len(tt.numbers) {
			t.Fatalf("%d packets: kept %v, want %v", tt.packets, numbers, tt.numbers)
		}
		for i := range numbers {
			if numbers[i] != tt.numbers[i] {
				t.Errorf("%d packets: kept %v, want %v", tt.packets, numbers, tt.numbers)
				break
			}
		}
		if k.cut != tt.cut || k.at != tt.at {
			t.Errorf("%d packets: %d cut at %d, want %d at %d", tt.packets, k.cut, k.at, tt.cut, tt.at)
		}
		if r.held != 0 || len(r.traces) != 0 {
			t.Errorf("%d packets: %d are still held", tt.packets, r.held)
		}
	}
}

func TestRecorderTotal(t *testing.T) {
	r := newRecorder(10)
	r.total = 12
	recordPackets(r, 1, 8)
	recordPackets(r, 2, 8)
	recordPackets(r, 3, 3)
	if r.held != 12 {
		t.Errorf("%d packets are held, want 12", r.held)
	}
	for id, want := range map[uint64]struct {
		kept int
		cut  uint64
	}{1: {8, 0}, 2: {4, 4}, 3: {0, 3}} {
		k := r.take(ended(id))
		if len(k.arrows) != want.kept || k.cut != want.cut {
			t.Errorf("#%d: %d kept and %d cut, want %v", id, len(k.arrows), k.cut, want)
		}
	}
	recordPackets(r, 4, 1)
	if k := r.take(ended(4)); len(k.arrows) != 1 {
		t.Error("there is room again, but the packet was not kept")
	}
}

func TestRecorderLeavesOut(t *testing.T) {
	r := newRecorder(4)
	r.add(&annotate.Event{Segment: &decode.Segment{}})
	r.add(&annotate.Event{Conn: 1, Copy: true, Segment: &decode.Segment{}})
	r.add(&annotate.Event{Conn: 1, Late: true, Segment: &decode.Segment{}})
	if len(r.traces) != 0 {
		t.Errorf("kept %d, want none", len(r.traces))
	}
	if got, want := string(r.appendLate(nil)), "1 packet came after the end of its connection and is not drawn.\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.late = 12
	if got, want := string(r.appendLate(nil)), "12 packets came after the end of their connection and are not drawn.\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestSecondsFitTheColumn of a ladder, however long the connection lasts.
func TestSecondsFitTheColumn(t *testing.T) {
	for ns, want := range map[int64]string{
		1_234_567: "0.001234", 9_999_999_999_000: "9999.999999", 12_000_123_456_000: "12000.12345", -3_599_997_000_000: "-3599.99700",
		9_000_000_000_000_000_000: "9000000000.",
	} {
		if got := string(appendSeconds(nil, ns)); got != want {
			t.Errorf("%d ns: %q, want %q", ns, got, want)
		}
	}
}

// TestRecorderCopies makes sure that nothing of the reused event stays.
func TestRecorderCopies(t *testing.T) {
	r := newRecorder(4)
	e := annotate.Event{Conn: 1, Segment: &decode.Segment{}, Findings: []annotate.Finding{{Kind: annotate.FindingGap, N: 1}}}
	r.add(&e)
	e.Findings[0].N = 2
	if got := r.take(ended(1)).arrows[0].findings()[0].N; got != 1 {
		t.Errorf("the finding says %d, want 1", got)
	}
}

func TestArrowSize(t *testing.T) {
	if size := unsafe.Sizeof(arrow{}); size != 56 {
		t.Errorf("an arrow takes %d bytes; the comment says 56", size)
	}
}

// ended is the record of a connection that ended after all its packets.
func ended(id uint64) *annotate.Connection {
	return &annotate.Connection{ID: id, Last: math.MaxInt64}
}

// TestRecorderLast leaves out the packet whose time showed that the connection was over.
func TestRecorderLast(t *testing.T) {
	const second = 1_000_000_000
	tests := []struct {
		name  string
		class decode.Class
		after int64 // the last packet of the record
		drawn bool
	}{
		{"the last one", decode.TCP, 0, true},
		{"one that the record counts", decode.TCP, -second, true},
		{"soon after", decode.TCP, second / 2, true},
		{"after the end", decode.TCP, second, false},
		{"ICMP, which no record counts", decode.ICMPError, second, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRecorder(4)
			for _, time := range []int64{0, storyTime + tt.after} {
				r.add(&annotate.Event{Conn: 1, Time: time, Segment: &decode.Segment{Class: tt.class}})
			}
			want, late := 2, uint64(0)
			if !tt.drawn {
				want, late = 1, 1
			}
			k := r.take(&annotate.Connection{ID: 1, Last: storyTime})
			if len(k.arrows) != want || r.late != late || r.held != 0 {
				t.Errorf("%d arrows, %d late, %d held; want %d and %d", len(k.arrows), r.late, r.held, want, late)
			}
		})
	}
}

// TestLadderAfterClose draws as many packets as the record of the connection counts.
func TestLadderAfterClose(t *testing.T) {
	f := loadFixture(t, "after-close")
	out := f.print(t, Ladder, Options{}, Env{})
	if want := "2 packets came after the end of their connection and are not drawn."; !strings.Contains(out, want) || strings.Contains(out, "70.54") {
		t.Errorf("got\n%s\nwant in it %s", out, want)
	}
}
