package annotate

import "testing"

func TestSlowest(t *testing.T) {
	tests := []struct {
		name  string
		times []int64
		want  [slowestKept]Slow
	}{
		{"none", nil, [slowestKept]Slow{}},
		{"one", []int64{5}, [slowestKept]Slow{{1, 5}}},
		{"no time at all", []int64{0, 0}, [slowestKept]Slow{{1, 0}, {2, 0}}},
		{"rising", []int64{1, 2, 3, 4}, [slowestKept]Slow{{4, 4}, {3, 3}, {2, 2}}},
		{"falling", []int64{4, 3, 2, 1}, [slowestKept]Slow{{1, 4}, {2, 3}, {3, 2}}},
		{"equal", []int64{7, 7, 7, 7, 9}, [slowestKept]Slow{{5, 9}, {1, 7}, {2, 7}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s Summary
			for i, ns := range tt.times {
				s.addHandshake(uint64(i+1), ns)
			}
			if s.Slowest != tt.want {
				t.Errorf("got %v, want %v", s.Slowest, tt.want)
			}
		})
	}
}
