package silence

import (
	"net/netip"
	"testing"

	"tcpshake/capture"
)

func TestRefused(t *testing.T) {
	if !littleEndian() {
		t.Skip("the rows are those of a little-endian machine")
	}
	for _, c := range []struct{ name, at, sockets, want string }{
		{"::1 and 127.0.0.1", "[::1]:13306", listenLoopback,
			"  hint: nothing listens at [::1]:13306; port 13306 is listened on at 127.0.0.1\n"},
		{"::1 and 0.0.0.0", "[::1]:13306", listenAll,
			"  hint: nothing listens at [::1]:13306; port 13306 is listened on at all IPv4 addresses\n"},
		{"the interface's own address", "192.0.2.2:13306", listenLoopback + listenLoopback6,
			"  hint: nothing listens at 192.0.2.2:13306; port 13306 is listened on at 127.0.0.1, ::1\n"},
		{"nobody listens", "[::1]:13306", local, ""},
		{"another port", "[::1]:13307", listenLoopback, ""},
		{"it listens now", "127.0.0.1:13306", listenAll, ""},
		{"another machine", "203.0.113.1:13306", listenLoopback, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(fake(header+c.sockets, func() string { return "7" }), "lo", "", capture.InOut)
			if got := w.Refused(netip.MustParseAddrPort(c.at)); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
	if got := (*Watch)(nil).Refused(netip.MustParseAddrPort("[::1]:13306")); got != "" {
		t.Errorf("nobody watches, and it says %q", got)
	}
	w := begin(fake(header+listenLoopback, func() string { return "7" }), "lo", "", capture.InOut)
	if got := w.Refused(netip.AddrPort{}); got != "" {
		t.Errorf("nothing was refused, and it says %q", got)
	}
}
