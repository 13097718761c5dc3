package annotate

import (
	"math/bits"
	"slices"
)

// histogram holds durations: each of the first ones, and counts of all in buckets
// that grow with them, 32 for each doubling. A percentile is exact as long as the
// first ones are all, and then off by 3 % at most. Its size is fixed.
type histogram struct {
	first    [maxExact]int64
	counts   [64 * subBuckets]uint64
	count    uint64
	min, max int64
	sum      int64
}

// maxExact is for how many durations percentiles are exact.
const maxExact = 512

const (
	subBits    = 5
	subBuckets = 1 << subBits
)

// add counts a duration in nanoseconds; negative ones count as 0.
func (h *histogram) add(d int64) {
	d = max(d, 0)
	if h.count == 0 || d < h.min {
		h.min = d
	}
	h.max = max(h.max, d)
	if h.count < maxExact {
		h.first[h.count] = d
	}
	h.count++
	h.sum += d
	h.counts[bucketOf(uint64(d))]++
}

// bucketOf returns the bucket of v: its exponent and the bits below the first.
func bucketOf(v uint64) int {
	if v < subBuckets {
		return int(v)
	}
	e := bits.Len64(v) - subBits - 1
	return e<<subBits + int(v>>e)
}

// bucketTop returns the largest value of bucket i.
func bucketTop(i int) int64 {
	if i < subBuckets {
		return int64(i)
	}
	e := i>>subBits - 1
	return int64((uint64(i&(subBuckets-1))+subBuckets+1)<<e - 1)
}

// percentile returns a value that p percent of the durations do not exceed.
func (h *histogram) percentile(p uint64) int64 {
	want := (h.count*p + 99) / 100
	if h.count <= maxExact {
		all := slices.Clone(h.first[:h.count])
		slices.Sort(all)
		return all[want-1]
	}
	for i, n := range &h.counts {
		if want <= n {
			return min(max(bucketTop(i), h.min), h.max)
		}
		want -= n
	}
	return h.max
}

// distribution summarises the histogram.
func (h *histogram) distribution() Distribution {
	if h.count == 0 {
		return Distribution{}
	}
	return Distribution{Count: h.count, Min: h.min, Mean: h.sum / int64(h.count), Median: h.percentile(50), P95: h.percentile(95), Max: h.max}
}
