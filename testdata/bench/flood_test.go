package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"tcpshake/testdata/program"
	"tcpshake/testdata/soak"
)

// module is the folder of the module.
const module = "../.."

// feed writes a capture into the standard input of a command and returns what the
// command cost: seconds of processor time, and the peak of memory in MiB.
func feed(t *testing.T, cmd *exec.Cmd, kind string, count int) (cpu, memory float64) {
	t.Helper()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() { written <- errors.Join(write(in, kind, count), in.Close()) }()
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%d connections: %v", count, err)
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), float64(usage.Maxrss) / 1024
}

// A flood of SYNs from ever new addresses costs memory up to the size of the
// table, and no packet more than another.
func TestSoakFloodIsLinear(t *testing.T) {
	tcpshake, last := program.Build(t, module), 0
	var memory, cpu []float64
	for _, count := range soak.Pick([]int{300_000, 600_000}, []int{1_000_000, 2_000_000, 5_000_000, 10_000_000}) {
		c, m := feed(t, exec.Command(tcpshake, "-n", "-r", "-"), "syn", count)
		memory, cpu = append(memory, m), append(cpu, c/float64(count))
		soak.Figure(t, fmt.Sprintf("memory for %d connections", count), m, "MiB")
		soak.Figure(t, fmt.Sprintf("processor time for %d connections", count), c, "s")
		last = count
	}
	end := len(memory) - 1
	soak.Figure(t, fmt.Sprintf("processor time a packet at %d to the first", last), cpu[end]/cpu[0], "times")
	if memory[end] > 1.1*memory[0] {
		t.Errorf("memory grows: %.0f MiB", memory)
	}
	if soak.Long() && cpu[end] > 1.3*cpu[0] { // short runs measure the start
		t.Errorf("a packet costs more and more seconds: %v", cpu)
	}
}

// What is lost of the table is counted, and whole connections in the middle of
// the flood are judged right.
func TestSoakFloodHidesNoHandshake(t *testing.T) {
	const table = 250_000 // the default of --max-connections
	count := soak.Pick(300_000, 10_000_000)
	cmd := exec.Command(program.Build(t, module), "-n", "--format", "connections", "--summary", "-r", "-")
	// Not StdoutPipe: feed waits for the program, and what is unread then is lost.
	out, in := io.Pipe()
	cmd.Stdout = in
	var summary strings.Builder
	cmd.Stderr = &summary
	told := make(chan *verdicts, 1)
	go func() { told <- readVerdicts(out) }()
	feed(t, cmd, "attack", count)
	in.Close()
	got := <-told
	if got.err != nil {
		t.Fatal(got.err)
	}
	right := 0
	for client, verdict := range got.honest {
		if verdict == "closed by client" {
			right++
		} else {
			t.Errorf("%s: %s", client, verdict)
		}
	}
	if right != honest || got.attempts+got.dropped != count || got.others > 0 {
		t.Errorf("of %d whole connections %d are judged right; %d SYNs are %d attempts, %d that may be others and %d others",
			honest, right, count, got.attempts, got.dropped, got.others)
	}
	// Those that are over make room without being counted.
	dropped := droppedFromTable(summary.String())
	if dropped != got.dropped {
		t.Errorf("%d attempts may be more, since they were dropped from the table; the summary counts %d", got.dropped, dropped)
	}
	if most := count + honest - table; dropped < most-honest || dropped > most {
		t.Errorf("the summary counts %d connections dropped from the table, not about %d:\n%s", dropped, most, summary.String())
	}
	soak.Figure(t, "of them dropped from the table and counted", dropped, "connections")
	soak.Figure(t, fmt.Sprintf("whole connections judged right among %d SYNs", count), fmt.Sprintf("%d of %d", right, honest), "connections")
}

func droppedFromTable(summary string) (n int) {
	if m := regexp.MustCompile(`(\d+) dropped from the full table`).FindStringSubmatch(summary); m != nil {
		n, _ = strconv.Atoi(m[1])
	}
	return n
}

// verdicts is what was said about the connections of an attack: of the whole ones
// by client, and how many others are attempts, and attempts as far as is known.
type verdicts struct {
	honest                    map[string]string
	attempts, dropped, others int
	err                       error
}

func readVerdicts(from io.Reader) *verdicts {
	v := &verdicts{honest: map[string]string{}}
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) < 6:
			v.err = fmt.Errorf("a short line: %q", lines.Text())
		case words[0] == "#":
		case strings.HasPrefix(words[1], "172.16."):
			verdict := words[3] + " by " + words[4]
			if !strings.HasSuffix(words[5], "s") { // a time
				verdict += " without a handshake"
			}
			v.honest[words[1]] = strings.TrimPrefix(v.honest[words[1]]+"; "+verdict, "; ")
		case words[3] == "no-answer":
			v.attempts++
		case words[3] == "no-answer?":
			v.dropped++
		default:
			v.others++
		}
	}
	v.err = errors.Join(v.err, lines.Err())
	return v
}

// The table fits into a small container, whatever comes.
func TestSoakFloodInSmallMemory(t *testing.T) {
	const limit = 128 << 20
	group := filepath.Join("/sys/fs/cgroup/memory", fmt.Sprintf("tcpshake-%d", os.Getpid()))
	if err := os.Mkdir(group, 0o700); err != nil {
		t.Skipf("no memory control group: %v", err)
	}
	defer os.Remove(group)
	if err := os.WriteFile(filepath.Join(group, "memory.limit_in_bytes"), fmt.Appendln(nil, limit), 0); err != nil {
		t.Skipf("no limit of memory: %v", err)
	}
	cmd := exec.Command("sh", "-c", `echo $$ >"$0" && exec "$@"`, filepath.Join(group, "cgroup.procs"), program.Build(t, module), "-n", "-r", "-")
	count := soak.Pick(300_000, 10_000_000)
	_, memory := feed(t, cmd, "syn", count)
	soak.Figure(t, fmt.Sprintf("memory for %d connections in a group of 128 MiB", count), memory, "MiB")
}
