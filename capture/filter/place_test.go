package filter

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestPlace(t *testing.T) {
	// The mark ^ stands below the place that has to be found.
	for _, c := range []struct{ filter, place string }{
		{"foo", "^"},
		{"tcp and syn", "        ^"},
		{"tcp.port == 80", "^"},
		{"port80", "^"},
		{"dst port = 80", "         ^"},
		{"(tcp", "    ^"},
		{"tcp)", "   ^"},
		{"tcp port 80 and and port 90", "                ^"},
		{"host 1.2.3.4:80", "     ^"},
		{"port", "    ^"},
		{"tcp and", "       ^"},
		{"not arpand not port 22", "    ^"},
		{"vv port 80", "^"},
		{"tcp[tcpflags]", "             ^"},
		{"tcp[tcpflags", "            ^"},
		{"tcp[13] & 2", "           ^"},
		{"port 80 443", "        ^"},
		{"src port 80 dst port 90", "            ^"},
		{"ip proto tcp", "         ^"},
		{"port 13306 -c 5", "           ^"},
		{"tcp[0", "     ^"},
		{"(tcp[13] & 2 != 0", "                 ^"},
		{"tcp & udp", "    ^"},
	} {
		t.Run(c.filter, func(t *testing.T) {
			err := Check(c.filter, 1)
			var e *Error
			if !errors.As(err, &e) || !Syntax(e.Text) {
				t.Fatalf("error is %v", err)
			}
			if want := len(c.place) - 1; e.At != want {
				t.Errorf("place is %d, not %d:\n%v", e.At, want, err)
			}
		})
	}
}

func TestPlaceOfNames(t *testing.T) {
	for _, c := range []struct {
		filter, text string
		at           int
	}{
		{"tcp and port nosuchport", "unknown port 'nosuchport'", 13},
		{"net 1.2.3.4/8", `non-network bits set in "1.2.3.4/8"`, 4},
		{"port 70000", "illegal port number 70000 > 65535", -1},
		{"ip6 and tcp[13] = 2", "expression rejects all packets", -1},
	} {
		t.Run(c.filter, func(t *testing.T) {
			err := Check(c.filter, 1)
			var e *Error
			if !errors.As(err, &e) || e.Text != c.text || e.At != c.at {
				t.Errorf("%+v", err)
			}
		})
	}
}

func TestWhatLibpcapTakesIsTaken(t *testing.T) {
	for _, filter := range []string{"", "tcp", "port 13306", "ip broadcast", "inbound", "tcp[tcpflags] & tcp-syn != 0"} {
		if err := Check(filter, 1); err != nil {
			t.Errorf("%q: %v", filter, err)
		}
	}
}

func TestErrorText(t *testing.T) {
	long := strings.Repeat("tcp or ", 20) + "x " + strings.Repeat("or tcp ", 20)
	for _, c := range []struct{ name, filter, want string }{
		{"short", "tcp prt 80", "can't parse filter expression: syntax error\n  tcp prt 80\n      ^"},
		{"escaped", "tcp\x1b port", "can't parse filter expression: syntax error\n  tcp\\x1b port\n     ^"},
		{"long", long, "syntax error in filter expression\n  ..." + long[80:140] + long[140:200] + "...\n  " + strings.Repeat(" ", 63) + "^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := Check(c.filter, 1); err == nil || err.Error() != c.want {
				t.Errorf("%v\nis not\n%v", err, c.want)
			}
		})
	}
}

// FuzzExplain gives any text for a filter: the place has to lie in it.
func FuzzExplain(f *testing.F) {
	for _, seed := range []string{"tcp.port == 80", "tcp[", "((", "\\", "port 80 &&", "host \x1b[2J"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		if len(filter) > 200 || strings.Contains(filter, "\x00") || strings.ContainsAny(filter, "abcdefghijklmnopqrstuvwxyz.") {
			return // no name is looked up
		}
		var e *Error
		if err := Check(filter, 1); errors.As(err, &e) && (e.At < -1 || e.At > len(filter)) {
			t.Errorf("place is %d", e.At)
		}
	})
}

// TestPlaceInLongExpression: the place is found in the time that a few compilations take,
// not one for each word.
func TestPlaceInLongExpression(t *testing.T) {
	var long strings.Builder
	for i := range 300 {
		fmt.Fprintf(&long, "port %d or ", i+1)
	}
	expression := long.String() + "port = 80 or host 192.0.2.1"
	if got, want := locate(expression, 1), strings.Index(expression, "="); got != want {
		t.Errorf("the mistake is at %d, want %d", got, want)
	}
}
