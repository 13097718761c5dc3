package system

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// TestSoakInterface has things happen to an interface that is captured on.
func TestSoakInterface(t *testing.T) {
	program(t)
	need(t, "ip")
	const gone = "^tcpshake: pcap_loop: The interface disappeared$"
	events := []struct {
		name string
		do   func(t *testing.T)
		// says is what standard error says then, and ends whether the capture does.
		says string
		ends bool
	}{
		{"deleted", func(t *testing.T) { ip(t, "link del ia") }, gone, true},
		{"peer deleted", func(t *testing.T) { ip(t, "link del ib") }, gone, true},
		{"renamed", func(t *testing.T) {
			ip(t, "link set ia down")
			ip(t, "link set ia name ic")
		}, gone, true},
		{"moved away", func(t *testing.T) { ip(t, "link set ia netns %d", elsewhere(t)) }, gone, true},
		{"down", func(t *testing.T) { ip(t, "link set ia down") }, `^-- ia went down at [0-9:]+; waiting --$`, false},
		{"down and up", func(t *testing.T) {
			ip(t, "link set ia down")
			waitASecond()
			ip(t, "link set ia up")
		}, `^-- ia is up again at [0-9:]+ --$`, false},
		{"another MTU", func(t *testing.T) { ip(t, "link set ia mtu 900") }, "", false},
	}
	passed := 0
	for _, event := range events {
		if t.Run(event.name, func(t *testing.T) {
			p, path := captureOnPair(t)
			event.do(t)
			if event.ends {
				p.wait().expect(t, 2, event.says, "^1 packet captured$", "^[0-9]+ packets? received by filter$")
			} else {
				p.awaitText(p.errPath, event.says)
				lazy(t, p)
				knock(t)
				p.stop().expect(t, 0, event.says, "^[12] packets? captured$")
			}
			if n := count(t, path); n < 1 {
				t.Errorf("%d packets in the file", n)
			}
		}) {
			passed++
		}
	}
	soak.Figure(t, "interface events", strconv.Itoa(passed)+"-of-"+strconv.Itoa(len(events)), "events")
}

// waitASecond is how often the program looks at the interface, a little more.
func waitASecond() { time.Sleep(1500 * time.Millisecond) }

// captureOnPair captures on a new pair of interfaces into a file, and sees that
// the first packet is there.
func captureOnPair(t *testing.T) (p *process, path string) {
	t.Helper()
	ip(t, "link add ia type veth peer name ib")
	t.Cleanup(func() {
		for _, name := range []string{"ia", "ic"} {
			// It may be gone, and with it the other.
			_ = exec.Command("ip", "link", "del", name).Run()
		}
	})
	ip(t, "link set ia up")
	ip(t, "link set ib up")
	path = filepath.Join(folder(t), "f")
	p = launch{args: []string{"-v", "-U", "-i", "ia", "-w", path, "tcp"}}.capture(t)
	knock(t)
	p.await("the first packet", func() bool {
		info, err := os.Stat(path)
		return err == nil && info.Size() > 24
	})
	return p, path
}

// knock sends a SYN into the other end of the pair, unless that which is captured
// on is down.
func knock(t *testing.T) {
	t.Helper()
	running := func(name string, flag net.Flags) bool {
		there, err := net.InterfaceByName(name)
		return err == nil && there.Flags&flag != 0
	}
	if !running("ia", net.FlagUp) {
		return
	}
	// The kernel finds the carrier some time after the interface is up.
	for deadline := time.Now().Add(patience); !running("ib", net.FlagRunning); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the pair does not run")
		}
	}
	g := newGenerator(t, "ib", filepath.Join(module, "testdata/captures/refused.pcap"))
	g.frames = g.frames[:1]
	g.send(t, 1000, 1)
}

// elsewhere is a process in another network namespace.
func elsewhere(t *testing.T) int {
	t.Helper()
	cmd := exec.Command("sleep", "100")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd.Process.Pid
}

// lazy demands that a process that has nothing to do does nothing: less than 5 % of
// a core. On a busy machine it may first have to catch up, with collecting garbage
// for one; a busy loop would never end.
func lazy(t *testing.T, p *process) {
	t.Helper()
	const watched = 500 * time.Millisecond
	var spent time.Duration
	for range 4 {
		before := used(t, p.cmd.Process.Pid)
		time.Sleep(watched)
		if spent = used(t, p.cmd.Process.Pid) - before; spent <= watched/20 {
			return
		}
	}
	t.Errorf("it uses %v in %v", spent, watched)
}

// used is the time that a process has spent on processors.
func used(t *testing.T, pid int) (sum time.Duration) {
	t.Helper()
	paths, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/schedstat")
	if err != nil || len(paths) == 0 {
		t.Skip("the kernel does not tell the time that threads have run")
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		first, _, _ := strings.Cut(string(text), " ")
		n, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += time.Duration(n)
	}
	return sum
}

// TestAnyWhileInterfacesComeAndGo captures on all of them.
func TestAnyWhileInterfacesComeAndGo(t *testing.T) {
	program(t)
	need(t, "ip")
	p := launch{args: []string{"-n", "-l", "--no-dedup", "-i", "any", "tcp port 13306"}}.capture(t)
	for i := range 3 {
		ip(t, "link add ia type veth peer name ib")
		ip(t, "link set ia up")
		ip(t, "link set ib up")
		knock(t)
		p.await("the packet", func() bool { return strings.Count(p.result().stdout, "Flags [S]") > i })
		ip(t, "link del ia")
	}
	lazy(t, p)
	p.stop().expect(t, 0, "^0 packets dropped by kernel$")
}
