package savefile

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fill writes until the file takes no more.
func fill(t *testing.T, f *File, size int) error {
	t.Helper()
	for range 10_000_000 / size {
		if err := f.Write(frame(1e9, size)); err != nil {
			return err
		}
	}
	return f.Flush()
}

// checkWhole says whether a file that failed ends with a whole record, and holds
// as many as the error says.
func checkWhole(t *testing.T, f *File, path string, err error, reason error) {
	t.Helper()
	var write *WriteError
	if !errors.As(err, &write) || !errors.Is(err, reason) {
		t.Fatalf("error is %v", err)
	}
	got := readBack(t, path)
	if write.Cut || uint64(len(got)) != write.Packets || len(got) == 0 {
		t.Errorf("the file holds %d records, the error says %+v", len(got), write)
	}
	if again := f.Write(frame(1e9, 10)); !errors.Is(again, reason) {
		t.Errorf("writing goes on: %v", again)
	}
	if again := f.Close(); !errors.Is(again, reason) {
		t.Errorf("closing says %v", again)
	}
	if now := readBack(t, path); len(now) != len(got) {
		t.Errorf("the file holds %d records after closing", len(now))
	}
}

func TestFileSizeLimit(t *testing.T) {
	// Without a handler the signal would end the test; a Go program gets the error.
	signal.Ignore(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	limit := old
	limit.Cur = 300_001
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Skipf("no limit can be set: %v", err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			t.Error(err)
		}
	}()
	for _, c := range []struct {
		name       string
		unbuffered bool
		size       int
	}{{"a.pcap", false, 1000}, {"a.pcap", true, 1000}, {"a.pcapng", false, 10}, {"a.pcapng", true, 70000}} {
		t.Run(fmt.Sprintf("%s unbuffered=%v", c.name, c.unbuffered), func(t *testing.T) {
			opt := base(filepath.Join(t.TempDir(), c.name))
			opt.Unbuffered = c.unbuffered
			f := mustCreate(t, opt)
			err := fill(t, f, c.size)
			checkWhole(t, f, opt.Path, err, syscall.EFBIG)
			want := fmt.Sprintf("%s: File too large; the file holds %d whole packets", opt.Path, len(readBack(t, opt.Path)))
			if err.Error() != want {
				t.Errorf("text is %q, not %q", err, want)
			}
		})
	}
}

const helper = "SAVEFILE_TEST_FOLDER"

// TestDiskFull runs itself again with a small file system of its own.
func TestDiskFull(t *testing.T) {
	if dir := os.Getenv(helper); dir != "" {
		for _, name := range []string{"a.pcap", "a.pcapng"} {
			opt := base(filepath.Join(dir, name))
			f := mustCreate(t, opt)
			checkWhole(t, f, opt.Path, fill(t, f, 1000), syscall.ENOSPC)
			if err := os.Remove(opt.Path); err != nil {
				t.Fatal(err)
			}
		}
		fmt.Println("full disk was tested")
		return
	}
	unshare := tool(t, "unshare")
	dir := t.TempDir()
	script := `mount -t tmpfs -o size=64k none "$0" || exit 77; exec "$1" -test.run '^TestDiskFull$' -test.v`
	cmd := exec.Command(unshare, "-m", "sh", "-c", script, dir, os.Args[0])
	cmd.Env = append(os.Environ(), helper+"="+dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && (exit.ExitCode() == 77 || strings.HasPrefix(string(out), "unshare:")) {
		t.Skipf("no file system of its own: %s", out)
	}
	if err != nil || !strings.Contains(string(out), "full disk was tested") {
		t.Errorf("%v: %s", err, out)
	}
}

func TestDeviceThatIsFull(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	_, err := Create(base("/dev/full"), nil)
	if err == nil || err.Error() != "/dev/full: No space left on device; the file holds 0 whole packets" {
		t.Errorf("error is %v", err)
	}
}

func TestClosedPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	f, err := Create(base("-"), w)
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	err = fill(t, f, 1000)
	if !errors.Is(err, syscall.EPIPE) || err.Error() != "Unable to write output: Broken pipe" {
		t.Errorf("error is %v", err)
	}
}

func TestWholeRecords(t *testing.T) {
	for _, format := range []format{classic{}, pcapng{}} {
		var b []byte
		var ends []int
		for i := range 5 {
			b = format.appendRecord(b, Record{Data: make([]byte, i*7), Comment: make([]byte, i)})
			ends = append(ends, len(b))
		}
		for n := range len(b) + 1 {
			want := 0
			for want < len(ends) && ends[want] <= n {
				want++
			}
			records, size := wholeRecords(format, b, n)
			if int(records) != want || want > 0 && size != ends[want-1] || want == 0 && size != 0 {
				t.Errorf("%T: %d records, %d bytes of %d", format, records, size, n)
			}
		}
	}
}
