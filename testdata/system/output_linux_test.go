package system

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// TestSoakOutput has everything go wrong with standard output.
func TestSoakOutput(t *testing.T) {
	program(t)
	var f files
	passed := 0
	faults := []fault{
		{"full", outputFull},
		{"full while capturing", outputFullLive},
		{"not there", outputClosed},
		{"closed by its reader", readerCloses},
		{"closed by its reader while a command runs", readerClosesCommandGoesOn},
		{"closed by its reader while a file is written", readerClosesFileGoesOn},
		{"-w - closed by its reader", readerClosesFile},
		{"a reader that stops for a while", readerStops},
	}
	for _, fault := range faults {
		if t.Run(fault.name, func(t *testing.T) { fault.run(t, &f) }) {
			passed++
		}
	}
	soak.Figure(t, "output faults passed", strconv.Itoa(passed)+"-of-"+strconv.Itoa(len(faults)), "faults")
}

func device(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

const fullText = "^tcpshake: Unable to write output: No space left on device$"

func outputFull(t *testing.T, _ *files) {
	all := recording(t, 1000)
	for _, format := range []string{"text", "tcpdump", "json", "connections", "ladder", "mermaid", "html"} {
		r := launch{args: []string{"--format", format, "-r", all}, stdout: device(t, "/dev/full")}.run(t)
		r.expect(t, 2, fullText)
		if n := strings.Count(r.stderr, "No space"); n != 1 {
			t.Errorf("%s: said %d times", format, n)
		}
	}
	launch{args: []string{"-r", all, "-w", "-"}, stdout: device(t, "/dev/full")}.run(t).expect(t, 2, fullText)
}

func outputFullLive(t *testing.T, _ *files) {
	s := serve(t, "127.0.0.1:0")
	p := launch{args: []string{s.port()}, stdout: device(t, "/dev/full")}.capture(t)
	s.converse(5)
	p.wait().expect(t, 2, fullText, "^[0-9]+ packets? captured$")
}

// outputClosed is started without a standard output, which Go replaces by the null
// device: what must not happen is that the first file opened gets that number, and
// the lines.
func outputClosed(t *testing.T, f *files) {
	path := filepath.Join(folder(t), "f")
	shell := []string{"sh", "-c", `exec "$0" "$@" >&-`}
	capture := filepath.Join(module, "testdata/captures/refused.pcap")
	launch{through: shell, args: []string{"-r", capture, "-w", path, "--print"}}.run(t).expect(t, 0)
	f.readable(t, path, packetsWritten)
}

// pipeOf starts the program with a pipe as its standard output.
func (l launch) pipeOf(t *testing.T, start func(launch) *process) (*process, *os.File) {
	t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	l.stdout = out
	p := start(l)
	out.Close()
	return p, in
}

func readerCloses(t *testing.T, _ *files) {
	s := serve(t, "127.0.0.1:0")
	l := launch{args: []string{"-l", s.port()}}
	p, in := l.pipeOf(t, func(l launch) *process { return l.capture(t) })
	s.converse(5)
	if line, err := bufio.NewReaderSize(in, 16).ReadSlice('\n'); len(line) == 0 {
		t.Errorf("nothing was printed: %v", err)
	}
	in.Close()
	s.converse(5)
	quiet(t, p.wait())
}

// readerClosesCommandGoesOn lets the command come to its end, whose status it has.
func readerClosesCommandGoesOn(t *testing.T, _ *files) {
	s := serve(t, "127.0.0.1:0")
	goOn := filepath.Join(folder(t), "go-on")
	if err := unix.Mkfifo(goOn, 0o600); err != nil {
		t.Fatal(err)
	}
	l := launch{args: []string{"-l", s.port(), "--", "sh", "-c", `read line <"$0"; exit 3`, goOn}}
	p, in := l.pipeOf(t, func(l launch) *process { return l.capture(t) })
	s.converse(5)
	if _, err := bufio.NewReader(in).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	in.Close()
	s.converse(5) // prints into the closed pipe
	f, err := os.OpenFile(goOn, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(f, "now")
	f.Close()
	p.wait().expect(t, 3, "^[0-9]+ packets? captured$")
}

// quiet demands that a closed pipe is no error.
func quiet(t *testing.T, r result) {
	t.Helper()
	r.expect(t, 0)
	if strings.Contains(r.stderr, "write") || strings.Contains(r.stderr, "ipe") {
		t.Errorf("it said:\n%s", r.stderr)
	}
}

// readerClosesFileGoesOn leaves a whole file.
func readerClosesFileGoesOn(t *testing.T, f *files) {
	path := filepath.Join(folder(t), "f")
	l := launch{args: []string{"-r", recording(t, 4000), "-w", path, "--print"}}
	p, in := l.pipeOf(t, func(l launch) *process { return l.start(t) })
	if _, err := bufio.NewReader(in).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	in.Close()
	quiet(t, p.wait())
	if n := count(t, path); n < 1 {
		t.Errorf("%d packets in the file", n)
	}
	f.read++
}

func readerClosesFile(t *testing.T, _ *files) {
	l := launch{args: []string{"-r", recording(t, 4000), "-w", "-"}}
	p, in := l.pipeOf(t, func(l launch) *process { return l.start(t) })
	if _, err := io.ReadFull(in, make([]byte, 24)); err != nil {
		t.Fatal(err)
	}
	in.Close()
	quiet(t, p.wait())
}

// readerStops lets the program wait for its reader while packets come: memory is
// bounded, and what is not printed is counted.
func readerStops(t *testing.T, _ *files) {
	s := serve(t, "127.0.0.1:0")
	l := launch{args: []string{"-n", "--format", "tcpdump", "-B", "4096", s.port()}}
	p, in := l.pipeOf(t, func(l launch) *process { return l.capture(t) })
	for range soak.Pick(8, 40) {
		s.converse(16 << 20)
	}
	peak := memory(t, p.cmd.Process.Pid)
	p.signal(os.Interrupt)
	out, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	r := p.wait()
	r.expect(t, 0)
	shown, received := r.number(t, `^(\d+) packets captured$`), r.number(t, `^(\d+) packets received by filter$`)
	dropped := r.number(t, `^(\d+) packets? dropped by kernel$`)
	if found := regexp.MustCompile(`(?m)^(\d+) packets? dropped by tcpshake$`).FindStringSubmatch(r.stderr); found != nil {
		n, _ := strconv.Atoi(found[1])
		dropped += n
	}
	if lines(string(out)) != shown || shown+dropped > received || dropped == 0 {
		t.Errorf("%d lines; it said:\n%s", lines(string(out)), r.stderr)
	}
	// The ring holds 64 MiB; there are two tables and the Go runtime.
	if peak > 300<<20 {
		t.Errorf("it took %d MiB", peak>>20)
	}
	soak.Figure(t, "memory while the reader stops", peak>>20, "MiB")
}

// memory is the most memory that a process has had, in bytes.
func memory(t testing.TB, pid int) int {
	t.Helper()
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if err != nil || found == nil {
		t.Fatalf("no VmHWM: %v", err)
	}
	n, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n << 10
}
