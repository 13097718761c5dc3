package annotate

// ways is how many entries of a patternTable one hash can find.
const ways = 4

// patternTable remembers something of each of the addresses that were seen lately.
// When a set is full, the entry that was quiet longest makes room, so that what fills
// a table by force is noticed before it is forgotten.
type patternTable[E any] struct {
	sets    []patternSet
	entries []E
}

// patternSet tells whose the entries of a set are. It stands apart from them because
// all of a set are asked for one.
type patternSet struct {
	tags  [ways]uint32 // of the names' hashes, 0 for none
	last  [ways]int64
	names [ways]key
}

func newPatternTable[E any](sets int) patternTable[E] {
	return patternTable[E]{sets: make([]patternSet, sets), entries: make([]E, ways*sets)}
}

// find returns the entry of name, whose hash is given. It is a zeroed one when known
// is false.
func (t *patternTable[E]) find(name *key, hash uint32, now int64) (entry *E, known bool) {
	n := int(hash % uint32(len(t.sets)))
	set, tag, victim := &t.sets[n], hash|1, 0
	for i := range set.tags {
		if set.tags[i] == tag && set.names[i].is(name) {
			set.last[i] = now
			return &t.entries[ways*n+i], true
		}
		if set.tags[victim] != 0 && (set.tags[i] == 0 || set.last[i] < set.last[victim]) {
			victim = i
		}
	}
	set.tags[victim], set.last[victim], set.names[victim] = tag, now, *name
	entry = &t.entries[ways*n+victim]
	var zero E
	*entry = zero
	return entry, false
}
