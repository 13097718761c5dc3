package capture

import (
	"net/netip"
	"os"
	"slices"
	"testing"
)

func TestLiveAdvice(t *testing.T) {
	const (
		connection = "198.51.100.7 51234 192.0.2.2 22"
		session    = "your own ssh session is captured, too; leave it out:  'not (host 198.51.100.7 and port 51234)'"
	)
	// Three generations, of which the oldest knows: sshd, a shell, sudo, this program.
	family := map[string]string{
		"/proc/self/status": "Name:\ttcpshake\nPid:\t30\nPPid:\t20\n",
		"/proc/20/status":   "PPid:\t10\n", "/proc/20/environ": "TERM=xterm\x00",
		"/proc/10/status": "PPid:\t1\n", "/proc/10/environ": "HOME=/root\x00SSH_CONNECTION=" + connection + "\x00TERM=x\x00",
	}
	address := func(text string) []netip.Addr { return []netip.Addr{netip.MustParseAddr(text)} }
	for _, row := range []struct {
		name     string
		variable string
		files    map[string]string
		device   Device
		opt      Options
		want     []string
	}{
		{"nothing to say", "", nil, Device{Name: "eth0"}, Options{SnapLen: 96}, nil},
		{"short snapshots", "", nil, Device{}, Options{SnapLen: 54}, []string{"-s 54 can cut TCP options; -s 128 is enough for all headers"}},
		{"own session", connection, nil, Device{Name: "eth0", Addresses: address("192.0.2.2")}, Options{}, []string{session}},
		{"any", connection, nil, Device{Name: "any"}, Options{}, []string{session}},
		{"under sudo", "", family, Device{Name: "any"}, Options{}, []string{session}},
		{"another interface", connection, nil, Device{Name: "lo", Addresses: address("127.0.0.1")}, Options{}, nil},
		{"a filter", connection, nil, Device{Name: "any"}, Options{Filter: "port 80"}, nil},
		{"IPv6 with a zone", "fe80::1%eth0 51234 fe80::2%eth0 22", nil, Device{Name: "eth0", Addresses: address("fe80::2")}, Options{}, []string{
			"your own ssh session is captured, too; leave it out:  'not (host fe80::1 and port 51234)'",
		}},
		{"nonsense", "a b c d", nil, Device{Name: "any"}, Options{}, nil},
		{"no port", "192.0.2.1 99999 192.0.2.2 22", nil, Device{Name: "any"}, Options{}, nil},
		{"a process that is its own parent", "", map[string]string{"/proc/self/status": "PPid:\t5\n", "/proc/5/status": "PPid:\t5\n"}, Device{Name: "any"}, Options{}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := fakeSystem()
			s.getenv = func(string) string { return row.variable }
			s.readFile = func(path string) ([]byte, error) {
				if text, ok := row.files[path]; ok {
					return []byte(text), nil
				}
				return nil, os.ErrNotExist
			}
			if got := s.liveAdvice(row.device, row.opt); !slices.Equal(got, row.want) {
				t.Errorf("got  %q\nwant %q", got, row.want)
			}
		})
	}
}
