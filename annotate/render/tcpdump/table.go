package tcpdump

// record is a connection that a table remembers.
type record[K comparable] struct {
	key  K
	hash uint32
	pair pair
	// used is set when the record is found, and taken back when it is spared.
	used bool
}

// table finds records by key. It holds at most limit of them; then each new one
// takes the place of the oldest that was not used since the search for a victim
// last passed it. Which one goes does not depend on the hash, so that the same
// packets give the same lines. No record holds a pointer, so that many cost the garbage
// collector nothing.
type table[K comparable] struct {
	limit int
	// chunks hold the records, n of them; they never move, so growing copies and
	// discards nothing.
	chunks []*[chunkSize]record[K]
	n      int
	// slots is a hash table with linear probing, a power of two long. A slot is
	// the record's hash and its index plus one; 0 is empty.
	slots []uint64
	// hand is the record where the search for the next victim begins, moves counts
	// the victims.
	hand  int
	moves uint64
}

const chunkSize = 1 << 10

// at returns the record with this index.
func (t *table[K]) at(i int) *record[K] { return &t.chunks[i/chunkSize][i%chunkSize] }

// stillAt returns the pair at a place, nil when it may be that of another key by
// now.
func (t *table[K]) stillAt(p *place) *pair {
	if p.index == 0 || p.moves != t.moves {
		return nil
	}
	r := t.at(int(p.index) - 1)
	r.used = true
	return &r.pair
}

// find returns the pair of key, and whether it was there before. It sets p to the
// place of the pair.
func (t *table[K]) find(p *place, key K, hash uint32) (found *pair, known bool) {
	i := t.lookup(key, hash)
	known = i >= 0
	if known {
		t.at(i).used = true
	} else {
		i = t.add(key, hash)
	}
	p.index, p.moves = uint32(i+1), t.moves
	return &t.at(i).pair, known
}

// lookup returns the index of the record of key, -1 when there is none.
func (t *table[K]) lookup(key K, hash uint32) int {
	mask := uint32(len(t.slots) - 1)
	for i := hash & mask; int(i) < len(t.slots); i = (i + 1) & mask {
		slot := t.slots[i]
		if slot == 0 {
			return -1
		}
		if uint32(slot>>32) != hash {
			continue
		}
		if i := int(uint32(slot)) - 1; t.at(i).key == key {
			return i
		}
	}
	return -1
}

// add makes a record for a key that is not there, and returns its index.
func (t *table[K]) add(key K, hash uint32) int {
	index := t.n
	switch {
	case index == t.limit:
		index = t.evict()
	case (index+1)*4 > len(t.slots)*3:
		t.grow()
		fallthrough
	default:
		if t.n == len(t.chunks)*chunkSize {
			t.chunks = append(t.chunks, new([chunkSize]record[K]))
		}
		t.n++
	}
	*t.at(index) = record[K]{key: key, hash: hash}
	t.insert(hash, index)
	return index
}

func (t *table[K]) insert(hash uint32, index int) {
	mask := uint32(len(t.slots) - 1)
	i := hash & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = uint64(hash)<<32 | uint64(index+1)
}

// grow doubles the slots.
func (t *table[K]) grow() {
	t.slots = make([]uint64, max(64, 2*len(t.slots)))
	clear(t.slots) // so that no page of it is read before it is written, which takes two faults
	for i := range t.n {
		t.insert(t.at(i).hash, i)
	}
}

// evict frees the slot of a record and returns its index. It ends: the first
// round takes every used mark back.
func (t *table[K]) evict() int {
	for t.at(t.hand).used {
		t.at(t.hand).used = false
		t.hand = (t.hand + 1) % t.n
	}
	victim := t.hand
	t.hand = (t.hand + 1) % t.n
	t.moves++
	t.remove(t.at(victim).hash, victim)
	return victim
}

// remove empties the slot of a record and moves the slots behind it up, so that
// no search ends at the gap.
func (t *table[K]) remove(hash uint32, index int) {
	mask := uint32(len(t.slots) - 1)
	gap := hash & mask
	for uint32(t.slots[gap]) != uint32(index+1) {
		gap = (gap + 1) & mask
	}
	for i := (gap + 1) & mask; t.slots[i] != 0; i = (i + 1) & mask {
		home := uint32(t.slots[i]>>32) & mask
		if (i-home)&mask >= (i-gap)&mask {
			t.slots[gap] = t.slots[i]
			gap = i
		}
	}
	t.slots[gap] = 0
}
