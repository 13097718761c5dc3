package annotate

import (
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	for _, row := range []struct{ in, want time.Duration }{
		{0, 0}, {-5, 0}, {1, 1}, {54 * time.Microsecond, 54 * time.Microsecond},
		{time.Second + 1, time.Second + 1},
		{time.Second + 73741823, time.Second + 73741000},
		{2*time.Second + 1500, 2*time.Second + 1000},
		{17 * time.Minute, 17 * time.Minute},
		{2*time.Hour + 1500*time.Microsecond, 2*time.Hour + time.Millisecond},
		{30*24*time.Hour + 1500*time.Millisecond, 30*24*time.Hour + time.Second},
		{1<<63 - 1, spanMax * time.Second},
	} {
		if got := spanOf(int64(row.in)); got.ns() != int64(row.want) || !got.known() {
			t.Errorf("%v: %v, want %v", row.in, time.Duration(got.ns()), row.want)
		}
	}
	if s := span(0); s.known() || s.ns() != -1 {
		t.Errorf("the zero span is %d", s.ns())
	}
}

func TestSpansAreInOrder(t *testing.T) {
	last := int64(-1)
	for d := int64(1); d > 0 && d < 1<<59; d += d/50 + 1 {
		got := spanOf(d).ns()
		if got < last || got > d || (d-got)*1_000_000 > d*2 {
			t.Fatalf("%d becomes %d", d, got)
		}
		last = got
	}
}
