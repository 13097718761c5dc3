package zone

import (
	"testing"
	"time"
)

func TestLocal(t *testing.T) {
	winter := time.Date(2023, 12, 3, 13, 29, 40, 0, time.UTC)
	summer := time.Date(2023, 7, 3, 13, 29, 40, 0, time.UTC)
	tests := []struct {
		tz             string
		winter, summer string
	}{
		{"UTC0", "13:29", "13:29"},
		{"CST-8", "21:29", "21:29"},
		{":CST-8", "21:29", "21:29"},
		{":Asia/Kolkata", "18:59", "18:59"},
		{"Asia/Kolkata", "18:59", "18:59"},
		{"IST-5:30", "18:59", "18:59"},
		{"<+0545>-5:45", "19:14", "19:14"},
		{"EST5", "08:29", "08:29"},
		{"CET-1CEST,M3.5.0,M10.5.0/3", "14:29", "15:29"},
		{"no such zone", "13:29", "13:29"},
	}
	for _, test := range tests {
		l := Local(test.tz, true)
		if got := winter.In(l).Format("15:04"); got != test.winter {
			t.Errorf("%s: winter %s, want %s", test.tz, got, test.winter)
		}
		if got := summer.In(l).Format("15:04"); got != test.summer {
			t.Errorf("%s: summer %s, want %s", test.tz, got, test.summer)
		}
	}
}

func TestLocalWithoutTZ(t *testing.T) {
	for _, test := range []struct {
		tz    string
		known bool
	}{{"", false}, {"", true}, {"/etc/localtime", true}, {":/etc/localtime", true}} {
		if Local(test.tz, test.known) != time.Local {
			t.Errorf("%q is not the process's zone", test.tz)
		}
	}
}
