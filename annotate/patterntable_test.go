package annotate

import "testing"

// A set remembers as many names as it has ways, from time 0 on, and then forgets the
// one that was quiet longest.
func TestPatternTable(t *testing.T) {
	table := newPatternTable[int](3)
	const hash = 0xffff_fffb // of all, in the last set
	name := func(port uint32) *key { return &key{ports: port, kind: 4} }
	find := func(port uint32, now int64, want int, known bool) {
		t.Helper()
		entry, ok := table.find(name(port), hash, now)
		if ok != known || *entry != want {
			t.Errorf("name %d at %d: %d, %v; want %d, %v", port, now, *entry, ok, want, known)
		}
		*entry = int(port)
	}
	for port := range uint32(ways) {
		find(port+1, 0, 0, false)
	}
	for port := range uint32(ways) {
		find(port+1, int64(port+1)%3, int(port+1), true)
	}
	find(9, 5, 0, false) // takes the place of 3, which was seen at time 0 last
	find(9, 5, 9, true)
	find(1, 6, 1, true)
	find(4, 6, 4, true)
	find(2, 6, 2, true)
	find(3, 7, 0, false)
	if n := len(table.entries); n != 3*ways {
		t.Errorf("%d entries", n)
	}
}
