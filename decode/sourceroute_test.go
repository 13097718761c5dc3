package decode

import (
	"bytes"
	"net/netip"
	"testing"
)

func TestFinalDestination(t *testing.T) {
	const (
		ip4 = "4500 0014 0000 0000 4006 0000 0a000001 0a000002"
		ip6 = "60000000 0000 2b40 20010db8000000000000000000000001 20010db8000000000000000000000002"
		one = "20010db8000000000000000000000007"
		two = "20010db8000000000000000000000008"
	)
	with := func(head, options string) string { return head + ip4[2:] + options }
	for _, test := range []struct{ name, bytes, want string }{
		{"IPv4", ip4, "10.0.0.2"},
		{"no route among the options", with("46", "01010100"), "10.0.0.2"},
		{"loose route", with("47", "83 07 04 0a000009 00"), "10.0.0.9"},
		{"strict route of two", with("48", "89 0b 04 0a000008 0a000009 00"), "10.0.0.9"},
		{"behind other options", with("48", "01 44040500 83 07 04 0a000009"), "10.0.0.9"},
		{"recorded route", with("47", "07 07 04 0a000009 00"), "10.0.0.2"},
		{"empty route", with("46", "83 03 04 00"), "10.0.0.2"},
		{"behind the end", with("47", "00 83 07 04 0a000009"), "10.0.0.2"},
		{"beyond the header", with("46", "83 08 04 0a"), "10.0.0.2"},
		{"length 1", with("47", "83 01 04 0a000009 00"), "10.0.0.2"},
		{"options cut", with("4f", "83 07 04 0a000009"), "10.0.0.2"},
		{"IPv6 without route", "60000000 0000 0640" + ip6[18:], "2001:db8::2"},
		{"source route of two", ip6 + "06 04 00 02 00000000" + one + two, "2001:db8::8"},
		{"mobile", ip6 + "06 02 02 01 00000000" + one, "2001:db8::7"},
		{"segments are in reverse order", ip6 + "06 04 04 01 01000000" + one + two, "2001:db8::7"},
		{"no address", ip6 + "06 00 00 00 00000000" + one, "2001:db8::2"},
		{"no segment: tcpdump reads what follows", ip6 + "06 00 04 00 00000000" + one, "2001:db8::7"},
		{"no segment and nothing follows", ip6 + "06 00 04 00 00000000", "2001:db8::2"},
		{"unknown type", ip6 + "06 02 03 01 00000000" + one, "2001:db8::2"},
		{"route cut", ip6 + "06 04 00 02 00000000" + one, "2001:db8::2"},
		{"behind hop-by-hop and fragment headers", "60000000 0000 0040" + ip6[18:] + "2c00 010400000000" + "2b00 0000 00000000" + "06 02 02 01 00000000" + one, "2001:db8::7"},
		{"behind TCP there is none", "60000000 0000 0640" + ip6[18:] + "06 02 02 01 00000000" + one, "2001:db8::2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := finalDestination(unhex(t, test.bytes)); !bytes.Equal(got, netip.MustParseAddr(test.want).AsSlice()) {
				t.Errorf("got % x, want %s", got, test.want)
			}
		})
	}
}

// FuzzFinalDestination wants that nothing is read beyond the bytes.
func FuzzFinalDestination(f *testing.F) {
	f.Add(unhex(f, "4700 0014 0000 0000 4006 0000 0a000001 0a000002 83 07 04 0a000009 00"))
	f.Add(unhex(f, "60000000 0000 2b40 20010db8000000000000000000000001 20010db8000000000000000000000002 06 04 00 02 00000000"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < IPv6Head {
			return
		}
		want := 16
		if b[0]>>4 == 4 {
			want = 4
		}
		if got := finalDestination(b[:len(b):len(b)]); len(got) != want {
			t.Errorf("%d bytes, want %d", len(got), want)
		}
	})
}
