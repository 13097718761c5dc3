package piece

import (
	"strings"
	"testing"
)

func TestAppend(t *testing.T) {
	for n := range 3 * Size {
		text := strings.Repeat("0123456789", n/10+1)[:n]
		p := New(text)
		for _, room := range []int{0, 1, n, n + Size, 200} {
			dst := append(make([]byte, 0, room+3), "abc"...)
			if got := string(p.Append(dst)); got != "abc"+text {
				t.Errorf("%d bytes behind room for %d: %q", n, room, got)
			}
		}
		if p.String() != text {
			t.Errorf("String() = %q, want %q", p.String(), text)
		}
	}
}

func TestAppendAllocatesNothing(t *testing.T) {
	buf := make([]byte, 0, 200)
	p, long := New("SYN-ACK  "), New(strings.Repeat("x", 100))
	if n := testing.AllocsPerRun(100, func() { buf = long.Append(p.Append(buf[:0])) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
