package system

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// TestSoakLatency measures the time from a write on a socket to the line that
// shows the packet, where somebody waits for it: on a terminal, and with -l in a
// pipe.
func TestSoakLatency(t *testing.T) {
	program(t)
	if soak.Long() {
		favour(t)
	}
	for _, test := range []struct {
		name  string
		args  []string
		pause time.Duration // between packets
		limit time.Duration // of p99 in the long form, 0 for none
		pipe  func(*testing.T) (in, out *os.File)
		start func(launch, testing.TB) *process
	}{
		{"idle terminal", []string{"-n"}, idle, 2 * time.Millisecond, terminal, launch.capture},
		{"idle pipe", []string{"-n", "-l"}, idle, 2 * time.Millisecond, pipe, launch.capture},
		{"pipe at 2000/s", []string{"-n", "-l"}, busy, 0, pipe, launch.capture},
		{"idle terminal, tcpdump", []string{"-n", "-i", "lo"}, idle, 0, terminal, launch.captureAsTcpdump},
		{"idle pipe, tcpdump", []string{"-n", "-l", "-i", "lo", "--immediate-mode"}, idle, 0, pipe, launch.captureAsTcpdump},
	} {
		t.Run(test.name, func(t *testing.T) {
			var p50s, p99s []time.Duration
			// The median of some rounds, because others may use the machine.
			for range soak.Pick(1, 9) {
				in, out := test.pipe(t)
				s := serve(t, "127.0.0.1:0")
				l := launch{args: append(slices.Clone(test.args), "dst "+s.port()+" and tcp[tcpflags] & tcp-push != 0"), stdout: out}
				p := test.start(l, t)
				out.Close()
				took := latencies(t, s, in, test.pause, soak.Pick(100, 400))
				p.stop().expect(t, 0, "^0 packets dropped by kernel$")
				p50s, p99s = append(p50s, took[len(took)/2]), append(p99s, took[len(took)*99/100])
			}
			p50, p99 := middle(p50s), middle(p99s)
			if soak.Long() && test.limit > 0 && p99 > test.limit {
				t.Errorf("p99 is %v, more than %v", p99, test.limit)
			}
			soak.Figure(t, "packet to line p50, "+test.name, p50.Microseconds(), "us")
			soak.Figure(t, "packet to line p99, "+test.name, p99.Microseconds(), "us")
		})
	}
}

const (
	idle = 5 * time.Millisecond
	busy = 500 * time.Microsecond
)

func middle(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}

// latencies sends n packets and returns the times until their lines came, sorted.
func latencies(t *testing.T, s *server, in *os.File, pause time.Duration, n int) []time.Duration {
	t.Helper()
	c, err := net.Dial("tcp", s.address())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	shown := make(chan time.Time, n)
	go func() {
		defer close(shown)
		for lines := bufio.NewScanner(in); lines.Scan(); {
			if strings.Contains(lines.Text(), "Flags [P") {
				shown <- time.Now()
			}
		}
	}()
	sent := make([]time.Time, n)
	for i := range n {
		// The pause is the load.
		time.Sleep(pause)
		sent[i] = time.Now()
		if _, err := c.Write([]byte{1}); err != nil {
			t.Fatal(err)
		}
	}
	var took []time.Duration
	for _, at := range sent {
		select {
		case line, ok := <-shown:
			if !ok {
				t.Fatalf("%d lines for %d packets", len(took), n)
			}
			took = append(took, line.Sub(at))
		case <-time.After(patience):
			t.Fatalf("%d lines for %d packets", len(took), n)
		}
	}
	slices.Sort(took)
	return took
}

func pipe(t *testing.T) (in, out *os.File) {
	t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return in, out
}

// terminal makes a pair of pseudo-terminals.
func terminal(t *testing.T) (in, out *os.File) {
	t.Helper()
	in, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminals: %v", err)
	}
	t.Cleanup(func() { in.Close() })
	number, err := unix.IoctlGetInt(int(in.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(in.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		out, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Skipf("no terminals: %v", err)
	}
	return in, out
}
