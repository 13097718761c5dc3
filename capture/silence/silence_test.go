package silence

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tcpshake/capture"
)

// Rows of /proc/net/tcp and tcp6 of a little-endian machine.
const (
	listenLoopback  = "   0: 0100007F:33FA 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0\n"
	listenLoopback6 = "   1: 00000000000000000000000001000000:33FA 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 2\n"
	listenAll       = "   2: 00000000:33FA 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 3 1 0\n"
	local           = "   3: 020200C0:B3AE 020200C0:33FA 01 00000000:00000000 00:00000000 00000000 0 0 4 1 0\n"
	outside         = "   4: 020200C0:B3AE 076433C6:33FA 01 00000000:00000000 00:00000000 00000000 0 0 5 1 0\n"
	timeWait        = "   5: 0100007F:33FA 0100007F:B3AE 06 00000000:00000000 00:00000000 00000000 0 0 0 1 0\n"
	header          = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
)

func TestParseSockets(t *testing.T) {
	if !littleEndian() {
		t.Skip("the rows are those of a little-endian machine")
	}
	got := parseSockets(header + listenLoopback + listenLoopback6 + outside + timeWait + "junk\n x: zz:1 y:2 01\n")
	want := []socket{
		{netip.MustParseAddrPort("127.0.0.1:13306"), netip.MustParseAddrPort("0.0.0.0:0"), true, 1},
		{netip.MustParseAddrPort("[::1]:13306"), netip.MustParseAddrPort("[::]:0"), true, 2},
		{netip.MustParseAddrPort("192.0.2.2:45998"), netip.MustParseAddrPort("198.51.100.7:13306"), false, 5},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nnot\n%v", got, want)
	}
}

func littleEndian() bool {
	end, _ := parseEnd("0100007F:0001")
	return end.Addr() == netip.MustParseAddr("127.0.0.1")
}

// fake is a machine with eth0 and lo.
func fake(sockets string, packets func() string) machine {
	return machine{
		readFile: func(path string) ([]byte, error) {
			switch path {
			case "/proc/net/tcp":
				return []byte(header + sockets), nil
			case "/proc/net/dev":
				const head = "Inter-|   Receive   |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs\n"
				row := ": 900 " + packets() + " 0 0 0 0 0 0 700 "
				rest := " 0 0 0 0 0 0\n"
				return []byte(head + "    lo" + row + packets() + rest + "  eth0" + row + "5" + rest + "eth0:1: 1 1 1 0 0 0 0 0 1 1 0\n"), nil
			}
			return nil, os.ErrNotExist
		},
		readlink: func(string) (string, error) { return "", os.ErrNotExist },
		glob:     func(string) []string { return nil },
		devices: func() ([]capture.Device, error) {
			return []capture.Device{
				{Name: "eth0", Flags: capture.Up, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.2")}},
				{Name: "lo", Flags: capture.Up | capture.Loopback, Addresses: []netip.Addr{netip.MustParseAddr("127.0.0.1")}},
			}, nil
		},
	}
}

func TestAdvice(t *testing.T) {
	if !littleEndian() {
		t.Skip("the rows are those of a little-endian machine")
	}
	const port = "port 13306"
	none := func(device string) string { return device + " carried no packets at all in the meantime" }
	for _, c := range []struct {
		name, device, filter, sockets string
		after                         string // packets received when the advice is asked for; 7 before
		want                          []string
	}{
		{"nobody", "eth0", port, "", "7", []string{"no socket of this machine uses port 13306", none("eth0")}},
		{"nobody any more", "lo", port, timeWait, "7", []string{"no socket of this machine uses port 13306", none("lo")}},
		{"listener on loopback", "eth0", port, listenLoopback, "819", []string{
			"port 13306 is listened on at 127.0.0.1 only, so its clients are local:  -i lo",
			`eth0 carried 812 packets in the meantime that the filter "port 13306" leaves out`,
		}},
		{"listeners on loopback", "eth0", port, listenLoopback + listenLoopback6, "7", []string{
			"port 13306 is listened on at 127.0.0.1, ::1 only, so its clients are local:  -i lo", none("eth0"),
		}},
		{"listener on all, clients here", "eth0", port, listenAll + local, "7", []string{
			"the connections of port 13306 are within this machine:  -i lo", none("eth0"),
		}},
		{"listener on all, nobody", "eth0", port, listenAll, "7", []string{none("eth0")}},
		{"client of another machine, on lo", "lo", port, outside, "7", []string{
			"the connections of port 13306 are with other machines:  -i eth0", none("lo"),
		}},
		{"client of another machine, on eth0", "eth0", port, outside, "7", []string{none("eth0")}},
		{"listener without clients, on lo", "lo", port, listenAll, "7", []string{
			"port 13306 is listened on at all IPv4 addresses, and nobody is connected", none("lo"),
		}},
		{"clients here, on lo", "lo", port, listenAll + local, "7", []string{none("lo")}},
		{"no filter", "eth0", "", listenLoopback, "8", []string{"eth0 carried 1 packets in the meantime, none of them TCP"}},
		{"all interfaces", "any", port, "", "7", nil},
		{"counters began again", "eth0", "", "", "0", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			packets := "7"
			w := begin(fake(c.sockets, func() string { return packets }), c.device, c.filter, capture.InOut)
			packets = c.after
			if got := w.Advice(); !slices.Equal(got, c.want) {
				t.Errorf("%q\nnot\n%q", got, c.want)
			}
		})
	}
}

func TestTickTellsOnceAndOnlyOfSilence(t *testing.T) {
	for _, c := range []struct {
		name   string
		frames []uint64 // at 0, 4, 5, 6 seconds
		told   []bool
	}{
		{"silence", []uint64{0, 0, 0, 0}, []bool{false, false, true, false}},
		{"a packet in time", []uint64{0, 1, 1, 1}, []bool{false, false, false, false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(fake("", func() string { return "7" }), "eth0", "port 80", capture.InOut)
			began := w.began
			for i, seconds := range []int{0, 4, 5, 6} {
				text := w.tick(c.frames[i], began.Add(time.Duration(seconds)*time.Second))
				if (text != "") != c.told[i] {
					t.Errorf("at %d s: %q", seconds, text)
				}
				if text != "" && text != "-- 5 s, nothing matched on eth0 --\n  no socket of this machine uses port 80\n  eth0 carried no packets at all in the meantime\n" {
					t.Errorf("%q", text)
				}
			}
		})
	}
}

func TestLinkChange(t *testing.T) {
	flags := "up"
	m := machine{link: func(name string) (*net.Interface, error) {
		if name != "eth0" || flags == "" {
			return nil, os.ErrNotExist
		}
		return &net.Interface{Flags: map[string]net.Flags{"up": net.FlagUp | net.FlagMulticast, "down": net.FlagMulticast}[flags]}, nil
	}}
	w := &Watch{device: "eth0", machine: m}
	noon := time.Date(2023, 12, 3, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		seconds int
		flags   string
		want    string
	}{
		{1, "up", ""},
		{2, "down", "-- eth0 went down at 12:00:02; waiting --\n"},
		{3, "down", ""},
		{3, "up", ""}, // looked at already in this second
		{4, "up", "-- eth0 is up again at 12:00:04 --\n"},
		{5, "", ""},
		{6, "up", ""},
	} {
		flags = c.flags
		if got := w.linkChange(noon.Add(time.Duration(c.seconds) * time.Second)); got != c.want {
			t.Errorf("at %d s: %q, not %q", c.seconds, got, c.want)
		}
	}
}

func TestEnd(t *testing.T) {
	w := begin(fake("", func() string { return "7" }), "eth0", "port 80", capture.InOut)
	if got := w.End(1); got != "" {
		t.Errorf("%q", got)
	}
	if got := w.End(0); got != "  hint: no socket of this machine uses port 80\n" {
		t.Errorf("%q", got)
	}
	var none *Watch
	if none.Tick(0) != "" || none.End(0) != "" {
		t.Error("a Watch that is not there speaks")
	}
}

// TestAdviceCountsWhatCouldBeCaptured: loopback receives what it sends, and is captured
// once; of the packets of a direction the others were not left out by the filter.
func TestAdviceCountsWhatCouldBeCaptured(t *testing.T) {
	for _, c := range []struct {
		device    string
		direction capture.Direction
		want      string
	}{
		{"lo", capture.InOut, "lo carried 812 packets in the meantime, none of them TCP"},
		{"eth0", capture.In, "eth0 received 812 packets in the meantime, none of them TCP"},
		{"lo", capture.Out, "-Q out takes nothing of lo, whose packets are taken as they come in"},
		{"eth0", capture.Out, "eth0 sent no packets at all in the meantime"},
	} {
		packets := "7"
		w := begin(fake("", func() string { return packets }), c.device, "", c.direction)
		packets = "819"
		if got := w.Advice(); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s, -Q %v: %q, not %q", c.device, c.direction, got, c.want)
		}
	}
}

func TestMachineThatTellsNothing(t *testing.T) {
	w := begin(machine{
		readFile: func(string) ([]byte, error) { return nil, os.ErrNotExist },
		glob:     func(string) []string { return nil },
		devices:  func() ([]capture.Device, error) { return nil, errors.New("no list") },
	}, "lo0", "port 80", capture.InOut)
	if got := w.Advice(); got != nil {
		t.Errorf("%q", got)
	}
}

func TestNamesAreEscaped(t *testing.T) {
	w := begin(fake("", func() string { return "7" }), "eth\x1b0", "port\x1b 80", capture.InOut)
	if got := strings.Join(w.Advice(), "\n"); strings.ContainsRune(got, '\x1b') {
		t.Errorf("%q", got)
	}
}

// TestRealListener looks at this machine.
func TestRealListener(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	here := thisMachine()
	if here.sockets() == nil {
		t.Skip("the system does not tell its sockets")
	}
	port := uint16(l.Addr().(*net.TCPAddr).Port)
	listeners, connections := usersOf(port, here.sockets())
	if len(listeners) != 1 || len(connections) != 0 || listeners[0].local != netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), port) {
		t.Errorf("listeners %v, connections %v", listeners, connections)
	}
}
