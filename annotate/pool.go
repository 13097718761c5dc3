package annotate

// pool hands out values by index from chunks that never move and are reused
// last in, first out, so that what is touched stays in the cache. Index 0 is
// never handed out.
type pool[T any] struct {
	chunks []*[chunkSize]T
	free   []uint32
	next   uint32 // the lowest index that was never handed out
	// limit is the most values that may be in use, 0 for no limit.
	limit int
}

const chunkSize = 1 << 10

// at returns the value at i.
func (p *pool[T]) at(i uint32) *T { return &p.chunks[i/chunkSize][i%chunkSize] }

// inUse returns how many values are handed out.
func (p *pool[T]) inUse() int { return max(int(p.next)-1, 0) - len(p.free) }

// take returns the index of a zeroed value, or 0 when the limit is reached.
func (p *pool[T]) take() uint32 {
	if n := len(p.free); n > 0 {
		i := p.free[n-1]
		p.free = p.free[:n-1]
		return p.clear(i)
	}
	if p.limit > 0 && p.inUse() >= p.limit {
		return 0
	}
	if p.next == 0 {
		p.next = 1
	}
	if int(p.next) == len(p.chunks)*chunkSize || len(p.chunks) == 0 {
		p.chunks = append(p.chunks, new([chunkSize]T))
	}
	p.next++
	return p.clear(p.next - 1)
}

// clear zeroes the value at i and returns i. New memory is zero, but is written all
// the same before it is read: the system gives a page that is read first twice, once
// for reading and once for writing, and must then tell the other processors.
func (p *pool[T]) clear(i uint32) uint32 {
	var zero T
	*p.at(i) = zero
	return i
}

// give takes the value at i back.
func (p *pool[T]) give(i uint32) { p.free = append(p.free, i) }
