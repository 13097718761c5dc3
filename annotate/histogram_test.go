package annotate

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestBucketsAreInOrder(t *testing.T) {
	for i := 1; i < 59*subBuckets; i++ {
		if bucketTop(i) <= bucketTop(i-1) {
			t.Fatalf("bucket %d ends at %d, the one before at %d", i, bucketTop(i), bucketTop(i-1))
		}
		if got := bucketOf(uint64(bucketTop(i))); got != i {
			t.Fatalf("%d is in bucket %d, want %d", bucketTop(i), got, i)
		}
		if got := bucketOf(uint64(bucketTop(i-1) + 1)); got != i {
			t.Fatalf("%d is in bucket %d, want %d", bucketTop(i-1)+1, got, i)
		}
	}
}

func TestPercentilesAgainstSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		var h histogram
		var all []int64
		for range 1 + r.IntN(3*maxExact) {
			d := r.Int64N(1 << r.IntN(50))
			h.add(d)
			all = append(all, d)
		}
		slices.Sort(all)
		got := h.distribution()
		if got.Min != all[0] || got.Max != all[len(all)-1] || got.Count != uint64(len(all)) {
			t.Fatalf("%+v of %v", got, all)
		}
		for _, p := range []struct {
			percent int
			got     int64
		}{{50, got.Median}, {95, got.P95}} {
			want := all[(len(all)*p.percent+99)/100-1]
			if p.got < want || p.got > want+want/subBuckets+1 || len(all) <= maxExact && p.got != want {
				t.Errorf("percentile %d = %d, want %d", p.percent, p.got, want)
			}
		}
	}
}

func TestEmptyHistogram(t *testing.T) {
	var h histogram
	if got := h.distribution(); got != (Distribution{}) {
		t.Errorf("%+v", got)
	}
	h.add(-5)
	if got := h.distribution(); got.Min != 0 || got.Count != 1 {
		t.Errorf("%+v", got)
	}
}
