package soak

import (
	"fmt"
	"testing"
	"time"
)

// recorder is a test of which only the log is looked at.
type recorder struct {
	testing.TB
	failed  bool
	cleanup []func()
	log     []any
}

func (r *recorder) Helper()          {}
func (r *recorder) Failed() bool     { return r.failed }
func (r *recorder) Cleanup(f func()) { r.cleanup = append(r.cleanup, f) }
func (r *recorder) Log(args ...any)  { r.log = append(r.log, args...) }

func TestFigure(t *testing.T) {
	for _, test := range []struct {
		name   string
		value  any
		unit   string
		failed bool
		want   string
	}{
		{"frames", 100_000_000, "frames", false, "figure: frames 100000000 frames pass"},
		{"slowest exit", 12 * time.Millisecond, "-", false, "figure: slowest-exit 12ms - pass"},
		{"CPU 10M/1M", 1.23456, "times", true, "figure: CPU-10M/1M 1.235 times fail"},
		{"faults", "12 of 13", "faults", true, "figure: faults 12-of-13 faults fail"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &recorder{}
			Figure(r, test.name, test.value, test.unit)
			if len(r.log) > 0 {
				t.Error("logged before the test's end")
			}
			r.failed = test.failed
			for _, f := range r.cleanup {
				f()
			}
			if got := fmt.Sprint(r.log...); got != test.want {
				t.Errorf("%q, not %q", got, test.want)
			}
		})
	}
}

func TestPick(t *testing.T) {
	for value, want := range map[string]int{"": 1, "0": 1, "1": 2} {
		t.Setenv(Variable, value)
		if got := Pick(1, 2); got != want {
			t.Errorf("%s=%s: %d, not %d", Variable, value, got, want)
		}
	}
}
