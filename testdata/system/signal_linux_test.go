package system

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// exitWithin is how long the program may take to end when it is told to.
const exitWithin = 300 * time.Millisecond

// TestSoakSignals ends captures under load at random moments: soon, with totals
// that agree with what was printed and with what is in the file.
func TestSoakSignals(t *testing.T) {
	s := serve(t, "127.0.0.1:0")
	program(t)
	traffic := s.begin(1)
	random := rand.New(rand.NewPCG(1, 2))
	signals := []unix.Signal{unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT}
	var took []time.Duration
	rounds := soak.Pick(12, 200)
	for i := range rounds {
		signal := signals[i%len(signals)]
		path := filepath.Join(folder(t), "f")
		p := launch{through: firstInLine(), args: []string{"-n", "-l", "-w", path, "--print", s.port()}}.capture(t)
		// The moment is what is tried, so here time passes for its own sake.
		time.Sleep(time.Duration(random.IntN(int(30 * time.Millisecond))))
		took = append(took, p.endBy(signal))
		r := p.result()
		r.expect(t, 0)
		shown := r.number(t, `^(\d+) packets? captured$`)
		if n := lines(r.stdout); n != shown {
			t.Errorf("%v: %d lines, but %d packets captured", signal, n, shown)
		}
		if n := match(t, program(t), `(?m)^(\d+) packets?$`, "--count", "-r", path); n != shown {
			t.Errorf("%v: %d packets in the file, but %d captured", signal, n, shown)
		}
		if t.Failed() {
			t.Fatalf("round %d: %s", i, r.stderr)
		}
	}
	traffic.stop()
	// In the short form the machine may be busy with other tests.
	slowest := slices.Max(took)
	if slowest > soak.Pick(3*time.Second, exitWithin) {
		t.Errorf("one took %v to end", slowest)
	}
	soak.Figure(t, "signals under load survived", rounds, "signals")
	soak.Figure(t, "slowest end under load", slowest.Milliseconds(), "ms")
	soak.Figure(t, "median end under load", middle(took).Milliseconds(), "ms")
}

// endBy sends a signal and returns how long the end took.
func (p *process) endBy(s os.Signal) time.Duration {
	p.t.Helper()
	at := time.Now()
	p.signal(s)
	p.wait()
	return p.ended.Sub(at)
}

// TestSoakSignalsIdle ends captures on an interface without traffic.
func TestSoakSignalsIdle(t *testing.T) {
	program(t)
	var slowest time.Duration
	rounds := soak.Pick(4, 40)
	for i := range rounds {
		args := []string{"-n", "port 9"}
		if i%2 == 0 {
			args = append(args, "-w", filepath.Join(folder(t), "f"))
		}
		p := launch{through: firstInLine(), args: args}.capture(t)
		slowest = max(slowest, p.endBy(os.Interrupt))
		p.result().expect(t, 0, "^0 packets captured$")
	}
	if slowest > soak.Pick(3*time.Second, exitWithin) {
		t.Errorf("one took %v to end", slowest)
	}
	soak.Figure(t, "slowest end when idle", slowest.Milliseconds(), "ms")
}

// TestSecondInterruptEndsAtOnce a program that cannot write, because nobody reads
// what it printed.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	s := serve(t, "127.0.0.1:0")
	l := launch{args: []string{"-n", s.port()}}
	p, _ := l.pipeOf(t, func(l launch) *process { return l.capture(t) })
	for range 4 {
		s.converse(16 << 20)
	}
	p.await("a write that waits", func() bool { return blockedInWrite(t, p.cmd.Process.Pid) })
	p.signal(os.Interrupt)
	// Signals within 100 ms are taken for one, as timeout(1) sends it twice.
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		select {
		case <-p.done:
			if r := p.result(); r.signal != unix.SIGINT {
				t.Errorf("it ended with status %d", r.status)
			}
			return
		default:
			p.cmd.Process.Signal(os.Interrupt)
		}
	}
	t.Error("it does not end")
}

// blockedInWrite says whether a thread waits in the kernel for room in a pipe.
func blockedInWrite(t *testing.T, pid int) bool {
	t.Helper()
	for path := range threads(t, pid) {
		where, err := os.ReadFile(filepath.Join(filepath.Dir(path), "wchan"))
		if err == nil && strings.Contains(string(where), "pipe_write") {
			return true
		}
	}
	return false
}

// TestStatusLosesNothing asks for the state many times while packets come; each that
// is counted has its line.
func TestStatusLosesNothing(t *testing.T) {
	s := serve(t, "127.0.0.1:0")
	p := launch{args: []string{"-n", "-l", s.port()}}.capture(t)
	traffic := s.begin(1)
	for range 20 {
		before, _ := os.ReadFile(p.errPath)
		p.signal(unix.SIGUSR1)
		p.await("an answer", func() bool {
			now, _ := os.ReadFile(p.errPath)
			return strings.Count(string(now), "TCP segments followed") > strings.Count(string(before), "TCP segments followed")
		})
	}
	traffic.stop()
	r := p.stop()
	r.expect(t, 0)
	if shown := r.number(t, `^(\d+) packets? captured$`); lines(r.stdout) != shown {
		t.Errorf("%d lines, but %d packets captured", lines(r.stdout), shown)
	}
}

// TestSoakKill kills the program; what it had for longer than 100 ms is in the file.
func TestSoakKill(t *testing.T) {
	s := serve(t, "127.0.0.1:0")
	program(t)
	const behind = 100 * time.Millisecond
	var lost time.Duration
	for range soak.Pick(3, 30) {
		path := filepath.Join(folder(t), "f")
		p := launch{through: firstInLine(), args: []string{"-n", "-w", path, s.port()}}.capture(t)
		traffic := s.begin(1)
		time.Sleep(4 * behind) // the time that is measured
		at := time.Now()
		p.signal(unix.SIGKILL)
		p.wait()
		traffic.stop()
		lost = max(lost, at.Sub(lastTime(t, path)))
	}
	// The kernel hands packets over after at most 25 ms.
	if allowed := behind + 25*time.Millisecond; lost > soak.Pick(time.Second, allowed) {
		t.Errorf("%v are lost", lost)
	}
	soak.Figure(t, "lost by SIGKILL", lost.Milliseconds(), "ms")
}

// lastTime is when the last packet of a file came that is whole.
func lastTime(t *testing.T, path string) time.Time {
	t.Helper()
	r := launch{args: []string{"--format", "json", "--only", "syn,syn-ack,ack,psh,fin,rst", "-r", path}}.run(t)
	at := strings.LastIndex(r.stdout, `"type":"packet"`)
	if at < 0 {
		t.Fatalf("no packets: %s", r.stderr)
	}
	_, text, _ := strings.Cut(r.stdout[at:], `"timestamp":"`)
	text, _, _ = strings.Cut(text, `"`)
	when, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// TestSoakInterruptedAtOnce interrupts the program when its command has just begun,
// while it gives up rights: the command is told to end all the same.
func TestSoakInterruptedAtOnce(t *testing.T) {
	rounds := soak.Pick(20, 300)
	for range rounds {
		begun := filepath.Join(folder(t), "begun")
		p := launch{args: []string{"--", "sh", "-c", `echo >"$0"; exec sleep 60`, begun}}.start(t)
		p.await("its command", func() bool {
			_, err := os.Stat(begun)
			return err == nil
		})
		p.endBy(unix.SIGINT)
	}
	soak.Figure(t, "interrupts of a command that has just begun survived", rounds, "interrupts")
}
