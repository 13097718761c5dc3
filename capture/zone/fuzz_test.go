package zone

import (
	"testing"
	"time"
)

// FuzzLocal gives any value of TZ: times have some zone, and are the same
// moments in it. Package time takes offsets of up to a week and an hour.
func FuzzLocal(f *testing.F) {
	for _, seed := range []string{"UTC0", "CST-8", "CET-1CEST,M3.5.0,M10.5.0/3", "<+0545>-5:45", ":", "Asia/Shanghai", "EST5EDT,0/0,J365/25", "A\x00B"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, tz string) {
		l := Local(tz, true)
		for _, at := range []int64{0, 1 << 31, 1 << 32, -1 << 31} {
			now := time.Unix(at, 0).In(l)
			if _, offset := now.Zone(); offset > 8*86400 || offset < -8*86400 || now.Unix() != at {
				t.Errorf("%q: %v, %d s from UTC", tz, now, offset)
			}
		}
	})
}
