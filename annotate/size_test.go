package annotate

import (
	"testing"
	"unsafe"
)

// A connection in good order takes 256 bytes.
func TestRecordSize(t *testing.T) {
	if got := unsafe.Sizeof(conn{}); got != 256 {
		t.Errorf("a record has %d bytes, want 256", got)
	}
}

// What is remembered of a packet fills one line of the processor's cache.
func TestSightingSize(t *testing.T) {
	if got := unsafe.Sizeof(sighting{}); got != 64 {
		t.Errorf("a sighting has %d bytes, want 64", got)
	}
}

// The default table fits into 256 MiB even when every connection needs all that
// can hang off it.
func TestDefaultTableFits(t *testing.T) {
	tr := New(DefaultOptions())
	n := uintptr(tr.opt.MaxConnections)
	slots := uintptr(firstSlots)
	for slots < 2*n {
		slots *= 2
	}
	all := n*(unsafe.Sizeof(conn{})+unsafe.Sizeof(compatState{})+unsafe.Sizeof(course{})+2*unsafe.Sizeof(load{})+2*unsafe.Sizeof(trouble{})) +
		slots*unsafe.Sizeof(slot{}) + uintptr(tr.extras.limit)*unsafe.Sizeof(extra{}) +
		uintptr(tr.loss.flights.limit)*unsafe.Sizeof(flight{}) + uintptr(tr.loss.spreads.limit)*unsafe.Sizeof(spread{}) +
		uintptr(tr.loss.gaps.limit)*unsafe.Sizeof(gapList{}) + uintptr(tr.loss.many.limit)*unsafe.Sizeof([manyGaps]gap{}) +
		unsafe.Sizeof(*tr) + unsafe.Sizeof(*tr.copies)
	if most := uintptr(256 << 20); all > most {
		t.Errorf("%d connections take %d bytes, more than %d", n, all, most)
	}
	t.Logf("%d connections: %d MiB, of these in good order %d MiB", n, all>>20, n*unsafe.Sizeof(conn{})>>20)
}
