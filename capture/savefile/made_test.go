package savefile

import (
	"strconv"
	"testing"
)

// TestMadeForgetsTheOldest keeps names in bounds, and those of a ring in any case.
func TestMadeForgetsTheOldest(t *testing.T) {
	for _, ring := range []int{0, 1, 100} {
		m, kept := newMade(ring), ring+keptNames
		for i := range 3*kept + 1 {
			m.add(strconv.Itoa(i))
			oldest := i - kept + 1
			if !m.has(strconv.Itoa(i)) || oldest >= 0 && !m.has(strconv.Itoa(oldest)) {
				t.Fatalf("ring of %d: of the %d latest names after %d, one is forgotten", ring, kept, i)
			}
			if oldest > 0 && m.has(strconv.Itoa(oldest-1)) {
				t.Fatalf("ring of %d: name %d is kept after %d", ring, oldest-1, i)
			}
		}
		if len(m.names) != kept || len(m.order) != kept {
			t.Errorf("ring of %d: %d and %d names kept, want %d", ring, len(m.names), len(m.order), kept)
		}
	}
}

// TestMadeOfWhatRepeats forgets nothing, however often the names come again.
func TestMadeOfWhatRepeats(t *testing.T) {
	const day = 86400
	m := newMade(0)
	for i := range 3 * day {
		name := strconv.Itoa(i % day)
		if i >= day && !m.has(name) {
			t.Fatalf("%s is forgotten on day %d", name, i/day)
		}
		m.add(name)
	}
	if len(m.order) != day {
		t.Errorf("%d names kept, want %d", len(m.order), day)
	}
}
