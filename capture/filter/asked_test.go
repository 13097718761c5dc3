package filter

import (
	"slices"
	"strings"
	"testing"
)

func TestPorts(t *testing.T) {
	for _, c := range []struct {
		filter string
		want   []uint16
	}{
		{"", nil},
		{"port 13306", []uint16{13306}},
		{"tcp port 80 or (dst port 443 and not port 80)", []uint16{80, 443}},
		{"not port 22", nil},
		{"!port 22 and port 80", []uint16{80}},
		{"port 80 and not tcp src port 22", []uint16{80}},
		{"not (port 22 or port 80)", nil},
		{"port 50000 and not (host 192.0.2.9 or (port 22))", []uint16{50000}},
		{"not (port 22) and ! (port 80) and port 443", []uint16{443}},
		{"port 50000 and not udp", []uint16{50000}},
		{"not (port 22", nil},
		{"udp port 53", nil},
		{"udp and port 53", nil},
		{"not host 192.0.2.1 and (port 22)", []uint16{22}},
		{"port", nil},
		{"(src port 80) or (dst port 80)", []uint16{80}},
		{"port 80 || 443", []uint16{80, 443}},
		{"host 10.0.0.1 or 10.0.0.2 and port 80", []uint16{80}},
		{"port 80 or 443 or host 192.0.2.1", []uint16{80, 443}},
		{"port 80 or 443 and port 22", []uint16{80, 443, 22}},
		{"tcp dst port 5432&&host 192.0.2.1", []uint16{5432}},
		{"port mysql or portrange 1-9 or port 0 or port 70000", nil},
	} {
		if got := Ports(c.filter); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, not %v", c.filter, got, c.want)
		}
	}
}

// FuzzPorts gives any filter: a port that is taken from it stands in it.
func FuzzPorts(f *testing.F) {
	for _, seed := range []string{"port 13306", "tcp and (port 80 or 443)", "host 10.0.0.1 and dst port 22", "port 99999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		if found := Ports(filter); len(found) > 0 && !strings.Contains(filter, "port") {
			t.Errorf("%q names ports %v", filter, found)
		}
	})
}
