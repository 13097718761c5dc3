package render

import (
	"cmp"
	"slices"
)

// sample keeps some of a row of arrows that may be of any length: every
// stride-th one. When it is full, every second one is dropped and the stride
// doubles, so that those that are left stay spread evenly.
type sample struct {
	arrows []arrow
	// stride is a power of two, 0 before the first arrow; seen counts all arrows.
	stride, seen uint64
}

// add takes note of an arrow and keeps it if its turn has come; limit is how many
// are kept, an even number.
func (s *sample) add(a *arrow, limit int) {
	s.stride = max(s.stride, 1)
	if len(s.arrows) == limit && s.seen%s.stride == 0 {
		s.halve()
	}
	if s.seen%s.stride == 0 {
		s.arrows = append(s.arrows, *a)
	}
	s.seen++
}

func (s *sample) halve() {
	s.stride *= 2
	for i := range len(s.arrows) / 2 {
		s.arrows[i] = s.arrows[2*i]
	}
	s.arrows = s.arrows[:len(s.arrows)/2]
}

// samples is what is kept of the packets between the first and the last ones of
// a connection, for its plot: some of all, and some of those sent again, which
// are few and which a reader looks for.
type samples struct{ all, again sample }

// add takes note of an arrow and returns by how many more are held.
func (s *samples) add(a *arrow, limit int) (more int) {
	before := s.held()
	s.all.add(a, limit)
	if a.repeats() {
		s.again.add(a, limit)
	}
	return s.held() - before
}

// held is how many arrows are kept; nil keeps none.
func (s *samples) held() int {
	if s == nil {
		return 0
	}
	return len(s.all.arrows) + len(s.again.arrows)
}

// list returns all that is kept, in order and each once.
func (s *samples) list() []arrow {
	if s == nil {
		return nil
	}
	list := slices.Concat(s.all.arrows, s.again.arrows)
	slices.SortFunc(list, func(a, b arrow) int { return cmp.Compare(a.number, b.number) })
	return slices.CompactFunc(list, func(a, b arrow) bool { return a.number == b.number })
}
