package follow

import (
	"testing"
	"unsafe"
)

// A frame is six lines of the processor's cache, and no line holds something of two.
func TestFrameSize(t *testing.T) {
	var f frame
	if size, event := unsafe.Sizeof(f), unsafe.Offsetof(f.segment); size != 6*64 || event != 2*64 {
		t.Errorf("a frame has %d bytes, %d of them for the event; want %d and %d", size, event, 6*64, 2*64)
	}
}
