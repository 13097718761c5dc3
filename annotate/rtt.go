package annotate

import "math/bits"

// rttRange gathers round-trip times in nanoseconds.
type rttRange struct {
	min, max, sum int64
	count         uint32
	// spread is the index of the counters of the buckets, 0 without. The first few
	// samples stand in few instead, the least bucket first: most connections have
	// no more, and counters are large.
	spread uint32
	few    [maxFew]uint8
}

const maxFew = 8

// spread counts round-trip times in buckets that grow with them, 8 for each
// doubling: a percentile is off by 6 % at most. It is small because many
// connections have one each.
type spread [spreadBuckets]uint16

const (
	spreadBits = 3
	// Below 256 ns and from 69 s on all fall into the first and the last bucket.
	spreadFirst   = 8
	spreadDoubles = 28
	spreadBuckets = spreadDoubles << spreadBits
)

// sample adds a round-trip time.
func (t *Tracker) sample(r *rttRange, d int64) {
	r.count++
	r.sum += d
	if r.count == 1 {
		r.min, r.max = d, d
	}
	r.min, r.max = min(r.min, d), max(r.max, d)
	if r.count <= maxFew {
		r.addFew(uint8(spreadBucket(d)))
		return
	}
	if r.spread == 0 && r.count == maxFew+1 {
		t.spreadOut(r)
	}
	if r.spread != 0 {
		t.loss.spreads.at(r.spread).add(d)
	}
}

// addFew puts bucket in its place among those of the samples before.
func (r *rttRange) addFew(bucket uint8) {
	i := r.count - 1
	for ; i > 0 && r.few[i-1] > bucket; i-- {
		r.few[i] = r.few[i-1]
	}
	r.few[i] = bucket
}

// spreadOut moves the first samples to counters, when there is room for them.
func (t *Tracker) spreadOut(r *rttRange) {
	if r.spread = t.loss.spreads.take(); r.spread == 0 {
		return
	}
	s := t.loss.spreads.at(r.spread)
	for _, bucket := range r.few {
		s[bucket]++
	}
}

// percentile returns about the value that p percent of r do not exceed; exact
// when r holds one.
func (t *Tracker) percentile(r *rttRange, p int) int64 {
	switch {
	case r.count <= 1:
		return r.min
	case r.count <= maxFew:
		rank := (int(r.count)*p + 99) / 100
		return spreadMiddle(int(r.few[rank-1]))
	default:
		return t.loss.spreads.at(r.spread).percentile(p)
	}
}

// add counts d. Full counters are all halved, which keeps their proportions.
func (s *spread) add(d int64) {
	i := spreadBucket(d)
	if s[i] == 1<<16-1 {
		for j := range s {
			s[j] /= 2
		}
	}
	s[i]++
}

func spreadBucket(d int64) int {
	v := uint64(max(d, 1<<spreadFirst))
	e := bits.Len64(v) - 1
	i := (e-spreadFirst)<<spreadBits + int(v>>(e-spreadBits))&(1<<spreadBits-1)
	return min(i, spreadBuckets-1)
}

// spreadMiddle returns the middle of bucket i.
func spreadMiddle(i int) int64 {
	e := i>>spreadBits + spreadFirst
	width := int64(1) << (e - spreadBits)
	return int64(1)<<e + int64(i&(1<<spreadBits-1))*width + width/2
}

// percentile returns about the value that p percent do not exceed.
func (s *spread) percentile(p int) int64 {
	all := 0
	for _, n := range s {
		all += int(n)
	}
	want := (all*p + 99) / 100
	for i, n := range s {
		if want -= int(n); want <= 0 {
			return spreadMiddle(i)
		}
	}
	return spreadMiddle(spreadBuckets - 1)
}

// distribution summarises r. Without buckets the median and the percentile are
// not known and the extremes stand for them.
func (t *Tracker) distribution(r *rttRange) Distribution {
	d := Distribution{Count: uint64(r.count), Min: r.min, Max: r.max, Median: r.min, P95: r.max}
	if r.count > 0 {
		d.Mean = r.sum / int64(r.count)
	}
	if r.count <= maxFew || r.spread != 0 {
		d.Median = min(max(t.percentile(r, 50), r.min), r.max)
		d.P95 = min(max(t.percentile(r, 95), r.min), r.max)
	}
	return d
}
