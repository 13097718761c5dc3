package filter

import (
	"errors"
	"testing"
)

func TestAdvice(t *testing.T) {
	const display = "that is a Wireshark display filter; here:  "
	for _, c := range []struct{ filter, hint string }{
		{"tcp.port == 80", display + "port 80"},
		{"tcp.port==80", display + "port 80"},
		{"ip.addr == 192.0.2.1 && tcp.dstport == 80", display + "host 192.0.2.1 and dst port 80"},
		{"ip.src != 192.0.2.1", display + "not src host 192.0.2.1"},
		{"tcp.flags.syn == 1", display + "tcp[tcpflags] & tcp-syn != 0"},
		{"tcp.stream eq 3", "that is a Wireshark display filter; one connection is shown by its number:  --conn 1"},
		{"syn", "the filter chooses hosts and ports; to see packets of a kind:  --only syn"},
		{"port 80 and RST", "the filter chooses hosts and ports; to see packets of a kind:  --only rst"},
		{"port80", "a space is missing:  port 80"},
		{"port:80", "a space is missing:  port 80"},
		{"host192.0.2.1", "a space is missing:  host 192.0.2.1"},
		{"not arpand not port 22", "a space is missing:  not arp and not port 22"},
		{"host 192.0.2.1:80", "a port is joined by and:  host 192.0.2.1 and port 80"},
		{"192.0.2.1:80", "a port is joined by and:  host 192.0.2.1 and port 80"},
		{"192.0.2.1", "an address is named so:  host 192.0.2.1"},
		{"192.0.2.1 80", "an address and a port are named so:  host 192.0.2.1 and port 80"},
		{"tcp and 192.0.2.1 443", "an address and a port are named so:  tcp and host 192.0.2.1 and port 443"},
		{"192.0.2.0/24", "an address is named so:  net 192.0.2.0/24"},
		{"dst port = 80", "without the sign:  dst port 80"},
		{"(tcp", "a bracket is not closed:  (tcp)"},
		{"tcp)", "a bracket is closed that is not open:  tcp"},
		{"vv port 80", "options begin with a dash:  -vv"},
		{"vv", "options begin with a dash:  -vv"},
		{"PORT 80", "words are written small:  port 80"},
		{"tcp and 80", "a port is named so:  tcp and port 80"},
		{"192.0.2.1 and 80", "an address is named so:  host 192.0.2.1 and port 80"},
		{"portrange 1-", "the language of filters:  man pcap-filter"},
		{"frame.number == 3", "that looks like a Wireshark display filter; filters are libpcap's here:  man pcap-filter"},
		{"port 80 443", "for either port:  port 80 or port 443"},
		{"prt 80", "is it mistyped:  port 80"},
		{"tcp prot 80", "is it mistyped:  tcp port 80"},
		{"tcp adn port 80", "is it mistyped:  tcp and port 80"},
		{"80", "a port is named so:  port 80"},
		{"src port 80 dst port 90", "and, or is missing:  src port 80 and dst port 90"},
		{"tcp & port 80", "and, or are words:  tcp and port 80"},
		{"ip proto tcp", `the name of a protocol needs a backslash here:  ip proto \tcp`},
		{"tcp[tcpflags]", "the filter ends too early; the shell takes & ( ) [ ] ! for itself, so quote the filter"},
		{"port", "the filter ends too early; the shell takes & ( ) [ ] ! for itself, so quote the filter"},
		{"foo bar", "the language of filters:  man pcap-filter"},
		{"ip6 and tcp[13] = 2", "tcp[...] looks at IPv4 only; --only syn shows such packets of both"},
		{"net 192.0.2.1/24", "did you mean:  net 192.0.2.0/24  or  host 192.0.2.1"},
		{"port 70000", ""},
	} {
		t.Run(c.filter, func(t *testing.T) {
			err := Check(c.filter, 1)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error is %v", err)
			}
			got := ""
			if hints := e.Hints(); len(hints) > 0 {
				got = hints[0]
			}
			if got != c.hint {
				t.Errorf("%q, not %q", got, c.hint)
			}
		})
	}
}

func TestWarn(t *testing.T) {
	const either = "port 80 and port 443 takes only packets between these two ports; for either:  port 80 or port 443"
	for _, c := range []struct{ filter, want string }{
		{"port 80 and port 443", either},
		{"tcp port 80 && port 443", either},
		{"port 80 and 443", either},
		{"tcp and (port 80 && 443)", either},
		{"port 80 and 80", ""},
		{"port 80 or 443", ""},
		{"src port 80 and 443", ""},
		{"port 80 and tcp", ""},
		{"host 192.0.2.1 and 80", `80 behind "and" is taken for an address, as the one before it; for a port:  port 80`},
		{"(host 192.0.2.1 or 80) and tcp", `80 behind "or" is taken for an address, as the one before it; for a port:  port 80`},
		{"host 192.0.2.1 and 80 < tcp[0]", ""},
		{"host 192.0.2.1 and port 80", ""},
		{"port 80 or port 443", ""},
		{"src port 80 and port 443", ""},
		{"not port 80 and port 443", ""},
		{"port 80 and not port 443", ""},
		{"port 80 and host 192.0.2.1", ""},
		{"", ""},
	} {
		if got := Warn(c.filter); got != c.want {
			t.Errorf("%q: %q", c.filter, got)
		}
	}
}
