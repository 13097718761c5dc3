package silence

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"tcpshake/capture"
	"tcpshake/capture/internal/escape"
)

// Watch knows what was there when a capture began.
type Watch struct {
	device, filter string
	machine        machine
	carried        uint64 // packets that the interface had carried
	counted        bool
	began          time.Time
	told           bool
	looked         time.Time // at the link, last
	down           bool
}

// patience is how long nothing may come before something is said about it.
const patience = 5 * time.Second

// machine is what a Watch looks at; tests replace it.
type machine struct {
	readFile func(path string) ([]byte, error)
	devices  func() ([]capture.Device, error)
	link     func(name string) (*net.Interface, error)
}

// Begin begins to watch a capture on an interface with a filter.
func Begin(device, filter string) *Watch {
	return begin(machine{os.ReadFile, capture.Devices, net.InterfaceByName}, device, filter)
}

func begin(m machine, device, filter string) *Watch {
	w := &Watch{device: device, filter: filter, machine: m, began: time.Now()}
	w.carried, w.counted = m.packets(device)
	return w
}

// Tick is asked again and again, with the number of packets that came. When none
// has come for too long it returns, once, lines that say why; it also says when
// the interface goes down or comes up. A nil Watch says nothing.
func (w *Watch) Tick(packets uint64) string {
	if w == nil {
		return ""
	}
	now := time.Now()
	return w.linkChange(now) + w.tick(packets, now)
}

func (w *Watch) tick(packets uint64, now time.Time) string {
	if w.told || now.Sub(w.began) < patience {
		return ""
	}
	w.told = true
	if packets > 0 {
		return ""
	}
	text := fmt.Sprintf("-- %d s, nothing matched on %s --\n", int(patience.Seconds()), escape.Text(w.device))
	for _, line := range w.Advice() {
		text += "  " + line + "\n"
	}
	return text
}

// End says at the end why no packet came, in one line; "" when some did.
func (w *Watch) End(packets uint64) string {
	if w == nil || packets > 0 {
		return ""
	}
	advice := w.Advice()
	if len(advice) == 0 {
		return ""
	}
	return "  hint: " + advice[0] + "\n"
}

// Advice says why nothing was seen, as far as that can be found: lines for the
// user, the likeliest reason first.
func (w *Watch) Advice() []string {
	var out []string
	sockets := w.machine.sockets()
	devices, err := w.machine.devices()
	if err == nil && sockets != nil && w.device != "any" {
		for _, port := range ports(w.filter) {
			if line := w.aboutPort(port, sockets, devices); line != "" {
				out = append(out, line)
			}
		}
	}
	return append(out, w.aboutInterface()...)
}

// packets counts what an interface of this network namespace has received and
// sent.
func (m machine) packets(device string) (n uint64, ok bool) {
	// /sys/class/net would be another namespace's for who was started in one.
	text, err := m.readFile("/proc/net/dev")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		// A name may hold colons, and the counters none.
		colon := strings.LastIndexByte(line, ':')
		if colon < 0 || strings.TrimSpace(line[:colon]) != device {
			continue
		}
		const received, sent = 1, 9 // columns of packets
		words := strings.Fields(line[colon+1:])
		if len(words) <= sent {
			return 0, false
		}
		in, inErr := strconv.ParseUint(words[received], 10, 64)
		out, outErr := strconv.ParseUint(words[sent], 10, 64)
		return in + out, inErr == nil && outErr == nil
	}
	return 0, false
}

// sockets are the TCP sockets of this network namespace, nil when they are not told.
func (m machine) sockets() []socket {
	var out []socket
	for _, path := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		if text, err := m.readFile(path); err == nil {
			out = append(out, parseSockets(string(text))...)
			if out == nil {
				out = []socket{}
			}
		}
	}
	return out
}

// aboutPort compares where the sockets of a port are with where the capture is.
func (w *Watch) aboutPort(port uint16, all []socket, devices []capture.Device) string {
	listeners, connections := usersOf(port, all)
	loopback, isLoopback := loopbackOf(devices), false
	for _, d := range devices {
		isLoopback = isLoopback || d.Name == w.device && d.Flags&capture.Loopback != 0
	}
	switch {
	case len(listeners)+len(connections) == 0:
		return fmt.Sprintf("no socket of this machine uses port %d", port)
	case !isLoopback && len(listeners) > 0 && allLoopback(listeners):
		return fmt.Sprintf("port %d is listened on at %s only, so its clients are local:  -i %s", port, addresses(listeners), escape.Text(loopback))
	case !isLoopback && len(connections) > 0 && allWithin(connections, devices):
		return fmt.Sprintf("the connections of port %d are within this machine:  -i %s", port, escape.Text(loopback))
	case isLoopback && len(connections) > 0 && noneWithin(connections, devices):
		if name := deviceOf(connections[0].local.Addr(), devices); name != "" {
			return fmt.Sprintf("the connections of port %d are with other machines:  -i %s", port, escape.Text(name))
		}
	case isLoopback && len(connections) == 0:
		return fmt.Sprintf("port %d is listened on at %s, and nobody is connected", port, addresses(listeners))
	}
	return ""
}

// usersOf divides the sockets of a port into those that listen and those that are
// connected.
func usersOf(port uint16, all []socket) (listeners, connections []socket) {
	for _, s := range all {
		switch {
		case s.listening && s.local.Port() == port:
			listeners = append(listeners, s)
		case !s.listening && (s.local.Port() == port || s.remote.Port() == port):
			connections = append(connections, s)
		}
	}
	return listeners, connections
}

func allLoopback(listeners []socket) bool {
	for _, s := range listeners {
		if !s.local.Addr().IsLoopback() {
			return false
		}
	}
	return true
}

// within says whether both ends of a connection are of this machine: then its
// packets go over loopback, whatever the address.
func (s socket) within(devices []capture.Device) bool {
	return s.remote.Addr().IsLoopback() || deviceOf(s.remote.Addr(), devices) != ""
}

func allWithin(connections []socket, devices []capture.Device) bool {
	for _, s := range connections {
		if !s.within(devices) {
			return false
		}
	}
	return true
}

func noneWithin(connections []socket, devices []capture.Device) bool {
	for _, s := range connections {
		if s.within(devices) {
			return false
		}
	}
	return true
}

// deviceOf is the interface that has an address, "" when none has.
func deviceOf(a netip.Addr, devices []capture.Device) string {
	for _, d := range devices {
		for _, own := range d.Addresses {
			if own.WithZone("") == a {
				return d.Name
			}
		}
	}
	return ""
}

func loopbackOf(devices []capture.Device) string {
	for _, d := range devices {
		if d.Flags&capture.Loopback != 0 {
			return d.Name
		}
	}
	return "lo"
}

// addresses names where the listeners listen, each address once.
func addresses(listeners []socket) string {
	var out []string
	seen := map[netip.Addr]bool{}
	for _, s := range listeners {
		a := s.local.Addr()
		if seen[a] {
			continue
		}
		seen[a] = true
		name := a.String()
		if a.IsUnspecified() {
			name = "all addresses"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// aboutInterface tells whether anything came that the filter left out.
func (w *Watch) aboutInterface() []string {
	now, ok := w.machine.packets(w.device)
	if !ok || !w.counted || now < w.carried {
		return nil
	}
	name := escape.Text(w.device)
	switch n := now - w.carried; {
	case n == 0:
		return []string{name + " carried no packets at all in the meantime"}
	case w.filter == "":
		return []string{fmt.Sprintf("%s carried %d packets in the meantime, none of them TCP", name, n)}
	default:
		return []string{fmt.Sprintf("%s carried %d packets in the meantime that the filter %q leaves out", name, n, escape.Text(w.filter))}
	}
}
