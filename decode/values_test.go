package decode

import (
	"net/netip"
	"testing"
)

func TestAddr(t *testing.T) {
	v4 := AddrFrom4([4]byte{192, 0, 2, 1})
	v6 := AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1})
	mapped := AddrFromNetip(netip.MustParseAddr("::ffff:192.0.2.1"))
	checkFields(t, []field{
		{"IPv4", v4, "192.0.2.1"},
		{"IPv4 version", v4.Version(), 4},
		{"IPv4 bytes", v4.As4(), [4]byte{192, 0, 2, 1}},
		{"IPv4 in 16 bytes", v4.As16(), [16]byte{192, 0, 2, 1}},
		{"IPv6", v6, "2001:db8::1"},
		{"IPv6 version", v6.Version(), 6},
		{"IPv6 is no IPv4", v6.Is4(), false},
		{"mapped stays IPv6", mapped.Version(), 6},
		{"mapped", mapped, "::ffff:192.0.2.1"},
		{"zero", Addr{}, "invalid IP"},
		{"zero version", Addr{}.Version(), 0},
		{"zero is none", Addr{}.Netip().IsValid(), false},
		{"end", Endpoint{v6, 80}, "[2001:db8::1]:80"},
		{"end of IPv4", Endpoint{v4, 80}, "192.0.2.1:80"},
	})
	for _, a := range []string{"127.0.0.1", "127.255.0.9", "::1"} {
		if !AddrFromNetip(netip.MustParseAddr(a)).IsLoopback() {
			t.Errorf("%s is not on loopback", a)
		}
	}
	for _, a := range []Addr{v4, v6, {}, AddrFrom16([16]byte{127, 15: 1})} {
		if a.IsLoopback() {
			t.Errorf("%v is on loopback", a)
		}
	}
}

// Compare, Words and After are one order.
func TestAddrOrder(t *testing.T) {
	sorted := []Addr{
		AddrFrom4([4]byte{0, 0, 0, 1}), AddrFrom4([4]byte{10, 0, 0, 1}), AddrFrom4([4]byte{10, 0, 0, 2}), AddrFrom4([4]byte{200, 0, 0, 0}),
	}
	sorted6 := []Addr{
		AddrFrom16([16]byte{15: 1}), AddrFrom16([16]byte{7: 1}), AddrFrom16([16]byte{7: 1, 8: 0x80}), AddrFrom16([16]byte{0: 0xfe, 1: 0x80}),
	}
	for _, list := range [][]Addr{sorted, sorted6} {
		for i, a := range list {
			for j, b := range list {
				var va, vb Words
				va.High, va.Low = a.Words()
				vb.High, vb.Low = b.Words()
				if got, want := a.Compare(b), i-j; got*want < 0 || (got == 0) != (want == 0) {
					t.Errorf("%v Compare %v = %d", a, b, got)
				}
				if va.After(vb) != (i > j) {
					t.Errorf("%v After %v = %v", a, b, va.After(vb))
				}
			}
		}
	}
}

// Sequence numbers are compared on a circle (RFC 9293 section 3.4).
func TestSeq(t *testing.T) {
	for _, tt := range []struct {
		a, b Seq
		less bool
		diff int32
	}{
		{0, 1, true, -1},
		{1, 0, false, 1},
		{5, 5, false, 0},
		{0xffffffff, 0, true, -1},
		{0, 0xffffffff, false, 1},
		{0xfffffff0, 0x10, true, -0x20},
		{0, 0x7fffffff, true, -0x7fffffff},
		{0x7fffffff, 0, false, 0x7fffffff},
		{0x80000000, 0xffffffff, true, -0x7fffffff},
	} {
		if tt.a.Less(tt.b) != tt.less || tt.a.Diff(tt.b) != tt.diff {
			t.Errorf("%#x, %#x: Less %v, Diff %d", tt.a, tt.b, tt.a.Less(tt.b), tt.a.Diff(tt.b))
		}
		if tt.a.LessEq(tt.b) != (tt.less || tt.a == tt.b) {
			t.Errorf("%#x LessEq %#x = %v", tt.a, tt.b, tt.a.LessEq(tt.b))
		}
		later := tt.a
		if tt.less {
			later = tt.b
		}
		if MaxSeq(tt.a, tt.b) != later || MaxSeq(tt.b, tt.a) != later {
			t.Errorf("MaxSeq(%#x, %#x) = %#x", tt.a, tt.b, MaxSeq(tt.a, tt.b))
		}
	}
	if got := Seq(0xfffffffe).Add(5); got != 3 {
		t.Errorf("Add across the end = %d", got)
	}
	if got := Seq(3).Add(-5); got != 0xfffffffe {
		t.Errorf("Add of a negative number = %#x", got)
	}
	for _, tt := range []struct {
		s, first Seq
		size     uint32
		want     bool
	}{
		{10, 10, 1, true}, {11, 10, 1, false}, {9, 10, 1, false}, {10, 10, 0, false}, {2, 0xfffffffe, 5, true}, {3, 0xfffffffe, 5, false},
	} {
		if got := tt.s.InWindow(tt.first, tt.size); got != tt.want {
			t.Errorf("%d in %d bytes from %d: %v", tt.s, tt.size, tt.first, got)
		}
	}
}

func TestFlags(t *testing.T) {
	checkFields(t, []field{
		{"none", Flags(0), "none"},
		{"SYN", SYN, "S"},
		{"SYN-ACK", SYN | ACK, "S."},
		{"all", FIN | SYN | RST | PSH | ACK | URG | ECE | CWR, "FSRP.UEW"},
		{"AE has no letter", AE, "none"},
		{"AE beside others", AE | ACK, "."},
		{"appended", string((PSH | ACK).Append([]byte("Flags "))), "Flags P."},
		{"has both", (SYN | ACK).Has(SYN | ACK), true},
		{"has one of both", SYN.Has(SYN | ACK), false},
		{"any of both", SYN.Any(SYN | ACK), true},
		{"any of others", PSH.Any(SYN | ACK), false},
	})
}

// SYN and FIN take a sequence number each.
func TestSegmentEnd(t *testing.T) {
	for _, tt := range []struct {
		flags Flags
		len   int
		want  int
	}{
		{ACK, 0, 0}, {ACK, 100, 100}, {SYN, 0, 1}, {FIN | ACK, 0, 1}, {FIN | ACK, 10, 11}, {SYN | FIN, 3, 5},
	} {
		s := Segment{Seq: 0xffffffff, Flags: tt.flags, Len: tt.len}
		if s.SeqLen() != tt.want || s.End() != s.Seq.Add(tt.want) {
			t.Errorf("%v with %d bytes: SeqLen %d, End %d", tt.flags, tt.len, s.SeqLen(), s.End())
		}
	}
}

func TestLinkTypeError(t *testing.T) {
	_, err := New(147)
	if err == nil || err.Error() != "link type 147 is not supported" {
		t.Errorf("New(147): %v", err)
	}
}

func TestClassNames(t *testing.T) {
	for class := NotTCP; class <= ICMPError; class++ {
		if class.String() == "" {
			t.Errorf("class %d has no name", class)
		}
	}
}
