package silence

import (
	"os"
	"slices"
	"testing"

	"tcpshake/capture"
)

const (
	local6    = "   6: 00000000000000000000000001000000:B3AE 00000000000000000000000001000000:33FA 01 0:0 0:0 0 0 0 6\n"
	listenOwn = "   7: 020200C0:33FA 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1 0\n"
)

// TestAddressInFilter is about filters that name another address than the sockets
// have.
func TestAddressInFilter(t *testing.T) {
	if !littleEndian() {
		t.Skip("the rows are those of a little-endian machine")
	}
	for _, c := range []struct{ name, filter, sockets, want string }{
		{"::1 and 127.0.0.1", "host 127.0.0.1 and port 13306", listenAll + local6,
			"the connections of port 13306 are between ::1 and ::1, not 127.0.0.1:  host ::1"},
		{"listener of ::1 only", "host 127.0.0.1 and port 13306", listenLoopback6,
			"port 13306 is listened on at ::1, not at 127.0.0.1:  host ::1"},
		{"listener of the other interface", "port 13306 and host 127.0.0.1", listenOwn,
			"port 13306 is listened on at 192.0.2.2, not at 127.0.0.1:  host 192.0.2.2"},
		{"listener of all", "host 127.0.0.1 and port 13306", listenAll,
			"port 13306 is listened on at all IPv4 addresses, and nobody is connected"},
		{"the right one", "host ::1 and port 13306", listenAll + local6, ""},
		{"another machine", "host 203.0.113.1 and port 13306", listenLoopback,
			"port 13306 is listened on at 127.0.0.1, and nobody is connected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(fake(c.sockets, func() string { return "7" }), "lo", c.filter, capture.InOut)
			got := ""
			if lines := w.Advice(); len(lines) > 1 {
				got = lines[0]
			}
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

// TestOwners names who listens, as far as it could be seen at the beginning.
func TestOwners(t *testing.T) {
	if !littleEndian() {
		t.Skip("the rows are those of a little-endian machine")
	}
	m := fake(listenLoopback+listenLoopback6, func() string { return "7" })
	m.glob = func(string) []string { return []string{"/proc/4/fd/7", "/proc/5/fd/3", "/proc/5/fd/4", "/proc/6/fd/1"} }
	m.readlink = func(path string) (string, error) {
		switch path {
		case "/proc/4/fd/7":
			return "socket:[99]", nil
		case "/proc/5/fd/3":
			return "socket:[1]", nil
		case "/proc/5/fd/4":
			return "socket:[2]", nil
		}
		return "", os.ErrPermission
	}
	files := m.readFile
	m.readFile = func(path string) ([]byte, error) {
		if path == "/proc/5/comm" {
			return []byte("mys\x1bqld\n"), nil
		}
		return files(path)
	}
	want := `port 13306 is listened on at 127.0.0.1, ::1 (mys\x1bqld) only, so its clients are local:  -i lo`
	if got := begin(m, "eth0", "port 13306", capture.InOut).Advice(); !slices.Contains(got, want) {
		t.Errorf("%q has no %q", got, want)
	}
}

func TestPublishedPort(t *testing.T) {
	if !littleEndian() {
		t.Skip("the rows are those of a little-endian machine")
	}
	m := fake(listenAll, func() string { return "7" })
	files := m.readFile
	m.glob = func(string) []string { return []string{"/proc/8/cmdline", "/proc/9/cmdline"} }
	m.readFile = func(path string) ([]byte, error) {
		const rest = "-host-ip\x000.0.0.0\x00-host-port\x0013306\x00-container-ip\x00172.18.0.2\x00-container-port\x003306\x00"
		switch path {
		case "/proc/8/cmdline":
			return []byte("/usr/bin/docker-proxy\x00-proto\x00udp\x00" + rest), nil
		case "/proc/9/cmdline":
			return []byte("/usr/bin/docker-proxy\x00-proto\x00tcp\x00" + rest), nil
		}
		return files(path)
	}
	want := "port 13306 is published by docker-proxy for a container at 172.18.0.2:3306, and nobody is connected to it here:  -i any"
	if got := begin(m, "lo", "port 13306", capture.InOut).Advice(); !slices.Contains(got, want) {
		t.Errorf("%q has no %q", got, want)
	}
	if got := begin(m, "lo", "port 13307", capture.InOut).Advice(); slices.Contains(got, want) {
		t.Errorf("%q", got)
	}
}

func TestVirtualMachines(t *testing.T) {
	for version, want := range map[string]string{
		"Linux version 5.15.153.1-microsoft-standard-WSL2": "this is WSL: only traffic inside its virtual machine is seen; Windows programs on localhost are not",
		"Linux version 6.6.12-linuxkit":                    "this is Docker Desktop's virtual machine: traffic of programs on the host itself does not pass here; capture there",
		"Linux version 6.18.44":                            "",
	} {
		m := fake("", func() string { return "7" })
		files := m.readFile
		m.readFile = func(path string) ([]byte, error) {
			if path == "/proc/version" {
				return []byte(version + "\n"), nil
			}
			return files(path)
		}
		if got := begin(m, "eth0", "", capture.InOut).Advice(); want != "" && !slices.Contains(got, want) || want == "" && len(got) != 1 {
			t.Errorf("%s: %q", version, got)
		}
	}
}
