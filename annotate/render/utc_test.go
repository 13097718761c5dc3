package render

import (
	"math"
	"testing"
	"time"
)

func TestUTC(t *testing.T) {
	times := []int64{
		0, 1, -1, 999_999_999, math.MaxInt64, math.MinInt64,
		time.Date(2023, 12, 3, 13, 29, 40, 148304000, time.UTC).UnixNano(),
		time.Date(2024, 2, 29, 23, 59, 59, 999999999, time.UTC).UnixNano(),
		time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC).UnixNano(),
		time.Date(2000, 2, 29, 12, 0, 0, 0, time.UTC).UnixNano(),
		time.Date(1900, 2, 28, 12, 0, 0, 0, time.UTC).UnixNano(),
		time.Date(1969, 12, 31, 23, 59, 59, 5, time.UTC).UnixNano(),
	}
	for day := int64(-40000); day < 80000; day += 13 {
		times = append(times, (day*86400+day%86400)*nsPerSecond+day%nsPerSecond)
	}
	var clock utc
	for _, ns := range times {
		want := time.Unix(0, ns).UTC().Format("2006-01-02T15:04:05.000000000Z")
		if got := string(clock.append(nil, ns)); got != want {
			t.Errorf("%d: got %s, want %s", ns, got, want)
		}
	}
}
