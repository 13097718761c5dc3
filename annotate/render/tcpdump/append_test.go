package tcpdump

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
)

// edges calls f with the numbers at which the count of digits changes, and with
// random ones of every size.
func edges(f func(v uint64)) {
	f(0)
	for v := uint64(1); ; v *= 10 {
		f(v - 1)
		f(v)
		f(v + 1)
		if v == 1e19 {
			break
		}
	}
	f(1<<64 - 1)
	r := rand.New(rand.NewPCG(1, 2))
	for bits := range 64 {
		for range 100 {
			f(r.Uint64() >> bits)
		}
	}
}

func TestAppendHex(t *testing.T) {
	edges(func(v uint64) {
		if got, want := string(appendHex([]byte("x"), v)), "x"+strconv.FormatUint(v, 16); got != want {
			t.Errorf("appendHex: %s, want %s", got, want)
		}
		if got, want := string(appendHexPadded(nil, v, 16)), fmt.Sprintf("%016x", v); got != want {
			t.Errorf("appendHexPadded: %s, want %s", got, want)
		}
	})
	if got := string(appendHexBytes(nil, []byte{0, 0x0f, 0xf0, 0xab})); got != "000ff0ab" {
		t.Errorf("appendHexBytes: %s", got)
	}
}

func TestAppendNumber(t *testing.T) {
	for number, want := range map[uint64]string{
		1: "    1  ", 42: "   42  ", 999: "  999  ", 12345: "12345  ", 123456: "123456  ", 1 << 40: "1099511627776  ",
	} {
		if got := string(appendNumber(nil, number)); got != want {
			t.Errorf("%d: %q, want %q", number, got, want)
		}
	}
}
