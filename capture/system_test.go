package capture

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeSystem is a Linux machine of a user who is not root.
func fakeSystem() system {
	return system{
		goos: "linux", euid: 1000,
		args:       []string{"tcpshake", "-i", "eth0", "port 80 or port 443"},
		executable: "/usr/local/bin/tcpshake",
		getenv:     func(string) string { return "" },
		exists:     func(path string) bool { return path == "/usr/local/bin/tcpshake" },
		sameFile:   func(a, b string) bool { return a == b },
		readFile:   func(string) ([]byte, error) { return nil, os.ErrNotExist },
		devices: func() ([]Device, error) {
			return []Device{
				{Name: "eth0", Flags: Up | Running, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("2001:db8::2")}},
				{Name: "lo", Flags: Up | Running | Loopback, Addresses: []netip.Addr{netip.MustParseAddr("127.0.0.1")}},
				{Name: "docker0", Flags: Up},
				{Name: "wlan0"},
			}, nil
		},
	}
}

// status is a /proc/self/status with these effective capabilities.
func status(effective string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if path != "/proc/self/status" {
			return nil, os.ErrNotExist
		}
		return []byte("Name:\ttcpshake\nCapPrm:\tffffffffffffffff\nCapEff:\t" + effective + "\nCapBnd:\t0\n"), nil
	}
}

const (
	withoutNetRaw = "00000000a80405fb"
	withNetRaw    = "00000000a80425fb"
)

func TestOpenErrors(t *testing.T) {
	const (
		denied = "eth0: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)"
		sudo   = "sudo tcpshake -i eth0 'port 80 or port 443'"
	)
	socket := activation{statusPermDenied, "socket: Operation not permitted"}
	root := func(change func(*system)) func(*system) {
		return func(s *system) { s.euid = 0; change(s) }
	}
	for _, c := range []struct {
		name   string
		system func(*system)
		failed activation
		text   string
		hints  []string
	}{
		{"no root", func(*system) {}, socket, denied, []string{
			"this needs root or CAP_NET_RAW; run:  " + sudo,
			"or once:  sudo setcap cap_net_raw=ep /usr/local/bin/tcpshake",
		}},
		{"root in a container", root(func(s *system) {
			s.readFile = status(withoutNetRaw)
			s.exists = func(path string) bool { return path == "/.dockerenv" }
		}), socket, denied, []string{
			"root here has no CAP_NET_RAW: this looks like a container",
			`docker: --cap-add NET_RAW    pod: securityContext.capabilities.add: ["NET_RAW"]`,
			"or capture from the node:  nsenter -t PID -n tcpshake -i eth0 'port 80 or port 443'",
		}},
		{"root in a pod", root(func(s *system) {
			s.readFile = status(withoutNetRaw)
			s.getenv = func(key string) string { return map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1"}[key] }
		}), socket, denied, []string{
			"root here has no CAP_NET_RAW: this looks like a container",
			`docker: --cap-add NET_RAW    pod: securityContext.capabilities.add: ["NET_RAW"]`,
			"or capture from the node:  nsenter -t PID -n tcpshake -i eth0 'port 80 or port 443'",
		}},
		{"root without the right", root(func(s *system) { s.readFile = status(withoutNetRaw) }), socket, denied, []string{
			"root here has no CAP_NET_RAW: its capabilities were taken away (capsh --print shows them)",
		}},
		{"root with the right", root(func(s *system) { s.readFile = status(withNetRaw) }), socket, denied, []string{
			"root was refused: a security module or a sandbox forbids packet sockets here",
		}},
		{"another system", func(s *system) { s.goos = "freebsd" }, socket, denied, []string{"run:  " + sudo}},
		{"down", func(*system) {}, activation{statusIfaceNotUp, ""}, "eth0: That device is not up", []string{
			"bring it up:  sudo ip link set eth0 up",
		}},
		{"gone in the meantime", func(*system) {}, activation{statusNoSuchDevice, "SIOCGIFHWADDR: No such device"},
			"eth0: No such device exists\n(SIOCGIFHWADDR: No such device)", nil},
		{"anything else", func(*system) {}, activation{statusError, "out of \x1b[2Jmemory"}, `out of \x1b[2Jmemory`, nil},
		{"promiscuous", func(*system) {}, activation{statusPromiscDenied, "x"},
			"eth0: You don't have permission to capture in promiscuous mode on that device", []string{
				"this needs root or CAP_NET_RAW; run:  " + sudo,
				"or once:  sudo setcap cap_net_raw=ep /usr/local/bin/tcpshake",
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := fakeSystem()
			c.system(&sys)
			checkOpenError(t, sys.openError("eth0", &c.failed), c.text, c.hints)
		})
	}
}

func TestOpenErrorsOnMacOS(t *testing.T) {
	const denied = "eth0: You don't have permission to perform this capture on that device\n"
	for _, c := range []struct {
		name   string
		failed activation
		text   string
		hints  []string
	}{
		{"no root", activation{statusPermDenied, "(cannot open BPF device) /dev/bpf0: Permission denied"},
			denied + "((cannot open BPF device) /dev/bpf0: Permission denied)", []string{
				"only root may open /dev/bpf* on this Mac; run:  sudo tcpshake -i eth0 'port 80 or port 443'",
				"or once:  brew install wireshark-chmodbpf   (group access_bpf; log in again)",
			}},
		{"all in use", activation{statusPermDenied, "(cannot open BPF device) /dev/bpf255: Resource busy"},
			denied + "((cannot open BPF device) /dev/bpf255: Resource busy)", []string{
				"all /dev/bpf* are in use: close other capture programs",
			}},
		{"down", activation{statusIfaceNotUp, "x"}, "eth0: That device is not up", []string{
			"bring it up:  sudo ifconfig eth0 up",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := fakeSystem()
			sys.goos = "darwin"
			checkOpenError(t, sys.openError("eth0", &c.failed), c.text, c.hints)
		})
	}
}

// TestSudoCommand: sudo does not look where the shell has found the program.
func TestSudoCommand(t *testing.T) {
	for _, c := range []struct {
		name, called, executable string
		want                     string
	}{
		{"installed", "tcpshake", "/usr/local/bin/tcpshake", "sudo tcpshake port 80"},
		{"installed, by its path", "/usr/local/bin/tcpshake", "/usr/local/bin/tcpshake", "sudo tcpshake port 80"},
		{"in the folder at hand", "./tcpshake", "/home/u/tcpshake", "sudo ./tcpshake port 80"},
		{"in Go's folder", "tcpshake", "/home/u/go/bin/tcpshake", "sudo /home/u/go/bin/tcpshake port 80"},
		{"another name", "shake", "/home/u/bin/shake", "sudo /home/u/bin/shake port 80"},
		{"a name for a shell", "./my tools/tcpshake", "/home/u/my tools/tcpshake", "sudo './my tools/tcpshake' port 80"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := fakeSystem()
			sys.args, sys.executable = []string{c.called, "port", "80"}, c.executable
			if got := sys.sudoCommand(); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

func TestSameFile(t *testing.T) {
	folder := t.TempDir()
	file, link, other := filepath.Join(folder, "file"), filepath.Join(folder, "link"), filepath.Join(folder, "other")
	for _, path := range []string{file, other} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if !sameFile(link, file) || sameFile(other, file) || sameFile(filepath.Join(folder, "none"), file) {
		t.Error("a link is not its file, or another file is")
	}
}

// advised is an error with hints.
type advised interface {
	error
	Hints() []string
}

func checkOpenError(t *testing.T, err error, text string, hints []string) {
	t.Helper()
	var advice advised
	if !errors.As(err, &advice) || err.Error() != text {
		t.Fatalf("error is %q, not %q", err, text)
	}
	if got, want := strings.Join(advice.Hints(), "\n"), strings.Join(hints, "\n"); got != want {
		t.Errorf("hints are\n%s\nnot\n%s", got, want)
	}
}

func TestChooseDevice(t *testing.T) {
	const list = "interfaces: eth0 (192.0.2.2) lo (127.0.0.1) docker0"
	missing := func(name string) string {
		return name + ": No such device exists\n(No such device exists)\n"
	}
	for _, c := range []struct {
		name, asked, goos string
		want              string // the device, or the error and its hints
	}{
		{"nothing", "", "linux", "lo"},
		{"name", "eth0", "linux", "eth0"},
		{"number", "3", "linux", "docker0"},
		{"number 0", "0", "linux", "Invalid adapter index\ntcpshake -D lists the interfaces with their numbers"},
		{"number too large", "5", "linux", "Invalid adapter index\ntcpshake -D lists the interfaces with their numbers"},
		{"number below 0", "-1", "linux", "Invalid adapter index\ntcpshake -D lists the interfaces with their numbers"},
		{"name of macOS", "lo0", "linux", missing("lo0") + "loopback is called \"lo\" on Linux\nnearest name:  -i lo\n" + list},
		{"name of Linux", "lo", "darwin", "lo"},
		{"mistyped", "ehto", "linux", missing("ehto") + "nearest name:  -i eth0\n" + list},
		{"nearly", "eth", "linux", missing("eth") + "nearest name:  -i eth0\n" + list},
		{"escapes", "x\x1b[2J", "linux", missing(`x\x1b[2J`) + list},
		{"of libpcap's own kinds", "rpcap://host/eth0", "linux", "rpcap://host/eth0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sys := fakeSystem()
			sys.goos = c.goos
			device, err := sys.chooseDevice(c.asked)
			got := device.Name
			if advice := advised(nil); errors.As(err, &advice) {
				got = err.Error() + "\n" + strings.Join(advice.Hints(), "\n")
			}
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestChooseDeviceWithoutAList(t *testing.T) {
	for goos, want := range map[string]string{"linux": "lo", "darwin": "lo0", "freebsd": "lo0"} {
		sys := fakeSystem()
		sys.goos = goos
		sys.devices = func() ([]Device, error) { return nil, errors.New("no list") }
		if d, err := sys.chooseDevice(""); err != nil || d.Name != want {
			t.Errorf("%s: %q, %v", goos, d.Name, err)
		}
		if d, err := sys.chooseDevice("eth7"); err != nil || d.Name != "eth7" {
			t.Errorf("%s: %q, %v", goos, d.Name, err)
		}
	}
}

func TestLongListsAreCut(t *testing.T) {
	var devices []Device
	for range 30 {
		devices = append(devices, Device{Name: "veth", Flags: Up})
	}
	if got, want := listNames(devices), strings.Repeat("veth ", maxListed)+"..."; got != want {
		t.Errorf("%q", got)
	}
}

func TestDeviceFlags(t *testing.T) {
	for _, c := range []struct {
		flags DeviceFlags
		want  string
	}{
		{Up | Running | connected, "Up, Running, Connected"},
		{Up | Running | Loopback | notApplicable, "Up, Running, Loopback"},
		{Up | disconnected, "Up, Disconnected"},
		{notApplicable, "none"},
		{Wireless, "Wireless, Association status unknown"},
		{Wireless | connected, "Wireless, Associated"},
		{Wireless | disconnected, "Wireless, Not associated"},
		{Up, "Up, Connection status unknown"},
	} {
		if got := c.flags.String(); got != c.want {
			t.Errorf("%#x is %q, not %q", uint32(c.flags), got, c.want)
		}
	}
}

func TestCounterGoesOnWhereItsSourceWraps(t *testing.T) {
	var c counter
	for _, now := range []int{5, 5, 1<<32 - 1, 3, 10} {
		c.see(now)
	}
	if want := uint64(1<<32 + 10); c.total != want {
		t.Errorf("%d, not %d", c.total, want)
	}
}

func TestActivationTellsLibpcapsStatus(t *testing.T) {
	openLoopback(t, Options{})
	_, err := setting{device: "nosuch0", snapLen: 100}.activate()
	var failed *activation
	if !errors.As(err, &failed) || failed.status != statusNoSuchDevice {
		t.Errorf("%+v", err)
	}
}
