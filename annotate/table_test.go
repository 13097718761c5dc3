package annotate

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tcpshake/decode"
)

func randomKey(r *rand.Rand) key {
	end := func() *decode.Endpoint {
		e := &decode.Endpoint{Port: uint16(r.IntN(4))}
		e.Addr = decode.AddrFrom4([4]byte{10, 0, 0, byte(r.IntN(8))})
		if r.IntN(4) == 0 {
			e.Addr = decode.AddrFrom16([16]byte{0: 10, 15: byte(r.IntN(8))})
		}
		return e
	}
	a := end()
	b := end()
	for b.Addr.Version() != a.Addr.Version() {
		b = end()
	}
	k, _ := keyOf(a, b)
	return k
}

// keyOf returns the key of a segment between src and dst, and the side of src.
func keyOf(src, dst *decode.Endpoint) (k key, from side) {
	from = k.set(src, dst)
	return k, from
}

// The table does what a map does, whatever comes and goes in whatever order.
func TestTableAgainstMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, weak := range []bool{false, true} {
		tb := newTable()
		if weak {
			tb.hasher = hasher{} // every key in the same slot
		}
		model := map[key]uint32{}
		for range 20000 {
			k := randomKey(r)
			got, hash := tb.find(&k)
			if want := model[k]; got != want {
				t.Fatalf("find(%v) = %d, want %d", k, got, want)
			}
			switch {
			case got == 0:
				model[k] = tb.insert(&k, hash, opening)
			case r.IntN(2) == 0:
				tb.remove(got)
				delete(model, k)
			}
			if tb.used != len(model) || tb.lists[opening].n != len(model) || tb.records.inUse() != len(model) {
				t.Fatalf("%d slots, %d in the list, %d records, want %d", tb.used, tb.lists[opening].n, tb.records.inUse(), len(model))
			}
		}
	}
}

func TestTableGrows(t *testing.T) {
	tb := newTable()
	const n = 3 * firstSlots
	for i := range n {
		k := key{ports: uint32(i), kind: 4}
		_, hash := tb.find(&k)
		tb.insert(&k, hash, open)
	}
	if len(tb.slots) < 2*n {
		t.Errorf("%d slots for %d records", len(tb.slots), n)
	}
	for i := range n {
		k := key{ports: uint32(i), kind: 4}
		if r, _ := tb.find(&k); r == 0 || tb.records.at(r).key != k {
			t.Fatalf("%d is lost", i)
		}
	}
}

// order returns the records of a class as the list links them, checked in both
// directions.
func (t *table) order(tt *testing.T, cl class) (l []uint32) {
	tt.Helper()
	for r := t.lists[cl].head; r != 0; r = t.records.at(r).next {
		l = append(l, r)
	}
	var back []uint32
	for r := t.lists[cl].tail; r != 0; r = t.records.at(r).prev {
		back = append(back, r)
	}
	slices.Reverse(back)
	if !slices.Equal(l, back) || len(l) != t.lists[cl].n {
		tt.Fatalf("forward %v, backward %v, n = %d", l, back, t.lists[cl].n)
	}
	return l
}

func TestListsKeepOrder(t *testing.T) {
	tb := newTable()
	var rs []uint32
	for i := range 4 {
		k := key{ports: uint32(i)}
		rs = append(rs, tb.insert(&k, uint32(i), open))
	}
	check := func(cl class, want ...uint32) {
		t.Helper()
		if got := tb.order(t, cl); !slices.Equal(got, want) {
			t.Errorf("class %d: %v, want %v", cl, got, want)
		}
	}
	check(open, rs...)
	tb.move(rs[0], open)
	check(open, rs[1], rs[2], rs[3], rs[0])
	tb.move(rs[0], open) // is the last already
	check(open, rs[1], rs[2], rs[3], rs[0])
	tb.move(rs[2], done)
	tb.move(rs[1], done)
	check(open, rs[3], rs[0])
	check(done, rs[2], rs[1])
	tb.remove(rs[2])
	check(done, rs[1])
}

func TestPoolReusesAndLimits(t *testing.T) {
	p := pool[int]{limit: 2}
	a, b := p.take(), p.take()
	if a == 0 || b == 0 || a == b {
		t.Fatalf("took %d and %d", a, b)
	}
	if c := p.take(); c != 0 {
		t.Errorf("took %d beyond the limit", c)
	}
	*p.at(a) = 7
	p.give(a)
	if c := p.take(); c != a || *p.at(c) != 0 {
		t.Errorf("took %d with %d, want %d zeroed", c, *p.at(c), a)
	}
	if p.inUse() != 2 {
		t.Errorf("%d in use, want 2", p.inUse())
	}
}

func TestKeyIsTheSameInBothDirections(t *testing.T) {
	v4 := func(last byte, port uint16) decode.Endpoint {
		return decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, last}), Port: port}
	}
	v6 := func(last byte, port uint16) decode.Endpoint {
		return decode.Endpoint{Addr: decode.AddrFrom16([16]byte{0: 0xfd, 15: last}), Port: port}
	}
	for _, ends := range [][2]decode.Endpoint{
		{v4(1, 40000), v4(2, 80)}, {v4(1, 80), v4(1, 81)}, {v4(9, 1), v4(9, 1)},
		{v6(1, 40000), v6(2, 80)}, {v6(1, 80), v6(1, 81)},
	} {
		there, from := keyOf(&ends[0], &ends[1])
		back, to := keyOf(&ends[1], &ends[0])
		if !there.is(&back) || there != back {
			t.Errorf("%v: %v and %v", ends, there, back)
		}
		if there.address(from) != ends[0] || there.address(to) != ends[1] {
			t.Errorf("%v: addresses %v, %v", ends, there.address(from), there.address(to))
		}
		if self := ends[0] == ends[1]; there.toItself() != self || !self && from == to {
			t.Errorf("%v: to itself %v, sides %v, %v", ends, there.toItself(), from, to)
		}
		h := newHasher()
		if h.hash(&there) != h.hash(&back) {
			t.Errorf("%v: hash differs by direction", ends)
		}
	}
	a, _ := keyOf(&decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10}), Port: 1}, &decode.Endpoint{Addr: decode.AddrFrom4([4]byte{11}), Port: 2})
	b, _ := keyOf(&decode.Endpoint{Addr: decode.AddrFrom16([16]byte{10}), Port: 1}, &decode.Endpoint{Addr: decode.AddrFrom16([16]byte{11}), Port: 2})
	if a.is(&b) {
		t.Error("IPv4 and IPv6 with the same bytes share a key")
	}
}
