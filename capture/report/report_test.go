package report

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"tcpshake/capture"
)

// source is a source of a link type, without packets.
type source struct{ linkType int }

func (source) Read(p []capture.Packet) ([]capture.Packet, error) { return p[:0], nil }
func (s source) LinkType() int                                   { return s.linkType }
func (source) SnapLen() int                                      { return 262144 }
func (source) Waits() bool                                       { return false }
func (source) Stats() (capture.Stats, error)                     { return capture.Stats{}, nil }
func (source) Close()                                            {}

func TestLines(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"live", listening("lo", source{1}), "listening on lo, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n"},
		{"file", Reading("a.pcap", source{0}), "reading from file a.pcap, link-type NULL (BSD loopback), snapshot length 262144\n"},
		{"hostile name", Reading("a\x1bb", source{0}), "reading from file a\\x1bb, link-type NULL (BSD loopback), snapshot length 262144\n"},
		{"nameless link type", Reading("-", source{999}), "reading from file -, link-type 999, snapshot length 262144\n"},
		{
			"interface numbers", Reading("a", source{276}),
			"reading from file a, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144\nWarning: interface names might be incorrect\n",
		},
		{
			"statistics", Statistics(2, capture.Stats{Received: 4}),
			"2 packets captured\n4 packets received by filter\n0 packets dropped by kernel\n",
		},
		{
			"one of each", Statistics(1, capture.Stats{Received: 1, Dropped: 1, DroppedByInterface: 1, DroppedHere: 1}),
			"1 packet captured\n1 packet received by filter\n1 packet dropped by kernel\n1 packet dropped by interface\n1 packet dropped by tcpshake\n",
		},
		{
			"progress", Progress(1),
			"1 packet read\n",
		},
		{
			"status", Status(2, capture.Stats{Received: 4}),
			"2 packets captured, 4 packets received by filter, 0 packets dropped by kernel\n",
		},
		{
			"status with drops", Status(0, capture.Stats{DroppedByInterface: 3, DroppedHere: 1}),
			"0 packets captured, 0 packets received by filter, 0 packets dropped by kernel, 3 packets dropped by interface, 1 packet dropped by tcpshake\n",
		},
		{"link type", LinkType(127), "IEEE802_11_RADIO (127)"},
		{"link type without a name", LinkType(999), "999"},
		{"empty file", NoPackets(""), "  hint: there are no packets in the file\n"},
		{"everything left out", NoPackets("port \x1b"), "  hint: no packet of the file passes the filter \"port \\x1b\"\n"},
		{"count", Count(0), "0 packets\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got\n%swant\n%s", test.got, test.want)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	const want = "Data link types for lo (use option -y to set):\n  EN10MB (Ethernet)\n  RAW\n"
	kinds := []capture.Kind{{Name: "EN10MB", Description: "Ethernet"}, {Name: "RAW"}}
	if got := Kinds("Data link types", "lo", "-y", kinds); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestDevices(t *testing.T) {
	const want = "1.lo [Up, Running, Loopback]\n2.e\\x1b (a card) [none]\n"
	got := Devices([]capture.Device{
		{Name: "lo", Flags: capture.Up | capture.Running | capture.Loopback | 0x30},
		{Name: "e\x1b", Description: "a card", Flags: 0x30},
	})
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestDevicesAreListedAsTcpdumpDoes(t *testing.T) {
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("tcpdump is not installed")
	}
	want, err := exec.Command(tcpdump, "-D").Output()
	if err != nil {
		t.Skipf("tcpdump lists no interfaces here: %v", err)
	}
	devices, err := capture.Devices()
	if err != nil {
		t.Fatal(err)
	}
	if got := Devices(devices); got != string(want) {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestVersions(t *testing.T) {
	if got := Versions(); !strings.HasPrefix(got, "tcpshake version ") || !strings.Contains(got, "\nlibpcap version ") {
		t.Errorf("versions are %q", got)
	}
}

func TestBeginning(t *testing.T) {
	const listening = "listening on lo\n"
	tests := []struct {
		name  string
		notes []string
		b     Beginning
		want  string
	}{
		{
			"as tcpdump", nil, Beginning{Chosen: true, Terse: true},
			"tcpshake: verbose output suppressed, use -v[v]... for full protocol decode\nlistening on lo\n",
		},
		{"verbose", nil, Beginning{Chosen: true}, "tcpshake: listening on lo\n"},
		{
			"loopback by default", []string{"data link type EN10MB"}, Beginning{},
			"tcpshake: no -i, so this is loopback\ntcpshake: data link type EN10MB\ntcpshake: listening on lo\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := beginning(test.notes, listening, test.b); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestOutputError(t *testing.T) {
	if OutputError(nil) != nil {
		t.Error("no error became one")
	}
	err := OutputError(&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC})
	if got, want := err.Error(), "Unable to write output: No space left on device"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error("the reason is lost")
	}
}

func TestDropAdvice(t *testing.T) {
	for _, test := range []struct {
		stats capture.Stats
		want  string
	}{
		{capture.Stats{Received: 9}, ""},
		{capture.Stats{Received: 9, Dropped: 1}, "-B"},
		{capture.Stats{Received: 9, DroppedHere: 1}, "not read fast enough"},
	} {
		if got := DropAdvice(test.stats); !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%+v: %q", test.stats, got)
		}
	}
}
