package tcpdump

import (
	"testing"
	"time"
)

func TestTimestamps(t *testing.T) {
	const day = 24 * 3600
	shanghai := time.FixedZone("CST", 8*3600)
	for _, test := range []struct {
		name  string
		flags string
		zone  *time.Location
		times []int64
		want  []string
	}{
		{"time of day", "", nil, []int64{1701610180148304000, 1701610180148352999}, []string{"13:29:40.148304 ", "13:29:40.148352 "}},
		{"zone", "", shanghai, []int64{1701610180148304000}, []string{"21:29:40.148304 "}},
		{"zone before UTC", "", time.FixedZone("", -(9*3600 + 1800)), []int64{3600e9}, []string{"15:30:00.000000 "}},
		{"nanoseconds", "--nano", nil, []int64{1701610180148304001}, []string{"13:29:40.148304001 "}},
		{"none", "-t", nil, []int64{1701610180148304000}, []string{""}},
		{"Unix", "-tt", shanghai, []int64{1701610180000304000, 5_000_001_000}, []string{"1701610180.000304 ", "5.000001 "}},
		{"date", "-tttt", shanghai, []int64{1701610180148304000, 0}, []string{"2023-12-03 21:29:40.148304 ", "1970-01-01 08:00:00.000000 "}},
		{"since the last", "-ttt", shanghai, []int64{10e9, 11.5e9, 11e9, 11e9}, []string{
			" 00:00:00.000000 ", " 00:00:01.500000 ", "-00:00:00.500000 ", " 00:00:00.000000 ",
		}},
		{"since the first", "-ttttt", shanghai, []int64{10e9, 11.5e9, 9e9, 10e9}, []string{
			" 00:00:00.000000 ", " 00:00:01.500000 ", "-00:00:01.000000 ", " 00:00:00.000000 ",
		}},
		{"whole days vanish", "-ttttt", nil, []int64{1e9, 1e9 + (day+3600)*1e9}, []string{" 00:00:00.000000 ", " 01:00:00.000000 "}},
		{"what is shown is subtracted", "-ttt", nil, []int64{1_000_000_999, 1_000_001_001}, []string{" 00:00:00.000000 ", " 00:00:00.000001 "}},
		{"or all of it", "-ttt --nano", nil, []int64{1_000_000_999, 1_000_001_001}, []string{" 00:00:00.000000000 ", " 00:00:00.000000002 "}},
		{"time 0 is no reference", "-ttttt", nil, []int64{0, 5e9, 7e9}, []string{" 00:00:00.000000 ", " 00:00:00.000000 ", " 00:00:02.000000 "}},
		{"the last second of 31 bits", "-tt", nil, []int64{(1<<31 - 1) * 1e9}, []string{"2147483647.000000 "}},
		{"one more", "-tt", nil, []int64{1 << 31 * 1e9}, []string{"[Error converting time] "}},
		{"one more, as a date", "-tttt", nil, []int64{1 << 31 * 1e9}, []string{"[Error converting time] "}},
		{"before 1970", "-ttttt", nil, []int64{1e9, -1e9, 1e9}, []string{" 00:00:00.000000 ", "-00:00:02.000000 ", " 00:00:00.000000 "}},
		{"before 1970, what is shown", "-ttt", nil, []int64{1e9, -1, 1000, -1000}, []string{
			" 00:00:00.000000 ", "-00:00:01.000001 ", " 00:00:00.000002 ", "-00:00:00.000002 ",
		}},
		{"from 2038 on", "-ttt", nil, []int64{(1<<31 - 1) * 1e9, (1<<31 + 5) * 1e9, (1<<32 - 1) * 1e9}, []string{
			" 00:00:00.000000 ", " 00:00:06.000000 ", " 03:14:02.000000 ",
		}},
		{"a difference that does not fit", "-ttt", nil, []int64{5e9, (1<<31 + 5) * 1e9, 5e9}, []string{
			" 00:00:00.000000 ", " [Error converting time] ", "-[Error converting time] ",
		}},
		{"before 1970, and then after", "", nil, []int64{-5e8, 5e8, -1, -1e9, 1}, []string{
			"[Error converting time] ", "00:00:00.500000 ", "[Error converting time] ", "[Error converting time] ", "00:00:00.000000 ",
		}},
		{"the second changes", "", nil, []int64{999_999_000, 1e9, 999_999_000}, []string{"00:00:00.999999 ", "00:00:01.000000 ", "00:00:00.999999 "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			opt := parseFlags(t, test.flags)
			opt.Zone = test.zone
			c := newClock(opt)
			for i, at := range test.times {
				if got := string(c.append(nil, at)); got != test.want[i] {
					t.Errorf("packet %d: %q, want %q", i+1, got, test.want[i])
				}
			}
		})
	}
}

// Summer time begins at 2024-03-31 01:00 UTC in Berlin.
func TestTimestampsAcrossSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skipf("no time zones here: %v", err)
	}
	c := newClock(Options{Time: DateTime, Zone: berlin})
	change := time.Date(2024, 3, 31, 1, 0, 0, 0, time.UTC).UnixNano()
	for _, step := range []struct {
		at   int64
		want string
	}{
		{change - 1000, "2024-03-31 01:59:59.999999 "},
		{change, "2024-03-31 03:00:00.000000 "},
	} {
		if got := string(c.append(nil, step.at)); got != step.want {
			t.Errorf("%q, want %q", got, step.want)
		}
	}
}

// A packet that is not printed counts all the same.
func TestTimestampsAcrossSkipped(t *testing.T) {
	c := newClock(Options{Time: SinceLast})
	c.append(nil, 1e9)
	c.skip(3e9)
	if got := string(c.append(nil, 3.5e9)); got != " 00:00:00.500000 " {
		t.Errorf("-ttt: %q", got)
	}
	c = newClock(Options{Time: SinceFirst})
	c.skip(1e9)
	if got := string(c.append(nil, 3e9)); got != " 00:00:02.000000 " {
		t.Errorf("-ttttt: %q", got)
	}
}
