package savefile

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// names lists the files of a directory with the number of records in each.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, fmt.Sprintf("%s:%d", e.Name(), len(readBack(t, filepath.Join(dir, e.Name())))))
	}
	return strings.Join(out, " ")
}

// write writes n records of 1000 bytes and returns the first error.
func write(f *File, n int) error {
	for i := range n {
		if err := f.Write(frame(int64(i+1)*1e9, 1000)); err != nil {
			return err
		}
	}
	return nil
}

func TestSizesMakeTheFilesThatTcpdumpMakes(t *testing.T) {
	tcpdump := tool(t, "tcpdump")
	in := filepath.Join(t.TempDir(), "in.pcap")
	f := mustCreate(t, base(in))
	const packets = 5200
	if err := write(f, packets); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ size, files int }{
		{1, 0}, {2, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 10}, {1, 11}, {1, 101}, {100, 0},
	} {
		t.Run(fmt.Sprintf("-C %d -W %d", c.size, c.files), func(t *testing.T) {
			theirs := t.TempDir()
			args := []string{"-r", in, "-w", filepath.Join(theirs, "out"), "-C", strconv.Itoa(c.size), "-Z", "root"}
			if c.files > 0 {
				args = append(args, "-W", strconv.Itoa(c.files))
			}
			if out, err := exec.Command(tcpdump, args...).CombinedOutput(); err != nil {
				t.Skipf("tcpdump does not write here: %v: %s", err, out)
			}
			ours := t.TempDir()
			opt := base(filepath.Join(ours, "out"))
			opt.MaxSize, opt.MaxFiles = int64(c.size)*1_000_000, c.files
			f := mustCreate(t, opt)
			if err := write(f, packets); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if got, want := names(t, ours), names(t, theirs); got != want {
				t.Errorf("files are %s, not %s", got, want)
			}
		})
	}
}

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func TestPeriods(t *testing.T) {
	t.Setenv("TZ", "UTC0")
	for _, c := range []struct {
		name    string
		path    string
		size    int64
		files   int
		seconds []int // between the packets
		want    string
		limit   bool
	}{
		{"a name for each period", "x-%H%M%S", 0, 0, []int{0, 9, 1, 25, 3}, "x-000000:2 x-000010:1 x-000035:2", false},
		{"one name", "x", 0, 0, []int{0, 10, 0}, "x:2", false},
		{"a limit", "x-%S", 0, 2, []int{0, 10, 0, 10}, "x-00:1 x-10:2", true},
		{"a limit of one", "x-%S", 0, 1, []int{0, 0, 10}, "x-00:2", true},
		{"sizes number the files of a period", "x-%S", 1500, 0, []int{0, 0, 0, 0, 10, 0, 0},
			"x-00:2 x-001:2 x-10:2 x-101:1", false},
		{"a ring in each period", "x-%S", 1500, 2, []int{0, 0, 0, 0, 0, 10},
			"x-000:1 x-001:2 x-100:1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			opt := base(filepath.Join(dir, c.path))
			opt.Period, opt.MaxSize, opt.MaxFiles = 10, c.size, c.files
			at := clock{time.Unix(0, 0)}
			f, err := create(opt, nil, at.now)
			if err != nil {
				t.Fatal(err)
			}
			var limit *LimitError
			for _, s := range c.seconds {
				at.at = at.at.Add(time.Duration(s) * time.Second)
				if err = f.Tick(); err != nil {
					break
				}
				if err := f.Write(frame(1e9, 1000)); err != nil {
					t.Fatal(err)
				}
			}
			if errors.As(err, &limit) != c.limit || !c.limit && err != nil {
				t.Errorf("error is %v", err)
			}
			if c.limit && err.Error() != fmt.Sprintf("Maximum file limit reached: %d", c.files) {
				t.Errorf("text is %q", err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if got := names(t, dir); got != c.want {
				t.Errorf("files are %s, not %s", got, c.want)
			}
		})
	}
}

// TestTimeStandsStillInABatch: what Tick has said of the packets that come holds for all
// of them, however long it takes to write them.
func TestTimeStandsStillInABatch(t *testing.T) {
	t.Setenv("TZ", "UTC0")
	dir := t.TempDir()
	opt := base(filepath.Join(dir, "x-%S"))
	opt.Period, opt.MaxFiles = 10, 1
	at := clock{time.Unix(0, 0)}
	f, err := create(opt, nil, at.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Tick(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		at.at = at.at.Add(9 * time.Second)
		if err := f.Write(frame(1e9, 1000)); err != nil {
			t.Fatal(err)
		}
	}
	var limit *LimitError
	if err := f.Tick(); !errors.As(err, &limit) {
		t.Errorf("error is %v, want that the files are full", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "x-00:3" {
		t.Errorf("files are %s", got)
	}
}

func TestRotationDoesNotOverwriteWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	opt := base(filepath.Join(dir, "x"))
	opt.MaxSize = 1500
	regularFile(t, filepath.Join(dir, "x1"))
	f := mustCreate(t, opt)
	err := write(f, 5)
	if err == nil || err.Error() != filepath.Join(dir, "x1")+": File exists" {
		t.Errorf("error is %v", err)
	}
	if again := f.Close(); !errors.Is(again, errExists) {
		t.Errorf("Close says %v", again)
	}
	if got := len(readBack(t, opt.Path)); got != 2 {
		t.Errorf("the first file holds %d records", got)
	}
	if string(read(t, filepath.Join(dir, "x1"))) != "precious" {
		t.Error("x1 was overwritten")
	}
}

// TestRingIsRefusedBeforeItBegins: what would end the capture later is told at once, and
// nothing is made.
func TestRingIsRefusedBeforeItBegins(t *testing.T) {
	for _, c := range []struct {
		name      string
		there     something
		file      string
		overwrite bool
		want      string // the error without the path; "" is none
	}{
		{"the first", regularFile, "x00", false, "File exists"},
		{"one of the middle", regularFile, "x07", false, "File exists"},
		{"the last", regularFile, "x11", false, "File exists"},
		{"behind the last", regularFile, "x12", false, ""},
		{"with another number of digits", regularFile, "x7", false, ""},
		{"to be replaced", regularFile, "x07", true, ""},
		{"a link to be replaced", linkTo(regularFile), "x07", true, "Is a symbolic link, and links are not followed"},
		{"a directory to be replaced", directory, "x07", true, "Is a directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			opt := base(filepath.Join(dir, "x"))
			opt.MaxSize, opt.MaxFiles, opt.Overwrite = 1500, 12, c.overwrite
			c.there(t, filepath.Join(dir, c.file))
			f, err := Create(opt, nil)
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				f.Close()
				return
			}
			if err == nil || err.Error() != filepath.Join(dir, c.file)+": "+c.want {
				t.Fatalf("error is %v, not %s", err, c.want)
			}
			if _, err := os.Lstat(filepath.Join(dir, "x00")); c.file != "x00" && !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the first file was made: %v", err)
			}
		})
	}
}

func TestReadyBeforeTheSecondFile(t *testing.T) {
	dir := t.TempDir()
	opt := base(filepath.Join(dir, "x"))
	opt.MaxSize = 1000
	f := mustCreate(t, opt)
	defer f.Close()
	if err := f.Ready(); err != nil {
		t.Error(err)
	}
}
