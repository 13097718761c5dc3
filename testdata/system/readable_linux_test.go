package system

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// recording is a capture of n short connections, of twelve packets each or so.
func recording(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(program(t)), "recording-"+strconv.Itoa(n)+".pcap")
	if _, err := os.Stat(path); err == nil {
		return path // another test has made it
	}
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command("go", "run", "tcpshake/testdata/bench", "short", strconv.Itoa(n))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, &said)
	}
	return path
}

// files counts the capture files that the other programs could read.
type files struct{ read int }

// readable demands that a capture file holds n packets, whole, in the opinion of
// every program that reads such files and is installed.
func (f *files) readable(t testing.TB, path string, n int) {
	t.Helper()
	if got := count(t, path); got != n {
		t.Errorf("%s holds %d packets, not %d", filepath.Base(path), got, n)
	}
	f.read++
}

// count counts the packets of a file as other programs do, which must agree and
// have nothing to say about the file.
func count(t testing.TB, path string) int {
	t.Helper()
	counted := -1
	see := func(who string, n int) {
		if counted >= 0 && n != counted {
			t.Errorf("%s counts %d packets in %s, another %d", who, n, filepath.Base(path), counted)
		}
		counted = n
	}
	see("tcpshake", match(t, program(t), `(?m)^(\d+) packets?$`, "--count", "-r", path))
	if have("tcpdump") {
		see("tcpdump", match(t, "tcpdump", `(?m)^(\d+) packets?$`, "--count", "-r", path))
	}
	if have("capinfos") {
		see("capinfos", match(t, "capinfos", `Number of packets: +(\d+)`, "-c", "-M", path))
	}
	if have("tshark") {
		// Its messages are on standard error.
		out, err := exec.Command("tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.number").Output()
		if err != nil {
			t.Errorf("tshark: %v", err)
		}
		see("tshark", lines(string(out)))
	}
	return counted
}

func have(name string) bool { _, err := exec.LookPath(name); return err == nil }

// match runs a command, which must succeed, and takes a number from what it says.
func match(t testing.TB, name, pattern string, args ...string) int {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	found := regexp.MustCompile(pattern).FindSubmatch(out)
	if err != nil || found == nil {
		t.Errorf("%s %v: %v: %s", name, args, err, out)
		return -1
	}
	n, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
