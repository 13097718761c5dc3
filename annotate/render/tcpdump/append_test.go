package tcpdump

import (
	"fmt"
	"strconv"
	"testing"
)

func TestAppendHex(t *testing.T) {
	for bit := range 64 {
		// The count of digits changes at every fourth of these.
		for _, v := range []uint64{1<<bit - 1, 1 << bit, 0x123456789abcdef0 >> bit} {
			if got, want := string(appendHex([]byte("x"), v)), "x"+strconv.FormatUint(v, 16); got != want {
				t.Errorf("appendHex: %s, want %s", got, want)
			}
			if got, want := string(appendHexPadded(nil, v, 16)), fmt.Sprintf("%016x", v); got != want {
				t.Errorf("appendHexPadded: %s, want %s", got, want)
			}
		}
	}
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
