package render

import (
	"slices"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

func numbersIn(list []arrow) []uint64 {
	var numbers []uint64
	for i := range list {
		numbers = append(numbers, list[i].number)
	}
	return numbers
}

func TestSample(t *testing.T) {
	tests := []struct {
		arrows int
		want   []uint64
	}{
		{0, nil},
		{1, []uint64{0}},
		{4, []uint64{0, 1, 2, 3}},
		{5, []uint64{0, 2, 4}},
		{8, []uint64{0, 2, 4, 6}},
		{9, []uint64{0, 4, 8}},
		{100, []uint64{0, 32, 64, 96}},
	}
	for _, tt := range tests {
		var s sample
		for i := range tt.arrows {
			s.add(&arrow{number: uint64(i)}, 4)
		}
		if got := numbersIn(s.arrows); !slices.Equal(got, tt.want) {
			t.Errorf("%d arrows: %v are kept, want %v", tt.arrows, got, tt.want)
		}
	}
}

// TestRecorderSamples keeps a bounded number of the packets in the middle, and
// none that were sent again is lost among the others.
func TestRecorderSamples(t *testing.T) {
	r := newRecorder(4)
	r.between = 8
	for i := range 1000 {
		e := annotate.Event{Number: uint64(i + 1), Conn: 1, Segment: &decode.Segment{Class: decode.TCP}}
		if i == 333 || i == 501 {
			e.Findings = []annotate.Finding{{Kind: annotate.FindingRetransmission}}
		}
		r.add(&e)
	}
	if r.held > 4+2*8 {
		t.Errorf("%d are held", r.held)
	}
	k := r.take(ended(1))
	got := numbersIn(k.between)
	if want := []uint64{3, 131, 259, 334, 387, 502, 515, 643, 771, 899}; !slices.Equal(got, want) {
		t.Errorf("between there are %v, want %v", got, want)
	}
	if k.cut != 996 || r.held != 0 {
		t.Errorf("%d cut and %d held", k.cut, r.held)
	}
}

// TestRecorderSamplesWithinTotal: samples take no room that is not there.
func TestRecorderSamplesWithinTotal(t *testing.T) {
	r := newRecorder(4)
	r.between, r.total = 8, 6
	recordPackets(r, 1, 1000)
	if r.held > r.total {
		t.Errorf("%d are held of %d", r.held, r.total)
	}
	if k := r.take(ended(1)); len(k.between) == 0 || r.held != 0 {
		t.Errorf("%d between, %d still held", len(k.between), r.held)
	}
}
