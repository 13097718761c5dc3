package decimal

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
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

func TestAppend(t *testing.T) {
	edges(func(v uint64) {
		if got, want := string(Append64([]byte("x"), v)), "x"+strconv.FormatUint(v, 10); got != want {
			t.Errorf("Append64: %s, want %s", got, want)
		}
		v32 := uint32(v)
		if got, want := string(Append([]byte("x"), v32)), "x"+strconv.FormatUint(uint64(v32), 10); got != want {
			t.Errorf("Append: %s, want %s", got, want)
		}
	})
}

// Every number that Eight can be given in one step of its halves.
func TestEight(t *testing.T) {
	for v := range uint32(10000) {
		for _, n := range []uint32{v, v * 10000, v*10000 + 9999 - v} {
			if got, want := string(Append(nil, n)), strconv.FormatUint(uint64(n), 10); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
	}
}

func TestFixedDigits(t *testing.T) {
	for _, v := range []uint32{0, 1, 9, 10, 123456789, 999999999, 100000000, 99999999} {
		if got, want := string(Nine(nil, v)), fmt.Sprintf("%09d", v); got != want {
			t.Errorf("Nine: %s, want %s", got, want)
		}
	}
	for v := range 100 {
		if got, want := string(Two(nil, v)), fmt.Sprintf("%02d", v); got != want {
			t.Errorf("Two: %s, want %s", got, want)
		}
	}
}

func TestAppendQuad(t *testing.T) {
	for b := range 256 {
		quad := [4]byte{byte(b), 0, byte(255 - b), 9}
		if got, want := string(AppendQuad(nil, quad)), netip.AddrFrom4(quad).String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, v := range []uint32{0, 512, 65535, 3415062813} {
		b.Run(fmt.Sprint(v), func(b *testing.B) {
			buf := make([]byte, 0, 64)
			for b.Loop() {
				buf = Append(buf[:0], v)
			}
		})
	}
}
