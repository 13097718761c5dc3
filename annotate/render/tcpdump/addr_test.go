package tcpdump

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"tcpshake/decode"
)

func TestAppendAddr(t *testing.T) {
	for _, tt := range []struct{ addr, want string }{
		{"0.0.0.0", "0.0.0.0"},
		{"10.20.30.9", "10.20.30.9"},
		{"255.100.99.10", "255.100.99.10"},

		{"::", "::"},
		{"::1", "::1"},
		{"2001:db8::1", "2001:db8::1"},
		{"2001:db8::", "2001:db8::"},
		{"2001:DB8:00ab:0:0:0:0:1", "2001:db8:ab::1"},
		{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
		{"1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"}, // one zero group is not compressed
		{"1:0:0:4:5:6:0:0", "1::4:5:6:0:0"},    // of equal runs the first
		{"1:0:0:4:0:0:0:8", "1:0:0:4::8"},      // else the longest
		{"0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"},   // at the beginning
		{"fe80::21:5dff:fe01:203", "fe80::21:5dff:fe01:203"},

		// IPv4-compatible and IPv4-mapped addresses end in a dotted quad.
		{"::1.2.3.4", "::1.2.3.4"},
		{"::ffff:1.2.3.4", "::ffff:1.2.3.4"},
		{"::1:0", "::0.1.0.0"},
		{"::102", "::102"},                       // seven zero groups
		{"::ffff:0:102:304", "::ffff:0:102:304"}, // SIIT
		{"64:ff9b::102:304", "64:ff9b::102:304"}, // NAT64
		{"::ffff:0.0.0.0", "::ffff:0.0.0.0"},
		{"::fffe:1.2.3.4", "::fffe:102:304"},
	} {
		got := new(Line).appendAddr(nil, decode.AddrFromNetip(netip.MustParseAddr(tt.addr)))
		if string(got) != tt.want {
			t.Errorf("%s: got %s, want %s", tt.addr, got, tt.want)
		}
	}
}

// Whatever is printed reads as the same address.
func TestAppendIPv6ReadsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b [16]byte
		for g := range 8 {
			if r.IntN(3) == 0 {
				b[2*g], b[2*g+1] = byte(r.Uint32()>>r.IntN(32)), byte(r.Uint32())
			}
		}
		text := string(appendIPv6(nil, b))
		back, err := netip.ParseAddr(text)
		if err != nil || back.As16() != b {
			t.Fatalf("% x: %s reads as %v, %v", b, text, back, err)
		}
	}
}

// macNames knows one station.
type macNames struct{ someNames }

func (macNames) MAC(mac [6]byte) string {
	if mac == [6]byte{2, 0, 10, 0, 0, 1} {
		return "printer"
	}
	return ""
}

// Names stand in the link part, in front of extension headers, and in ICMP
// errors too.
func TestNamesInHeaders(t *testing.T) {
	for _, tt := range []struct{ name, flags, script, want string }{
		{"station", "-t -e", "C > S: SYN <> win 1",
			"printer > 02:00:0a:00:00:02 (oui Unknown), ethertype IPv4 (0x0800), length 54: client.example.net.40000 > 10.0.0.2.13306: Flags [S], seq 1000, win 1, length 0"},
		{"station, numeric", "-t -e -n", "C > S: SYN <> win 1",
			"02:00:0a:00:00:01 > 02:00:0a:00:00:02, ethertype IPv4 (0x0800), length 54: 10.0.0.1.40000 > 10.0.0.2.13306: Flags [S], seq 1000, win 1, length 0"},
		{"interface", "-t", "link LINUX_SLL2\nC > S: SYN <> win 1 if 3",
			"eth7  In  IP client.example.net.40000 > 10.0.0.2.13306: Flags [S], seq 1000, win 1, length 0"},
		{"AH", "-t", "C > S: SYN <> win 1 patch ip+9 33 patch tcp+0 060100000000000500000006 cap 48",
			"IP client.example.net > 10.0.0.2: AH(spi=0x00000005,seq=0x6,icv=0x): client.example.net > 10.0.0.2: [|tcp]"},
		{"later fragment", "-t", "C > S: SYN <> win 1 patch ip+6 0001", "IP client.example.net > 10.0.0.2: tcp"},
		{"ICMP", "-t -N", "server 10.0.0.2:80 iss 1\nC > S: SYN <> win 1\nS > C: icmp 3/3",
			"IP 10.0.0.2 > client: ICMP 10.0.0.2 tcp port http unreachable, length 48"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all, _ := segments(t, tt.script)
			l := New(parseFlags(t, tt.flags), macNames{}, 10)
			if got := string(l.Append(nil, 1, 0, &all[len(all)-1], 0)); got != tt.want {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}
