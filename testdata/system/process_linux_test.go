package system

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience bounds each wait. It is far more than anything takes.
const patience = 20 * time.Second

// launch says how the program is run.
type launch struct {
	// args are the program's.
	args []string
	// through are a command and its arguments that run the program, such as
	// setpriv and prlimit.
	through []string
	// program is another copy of it; "" is the one under test.
	program string
	env     []string
	dir     string
	// stdout is where standard output goes; nil is a file that is read at the end.
	stdout *os.File
}

// process is the program while it runs.
type process struct {
	t       testing.TB
	cmd     *exec.Cmd
	outPath string
	errPath string
	done    chan struct{}
	ended   time.Time
}

// result is what is left of it.
type result struct {
	status         int
	signal         syscall.Signal // that ended it, 0 for none
	stdout, stderr string
}

// folder makes a folder that other users may enter.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "system")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start starts the program.
func (l launch) start(t testing.TB) *process {
	t.Helper()
	path := program(t)
	if l.program != "" {
		path = l.program
	}
	argv := append(append(append([]string(nil), l.through...), path), l.args...)
	dir := folder(t)
	p := &process{
		t: t, cmd: exec.Command(argv[0], argv[1:]...), done: make(chan struct{}),
		outPath: filepath.Join(dir, "out"), errPath: filepath.Join(dir, "err"),
	}
	p.cmd.Env = append(append(os.Environ(), "SUDO_UID=", "SUDO_GID=", "TZ=UTC"), l.env...)
	p.cmd.Dir = l.dir
	stdout, stderr := p.create(p.outPath), p.create(p.errPath)
	defer stdout.Close()
	defer stderr.Close()
	p.cmd.Stdout, p.cmd.Stderr = stdout, stderr
	if l.stdout != nil {
		p.cmd.Stdout = l.stdout
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.cmd.Wait() // ProcessState has the result
		p.ended = time.Now()
		close(p.done)
	}()
	t.Cleanup(func() { p.cmd.Process.Kill(); <-p.done })
	return p
}

// capture starts the program on an interface and waits until it captures.
func (l launch) capture(t testing.TB) *process {
	t.Helper()
	dir := folder(t)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err) // others make the file, too
	}
	ready := filepath.Join(dir, "ready")
	// Ahead of the arguments, which may end in a command.
	l.args = append([]string{"--ready-file", ready}, l.args...)
	p := l.start(t)
	p.await("its ready file", func() bool {
		_, err := os.Stat(ready)
		return err == nil
	})
	return p
}

// captureAsTcpdump does the same with tcpdump.
func (l launch) captureAsTcpdump(t testing.TB) *process {
	t.Helper()
	need(t, "tcpdump")
	l.program = "tcpdump"
	p := l.start(t)
	p.awaitText(p.errPath, "listening on")
	return p
}

func (p *process) create(path string) *os.File {
	p.t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		p.t.Fatal(err)
	}
	return f
}

// await waits until ready says yes, and fails when the program ends before.
func (p *process) await(what string, ready func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); !ready(); time.Sleep(time.Millisecond) {
		select {
		case <-p.done:
			if ready() {
				return
			}
			p.t.Fatalf("it ended before %s: %v", what, p.result())
		default:
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("waited in vain for %s: %v", what, p.result())
		}
	}
}

// awaitText waits until a stream of the program holds a line that matches.
func (p *process) awaitText(path, pattern string) {
	p.t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	p.await(pattern, func() bool {
		text, err := os.ReadFile(path)
		return err == nil && re.Match(text)
	})
}

func (p *process) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// stop ends it as Ctrl-C does.
func (p *process) stop() result {
	p.t.Helper()
	p.signal(os.Interrupt)
	return p.wait()
}

// wait waits until it ends by itself.
func (p *process) wait() result {
	p.t.Helper()
	select {
	case <-p.done:
		return p.result()
	case <-time.After(patience):
		p.t.Fatalf("it does not end: %v", p.result())
		return result{}
	}
}

func (p *process) result() result {
	r := result{status: -1}
	select {
	case <-p.done:
		r.status = p.cmd.ProcessState.ExitCode()
		if wait := p.cmd.ProcessState.Sys().(syscall.WaitStatus); wait.Signaled() {
			r.signal = wait.Signal()
		}
	default:
	}
	out, outErr := os.ReadFile(p.outPath)
	text, errErr := os.ReadFile(p.errPath)
	if err := errors.Join(outErr, errErr); err != nil {
		p.t.Error(err)
	}
	r.stdout, r.stderr = string(out), string(text)
	return r
}

// String tells it short.
func (r result) String() string {
	return fmt.Sprintf("exit status %d, signal %d, %d lines, and it said:\n%s", r.status, r.signal, lines(r.stdout), r.stderr[max(0, len(r.stderr)-2000):])
}

// run runs it to its end.
func (l launch) run(t testing.TB) result {
	t.Helper()
	return l.start(t).wait()
}

// expect demands an exit status and lines on standard error, by patterns.
func (r result) expect(t testing.TB, status int, patterns ...string) {
	t.Helper()
	if r.status != status || r.signal != 0 {
		t.Errorf("exit status %d (signal %v), want %d; it said:\n%s", r.status, r.signal, status, r.stderr)
	}
	for _, pattern := range patterns {
		if !regexp.MustCompile("(?m)" + pattern).MatchString(r.stderr) {
			t.Errorf("nothing like %q in:\n%s", pattern, r.stderr)
		}
	}
}

// number takes the number that a pattern finds on standard error.
func (r result) number(t testing.TB, pattern string) int {
	t.Helper()
	found := regexp.MustCompile("(?m)" + pattern).FindStringSubmatch(r.stderr)
	if found == nil {
		t.Fatalf("nothing like %q in:\n%s", pattern, r.stderr)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// optional is number, or 0 where there is no such line.
func (r result) optional(t testing.TB, pattern string) int {
	t.Helper()
	if !regexp.MustCompile("(?m)" + pattern).MatchString(r.stderr) {
		return 0
	}
	return r.number(t, pattern)
}

// lines counts the lines of a text.
func lines(text string) int { return strings.Count(text, "\n") }

// command runs another program and returns what it prints; it must succeed.
func command(t testing.TB, name string, args ...string) string {
	t.Helper()
	need(t, name)
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v: %s", name, args, err, out)
	}
	return string(out)
}

// ip runs ip(8) with the words of a line.
func ip(t testing.TB, format string, args ...any) {
	t.Helper()
	command(t, "ip", strings.Fields(fmt.Sprintf(format, args...))...)
}
