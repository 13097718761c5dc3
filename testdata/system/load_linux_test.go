package system

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"tcpshake/testdata/soak"
)

// attempt is one program under one load.
type attempt struct {
	received, dropped int
	cpu               time.Duration
	took              time.Duration
}

// share is the part that was dropped, in percent.
func (a attempt) share() float64 { return 100 * float64(a.dropped) / float64(max(1, a.received)) }

func (a attempt) String() string {
	return fmt.Sprintf("%d packets received (%.0f/s), %d dropped (%.2f%%), %v CPU",
		a.received, float64(a.received)/a.took.Seconds(), a.dropped, a.share(), a.cpu.Round(time.Millisecond))
}

// contestant is a program that captures under a load.
type contestant struct {
	name  string
	args  []string
	start func(launch, testing.TB) *process
}

// contestants are compared with their defaults, and tcpdump with our size of the
// kernel's buffer, too.
func contestants() []contestant {
	all := []contestant{{"tcpshake", []string{"-nn"}, launch.capture}}
	if have("tcpdump") {
		all = append(all,
			contestant{"tcpdump", []string{"-nn"}, launch.captureAsTcpdump},
			contestant{"tcpdump -B 65536", []string{"-nn", "-B", "65536"}, launch.captureAsTcpdump})
	}
	return all
}

// try runs a contestant while load runs.
func (c contestant) try(t *testing.T, iface string, load func()) attempt {
	t.Helper()
	l := launch{args: append(slices.Clone(c.args), "-i", iface, "tcp"), stdout: device(t, os.DevNull)}
	p := c.start(l, t)
	at := time.Now()
	load()
	took := time.Since(at)
	r := p.stop()
	r.expect(t, 0)
	return attempt{
		received: r.number(t, `^(\d+) packets? received by filter$`),
		dropped:  r.number(t, `^(\d+) packets? dropped by kernel$`) + r.optional(t, `^(\d+) packets? dropped by tcpshake$`),
		cpu:      p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime(),
		took:     took,
	}
}

// duel has the contestants capture the same load, in turn, at rising rates, and
// demands that tcpshake drops no more than tcpdump does.
func duel(t *testing.T, name, iface string, rates []int, load func(rate int)) {
	t.Helper()
	clean := map[string]int{} // the highest rate without drops
	all := contestants()
	for _, rate := range rates {
		shares := map[string]float64{}
		for range soak.Pick(1, 3) {
			for _, c := range all {
				a := c.try(t, iface, func() { load(rate) })
				t.Logf("%s, %d/s: %s: %v", name, rate, c.name, a)
				shares[c.name] += a.share() / float64(soak.Pick(1, 3))
			}
		}
		for _, c := range all {
			if shares[c.name] == 0 {
				clean[c.name] = rate
			}
			soak.Figure(t, fmt.Sprintf("%s %d/s dropped by %s", name, rate, c.name), shares[c.name], "%")
		}
		if theirs, there := shares["tcpdump"]; there && shares["tcpshake"] > theirs {
			t.Errorf("%d/s: %.2f%% dropped, tcpdump dropped %.2f%%", rate, shares["tcpshake"], theirs)
		}
	}
	for _, c := range all {
		soak.Figure(t, name+" highest rate asked for without drops, "+c.name, strconv.Itoa(clean[c.name]), "packets/s")
	}
}

// TestSoakLoad captures frames of short connections that come at fixed rates over
// a pair of virtual interfaces.
func TestSoakLoad(t *testing.T) {
	program(t)
	need(t, "ip")
	ip(t, "link add sa type veth peer name sb")
	t.Cleanup(func() { ip(t, "link del sa") })
	ip(t, "link set sa up")
	ip(t, "link set sb up")
	g := newGenerator(t, "sa", recording(t, soak.Pick(2000, 40_000)))
	duration := soak.Pick(200*time.Millisecond, 2*time.Second)
	duel(t, "connections", "sb", soak.Pick([]int{2000}, []int{25_000, 50_000, 100_000, 200_000, 400_000}), func(rate int) {
		g.send(t, rate, int(float64(rate)*duration.Seconds()))
	})
}

// TestSoakSockets captures many small requests and answers between real sockets
// on loopback.
func TestSoakSockets(t *testing.T) {
	program(t)
	duration := soak.Pick(200*time.Millisecond, 2*time.Second)
	duel(t, "sockets", "lo", soak.Pick([]int{1000}, []int{10_000, 40_000, 80_000}), func(rate int) {
		request(t, rate, duration)
	})
}

// TestSoakRequests captures many small requests on loopback at rates that sockets
// do not reach here: frames are sent into it from as many sides as there are
// processors.
func TestSoakRequests(t *testing.T) {
	program(t)
	path := recording(t, soak.Pick(2000, 40_000))
	senders := make([]*generator, runtime.NumCPU())
	for i := range senders {
		senders[i] = newGenerator(t, "lo", path)
		senders[i].next = i * len(senders[i].frames) / len(senders)
	}
	duration := soak.Pick(200*time.Millisecond, 2*time.Second)
	duel(t, "requests", "lo", soak.Pick([]int{2000}, []int{100_000, 200_000, 400_000, 800_000}), func(rate int) {
		var all sync.WaitGroup
		each := rate / len(senders)
		for _, g := range senders {
			all.Go(func() { g.send(t, each, int(float64(each)*duration.Seconds())) })
		}
		all.Wait()
	})
}
