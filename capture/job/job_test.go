package job

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"tcpshake/capture"
	"tcpshake/capture/demo"
)

// recorder is a Job whose packets are counted.
type recorder struct {
	Job
	packets, opened int
	complaints      []error
	stderr          bytes.Buffer
}

func newRecorder(opt Options) *recorder {
	r := &recorder{}
	r.Job = Job{
		Options: opt, Stdin: strings.NewReader(demo.Recording()), Stdout: &bytes.Buffer{}, Stderr: &r.stderr,
		Open:  func(capture.Source) error { r.opened++; return nil },
		Ready: func() error { return nil },
		Show: func(p []capture.Packet) (bool, error) {
			r.packets += len(p)
			return true, nil
		},
		Complain: func(err error) { r.complaints = append(r.complaints, err) },
	}
	return r
}

// recording is a capture file of 13 packets.
func recording(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recording.pcap")
	if err := os.WriteFile(path, []byte(demo.Recording()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFiles(t *testing.T) {
	file := recording(t)
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte(file+"\n"+file+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name            string
		input           capture.Input
		packets, opened int
	}{
		{"one", capture.Input{File: file}, 13, 1},
		{"two", capture.Input{List: list}, 26, 2},
		{"standard input", capture.Input{File: "-"}, 13, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRecorder(Options{Input: test.input, ReadyFile: filepath.Join(t.TempDir(), "ready")})
			if err := r.Run(context.Background()); err != nil {
				t.Fatal(err)
			}
			if r.packets != test.packets || r.opened != test.opened {
				t.Errorf("%d packets of %d sources, want %d of %d", r.packets, r.opened, test.packets, test.opened)
			}
			if got := strings.Count(r.stderr.String(), "reading from file "); got != test.opened {
				t.Errorf("standard error tells of %d files: %s", got, &r.stderr)
			}
			if status, err := r.Result(); status != 0 || err != nil || r.Live() != nil {
				t.Errorf("status %d, error %v, interface %v", status, err, r.Live())
			}
		})
	}
}

// TestDamagedFiles: the files after a damaged one, or one that is not there, are read.
// What waits for the first packets is told when there are some.
func TestDamagedFiles(t *testing.T) {
	whole, folder := recording(t), t.TempDir()
	damaged, list := filepath.Join(folder, "damaged"), filepath.Join(folder, "list")
	if err := os.WriteFile(damaged, []byte(demo.Recording()[:len(demo.Recording())-1]), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name                string
		files               []string
		packets, complaints int
		err                 string
	}{
		{"the first", []string{damaged, whole}, 25, 1, ""},
		{"two", []string{damaged, whole, damaged, whole}, 50, 2, ""},
		{"the last", []string{damaged, damaged}, 24, 1, "pcap_loop: truncated dump file"},
		{"not there", []string{whole, "/no/such", whole}, 26, 1, ""},
		{"the first not there", []string{"/no/such", whole}, 13, 1, ""},
		{"only the last is there", []string{"/no/such", folder, whole}, 13, 2, ""},
		{"none is there", []string{folder, "/no/such"}, 0, 1, "/no/such: No such file or directory"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(list, []byte(strings.Join(test.files, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			ready := filepath.Join(t.TempDir(), "ready")
			r := newRecorder(Options{Input: capture.Input{List: list}, ReadyFile: ready})
			err := r.Run(context.Background())
			if _, err := os.Lstat(ready); (err == nil) != (test.packets > 0) {
				t.Errorf("%d packets, the file that says so: %v", test.packets, err)
			}
			if (err == nil) != (test.err == "") || err != nil && !strings.HasPrefix(err.Error(), test.err) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if r.packets != test.packets || len(r.complaints) != test.complaints {
				t.Errorf("%d packets, complaints %v, want %d and %d", r.packets, r.complaints, test.packets, test.complaints)
			}
		})
	}
}

// TestFilterWarningIsGivenOnce although the first files are of no use.
func TestFilterWarningIsGivenOnce(t *testing.T) {
	list, file := filepath.Join(t.TempDir(), "list"), recording(t)
	if err := os.WriteFile(list, []byte("/no/such\n"+file+"\n"+file+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := newRecorder(Options{Input: capture.Input{List: list}, Capture: capture.Options{Filter: "port 80 and 443"}})
	open := r.Open
	r.Open = func(s capture.Source) error {
		if open(s); r.opened == 1 {
			return &capture.FileError{Text: "of another kind"}
		}
		return nil
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if text := r.stderr.String(); !strings.HasPrefix(text, "tcpshake: WARNING: ") || strings.Count(text, "WARNING") != 1 {
		t.Errorf("it said %q, want the warning once and first", text)
	}
}

func TestFileWithoutPackets(t *testing.T) {
	const empty, hint = "", "  hint: no packet of the file passes the filter \"port 9\"\n"
	for _, test := range []struct {
		name, filter string
		attended     bool
		want         string
	}{
		{"nothing passes", "port 9", true, hint},
		{"nobody watches", "port 9", false, empty},
		{"all pass", "tcp", true, empty},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRecorder(Options{Input: capture.Input{File: recording(t)}, Capture: capture.Options{Filter: test.filter}, Attended: test.attended})
			if err := r.Run(context.Background()); err != nil {
				t.Fatal(err)
			}
			if _, said, _ := strings.Cut(r.stderr.String(), "\n"); said != test.want {
				t.Errorf("it said %q, want %q", said, test.want)
			}
		})
	}
}

func TestErrorsEndIt(t *testing.T) {
	refused := errors.New("refused")
	r := newRecorder(Options{Input: capture.Input{File: "-"}})
	r.Open = func(capture.Source) error { return refused }
	if err := r.Run(context.Background()); !errors.Is(err, refused) || r.packets != 0 {
		t.Errorf("%d packets, error %v, want none and that of Open", r.packets, err)
	}
	r = newRecorder(Options{Input: capture.Input{File: "-"}})
	r.Ready = func() error { return refused }
	if err := r.Run(context.Background()); !errors.Is(err, refused) || r.packets != 0 {
		t.Errorf("%d packets, error %v, want none and that of Ready", r.packets, err)
	}
	r = newRecorder(Options{Input: capture.Input{File: "/no/such"}})
	if err := r.Run(context.Background()); err == nil || r.opened != 0 {
		t.Errorf("error %v for a file that is not there", err)
	}
}

// TestReadyFile is there before the first packet is shown.
func TestReadyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ready")
	r := newRecorder(Options{Input: capture.Input{File: "-"}, ReadyFile: path})
	r.Show = func([]capture.Packet) (bool, error) {
		_, err := os.Stat(path)
		return false, err
	}
	if err := r.Run(context.Background()); err != nil {
		t.Error(err)
	}
	r = newRecorder(Options{Input: capture.Input{File: "-"}, ReadyFile: filepath.Join(path, "below")})
	if err := r.Run(context.Background()); err == nil || err.Error() != path+"/below: Not a directory" {
		t.Errorf("error %v, want that there is no such folder", err)
	}
}

// TestReadyFileIsNew: what an earlier run left does not count as ready, and what
// is not of its making stays.
func TestReadyFileIsNew(t *testing.T) {
	folder := t.TempDir()
	victim, link, stale := filepath.Join(folder, "victim"), filepath.Join(folder, "link"), filepath.Join(folder, "stale")
	for path, text := range map[string]string{victim: "precious", stale: ""} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(victim, link); err != nil {
		t.Fatal(err)
	}
	// A pipe is as empty as the file that an earlier run left.
	fifo := filepath.Join(folder, "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{victim, link, fifo} {
		r := newRecorder(Options{Input: capture.Input{File: recording(t)}, ReadyFile: path})
		if err := r.Run(context.Background()); err == nil || err.Error() != path+": File exists" || r.packets != 0 {
			t.Errorf("%s: error %v, %d packets, want that it exists", path, err, r.packets)
		}
	}
	if info, err := os.Lstat(fifo); err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Errorf("the pipe is %v, error %v", info, err)
	}
	if text, err := os.ReadFile(victim); err != nil || string(text) != "precious" {
		t.Errorf("the file holds %q, error %v", text, err)
	}
	r := newRecorder(Options{Input: capture.Input{File: recording(t)}, ReadyFile: stale})
	open := r.Open
	r.Open = func(s capture.Source) error {
		if _, err := os.Lstat(stale); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the stale file is there before anything is open: %v", err)
		}
		return open(s)
	}
	if err := r.Run(context.Background()); err != nil || r.packets == 0 {
		t.Errorf("error %v, %d packets", err, r.packets)
	}
	if _, err := os.Lstat(stale); err != nil {
		t.Errorf("there is no file in the end: %v", err)
	}
}

func TestOptions(t *testing.T) {
	tests := []struct {
		args, filter, command, want string
	}{
		{"-i lo --for 5s", "port 80", "", ""},
		{"-i lo", "", "curl x", ""},
		{"--for -5s", "", "", "--for must not be negative"},
		{"-r file", "", "curl x", "a command after -- goes with a live capture only"},
		{"--demo", "", "curl x", "--demo has a conversation of its own, so it goes with no command after --"},
		{"-r file -V list", "", "", "-V and -r are mutually exclusive."},
		{"--demo", "", "", ""},
		{"--demo", "port 80", "", "--demo shows packets of its own, so it goes with neither -r nor -V nor a filter"},
		{"--demo -V list", "", "", "--demo shows packets of its own, so it goes with neither -r nor -V nor a filter"},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			var o Options
			fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
			o.AddSources(fs)
			o.AddLimits(fs)
			if err := fs.Parse(strings.Fields(test.args)); err != nil {
				t.Fatal(err)
			}
			if err := o.Take(strings.Fields(test.filter), strings.Fields(test.command)); err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := o.Validate(); err != nil {
				got = err.Error()
			}
			if got != test.want || o.Capture.Filter != test.filter || strings.Join(o.Command, " ") != test.command {
				t.Errorf("error %q, filter %q, command %q", got, o.Capture.Filter, o.Command)
			}
		})
	}
}

// TestContextEndsOpening: a pipe that is silent does not keep the program from
// ending.
func TestContextEndsOpening(t *testing.T) {
	stdin, silent := io.Pipe()
	defer silent.Close()
	ctx, cancel := context.WithCancel(context.Background())
	r := newRecorder(Options{Input: capture.Input{File: "-"}})
	r.Stdin = stdin
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	cancel()
	if err := <-ended; err != nil || r.opened != 0 || r.stderr.Len() != 0 {
		t.Errorf("error %v, %d sources, said %q, want nothing", err, r.opened, &r.stderr)
	}
}

// TestForEndsOpening: nor longer than a capture is to last.
func TestForEndsOpening(t *testing.T) {
	stdin, silent := io.Pipe()
	defer silent.Close()
	r := newRecorder(Options{Input: capture.Input{File: "-"}, For: time.Millisecond})
	r.Stdin = stdin
	if err := r.Run(context.Background()); err != nil || r.opened != 0 || r.stderr.Len() != 0 {
		t.Errorf("error %v, %d sources, said %q, want nothing", err, r.opened, &r.stderr)
	}
}

// TestForIsOfAllFiles: once the time is over, none of the next ones is opened.
func TestForIsOfAllFiles(t *testing.T) {
	silent := filepath.Join(t.TempDir(), "silent")
	if err := syscall.Mkfifo(silent, 0o600); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	// Open for reading and writing, so that who opens it to read does not wait.
	hold, err := os.OpenFile(silent, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte(silent+"\n"+recording(t)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := newRecorder(Options{Input: capture.Input{List: list}, For: time.Millisecond})
	if err := r.Run(context.Background()); err != nil || r.opened != 0 {
		t.Errorf("error %v, %d sources, want none", err, r.opened)
	}
}
