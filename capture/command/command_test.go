package command

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestStatus(t *testing.T) {
	tests := []struct {
		name   string
		script string
		want   int
	}{
		{"success", "exit 0", 0},
		{"failure", "exit 7", 7},
		{"signal", "kill -TERM $$", statusSignal + int(syscall.SIGTERM)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := Start([]string{"sh", "-c", test.script}, nil, nil, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := p.Result(); got != test.want || err != nil {
				t.Errorf("status %d, error %v, want %d", got, err, test.want)
			}
			<-p.Done()
		})
	}
}

// TestStopped: only what Stop ends was stopped.
func TestStopped(t *testing.T) {
	tests := []struct {
		name, script string
		stop         bool
		want         bool
	}{
		{"by the signal", "exec cat", true, true},
		{"by itself", "exit 143", false, false},
		{"by another", "kill -TERM $$", false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdin, hold, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer hold.Close()
			p, err := Start([]string{"sh", "-c", test.script}, nil, stdin, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.stop {
				p.Stop()
			}
			if got := p.Stopped(); got != test.want {
				t.Errorf("stopped: %v, want %v", got, test.want)
			}
			p.Stop() // too late to count
			if got := p.Stopped(); got != test.want {
				t.Errorf("stopped after its end: %v, want %v", got, test.want)
			}
		})
	}
}

func TestOutputGoesWhereItIsSent(t *testing.T) {
	var out, errs bytes.Buffer
	p, err := Start([]string{"sh", "-c", "cat; echo bad >&2"}, nil, strings.NewReader("good\n"), &out, &errs)
	if err != nil {
		t.Fatal(err)
	}
	if status, err := p.Result(); status != 0 || err != nil || out.String() != "good\n" || errs.String() != "bad\n" {
		t.Errorf("status %d, output %q, errors %q", status, out.String(), errs.String())
	}
}

func TestStop(t *testing.T) {
	var out bytes.Buffer
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := Start([]string{"sh", "-c", "trap 'exit 3' TERM; echo ready >&2; while :; do sleep 0.01; done"}, nil, nil, &out, w)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	// The trap is set once the line is there.
	if _, err := r.Read(make([]byte, 16)); err != nil {
		t.Fatal(err)
	}
	p.Stop()
	if got, err := p.Result(); got != 3 || err != nil {
		t.Errorf("status %d, error %v, want 3", got, err)
	}
}

func TestCannotStart(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, program, text string }{
		{"no such program", "no-such-program", "cannot run no-such-program: executable file not found in $PATH"},
		{"no such path", "/no/such/program", "cannot run /no/such/program: no such file or directory"},
		{"not executable", plain, "cannot run " + plain + ": permission denied"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Start([]string{test.program}, nil, nil, nil, nil)
			var start *StartError
			if !errors.As(err, &start) {
				t.Fatalf("error %v is no StartError", err)
			}
			if start.Error() != test.text {
				t.Errorf("%q, want %q", start.Error(), test.text)
			}
		})
	}
}
