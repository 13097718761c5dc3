package annotate

import (
	"math"
	"testing"
)

func TestAppendDuration(t *testing.T) {
	for _, c := range []struct {
		ns   int64
		want string
	}{
		{0, "0us"},
		{1, "1ns"},
		{999, "999ns"},
		{1000, "1us"},
		{54_000, "54us"},
		{54_321, "54.3us"},
		{381_000, "381us"},
		{999_499, "999us"},
		{999_500, "1ms"},
		{1_050_000, "1.05ms"},
		{9_996_000, "10ms"},
		{12_400_000, "12.4ms"},
		{99_960_000, "100ms"},
		{203_000_000, "203ms"},
		{999_499_999, "999ms"},
		{999_500_000, "1s"},
		{1_030_000_000, "1.03s"},
		{1_001_000_000, "1s"},
		{2_060_000_000, "2.06s"},
		{37_000_000_000, "37s"},
		{312_400_000_000, "312s"},
		{999_499_999_999, "999s"},
		{999_500_000_000, "16m40s"},
		{3_599_400_000_000, "59m59s"},
		{3_600_000_000_000, "1h"},
		{7_500_000_000_000, "2h5m"},
		{180_000_000_000_000, "2d2h"},
		{-1_500_000, "-1.5ms"},
		{math.MinInt64, "-106751d23h"},
	} {
		if got := string(AppendDuration(nil, c.ns)); got != c.want {
			t.Errorf("AppendDuration(%d) = %q, want %q", c.ns, got, c.want)
		}
	}
}

func TestAppendDurationAllocatesNothing(t *testing.T) {
	buf := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() { buf = AppendDuration(buf[:0], 1_234_567) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
