package silence

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tcpshake/capture"
	"tcpshake/capture/filter"
	"tcpshake/capture/internal/escape"
)

// Watch knows what was there when a capture began.
type Watch struct {
	device, filter string
	machine        machine
	direction      capture.Direction
	carried        traffic // what the interface had carried
	counted        bool
	began          time.Time
	told           bool
	looked         time.Time // at the link, last
	down           bool
	// owners are the programs that listened, by the number of the socket.
	owners map[uint64]string
}

// patience is how long nothing may come before something is said about it.
const patience = 5 * time.Second

// machine is what a Watch looks at; tests replace it.
type machine struct {
	readFile func(path string) ([]byte, error)
	readlink func(path string) (string, error)
	glob     func(pattern string) []string
	devices  func() ([]capture.Device, error)
	link     func(name string) (*net.Interface, error)
}

// Begin begins to watch a capture on an interface with a filter, of the packets that
// go in a direction.
func Begin(device, expression string, direction capture.Direction) *Watch {
	return begin(thisMachine(), device, expression, direction)
}

func thisMachine() machine {
	glob := func(pattern string) []string {
		paths, _ := filepath.Glob(pattern) // no error: the patterns are good
		return paths
	}
	return machine{os.ReadFile, os.Readlink, glob, capture.Devices, net.InterfaceByName}
}

func begin(m machine, device, expression string, direction capture.Direction) *Watch {
	w := &Watch{device: device, filter: expression, direction: direction, machine: m, began: time.Now()}
	w.carried, w.counted = m.packets(device)
	w.owners = m.owners(filter.Ports(expression))
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
		for _, port := range filter.Ports(w.filter) {
			if line := w.aboutPort(port, sockets, devices); line != "" {
				out = append(out, line)
			}
		}
	}
	if text := w.machine.virtual(); text != "" {
		out = append(out, text)
	}
	return append(out, w.aboutInterface(devices)...)
}

// traffic is how many packets an interface received and sent.
type traffic struct{ in, out uint64 }

// packets counts what an interface of this network namespace has received and
// sent.
func (m machine) packets(device string) (n traffic, ok bool) {
	// /sys/class/net would be another namespace's for who was started in one.
	text, err := m.readFile("/proc/net/dev")
	if err != nil {
		return traffic{}, false
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
			return traffic{}, false
		}
		in, inErr := strconv.ParseUint(words[received], 10, 64)
		out, outErr := strconv.ParseUint(words[sent], 10, 64)
		return traffic{in, out}, inErr == nil && outErr == nil
	}
	return traffic{}, false
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

// aboutInterface tells whether anything came that the filter left out.
func (w *Watch) aboutInterface(devices []capture.Device) []string {
	now, ok := w.machine.packets(w.device)
	if !ok || !w.counted || now.in < w.carried.in || now.out < w.carried.out {
		return nil
	}
	if w.direction == capture.Out && isLoopback(w.device, devices) {
		return []string{"-Q out takes nothing of " + escape.Text(w.device) + ", whose packets are taken as they come in"}
	}
	what, n := "carried", now.in-w.carried.in+now.out-w.carried.out
	switch {
	case w.direction == capture.In:
		what, n = "received", now.in-w.carried.in
	case w.direction == capture.Out:
		what, n = "sent", now.out-w.carried.out
	case isLoopback(w.device, devices): // it receives what it sends
		n = now.in - w.carried.in
	}
	what = escape.Text(w.device) + " " + what
	switch {
	case n == 0:
		return []string{what + " no packets at all in the meantime"}
	case w.filter == "":
		return []string{fmt.Sprintf("%s %d packets in the meantime, none of them TCP", what, n)}
	default:
		return []string{fmt.Sprintf("%s %d packets in the meantime that the filter \"%s\" leaves out", what, n, escape.Text(w.filter))}
	}
}
