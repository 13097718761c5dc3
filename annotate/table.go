package annotate

// table finds connections by their key. The slots are an open-addressed hash
// table of indices; the records stand in chunks that never move, and their
// neighbours in a list are indices too, so the collector sees a handful of
// objects however many connections there are.
type table struct {
	hasher hasher
	slots  []slot // a power of two of them, at most half used
	used   int
	// recent are slots found lately, by hash: few connections are busy at a time, and
	// the slots of all are more than the processor's cache holds.
	recent [recents]slot

	records pool[conn]
	lists   [classes]list
}

// slot is one place of the hash table; record 0 means that it is free.
type slot struct{ hash, record uint32 }

const (
	firstSlots = 1 << 10
	recents    = 1 << 10
)

func newTable() table {
	return table{hasher: newHasher(), slots: make([]slot, firstSlots)}
}

// find returns the record of k, 0 when there is none, and the hash of k.
func (t *table) find(k *key) (record, hash uint32) {
	hash = t.hasher.hash(k)
	recent := &t.recent[hash%recents]
	if recent.hash == hash && recent.record != 0 && t.records.at(recent.record).key.is(k) {
		return recent.record, hash
	}
	mask := uint32(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s.record == 0 {
			return 0, hash
		}
		if s.hash == hash && t.records.at(s.record).key.is(k) {
			*recent = s
			return s.record, hash
		}
	}
}

// insert makes a zeroed record for k, which must not be in the table, and
// appends it to the list of class cl.
func (t *table) insert(k *key, hash uint32, cl class) uint32 {
	if 2*(t.used+1) > len(t.slots) {
		t.grow()
	}
	r := t.records.take()
	c := t.records.at(r)
	c.key, c.class = *k, cl
	s := slot{hash, r}
	t.put(s)
	t.recent[hash%recents] = s
	t.append(r)
	return r
}

// put stores s in the first free slot of its run.
func (t *table) put(s slot) {
	mask := uint32(len(t.slots) - 1)
	i := s.hash & mask
	for t.slots[i].record != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = s
	t.used++
}

// grow doubles the slots. The records stay where they are.
func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	clear(t.slots) // see pool.clear
	t.used = 0
	for _, s := range old {
		if s.record != 0 {
			t.put(s)
		}
	}
}

// forget takes the record out of the hash table, so that its key is free for a
// new connection; the record and its place in a list stay.
func (t *table) forget(record uint32) {
	hash := t.hasher.hash(&t.records.at(record).key)
	if recent := &t.recent[hash%recents]; recent.record == record {
		*recent = slot{}
	}
	mask := uint32(len(t.slots) - 1)
	i := hash & mask
	for t.slots[i].record != record {
		if t.slots[i].record == 0 {
			return // forgotten already
		}
		i = (i + 1) & mask
	}
	// Close the gap: move back what would no longer be found past a free slot.
	for j := (i + 1) & mask; t.slots[j].record != 0; j = (j + 1) & mask {
		if home := t.slots[j].hash & mask; (j-home)&mask >= (j-i)&mask {
			t.slots[i] = t.slots[j]
			i = j
		}
	}
	t.slots[i] = slot{}
	t.used--
}

// remove gives the record back.
func (t *table) remove(record uint32) {
	if !t.records.at(record).marks.has(forgotten) {
		t.forget(record)
	}
	t.unlink(record)
	t.records.give(record)
}
