// Package command runs the program given after "--" while its traffic is being
// captured. It watches nothing but the program's life: when it ended and with
// which status.
package command

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"

	"tcpshake/capture/internal/escape"
)

// statusSignal is added to the number of the signal that ended the program, as
// shells do.
const statusSignal = 128

// Process is a running program.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error // valid once done is closed
	// asked is set when the program was asked to end while it ran.
	asked atomic.Bool
}

// Start runs argv, whose first element is looked up in PATH, with the environment
// env, nil for the program's own. Its output goes to the two writers. The error is
// a *StartError.
func Start(argv, env []string, stdin io.Reader, stdout, stderr io.Writer) (*Process, error) {
	p := &Process{cmd: exec.Command(argv[0], argv[1:]...), done: make(chan struct{})}
	p.cmd.Env, p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = env, stdin, stdout, stderr
	if err := p.cmd.Start(); err != nil {
		return nil, &StartError{Name: argv[0], Err: err}
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// Done is closed when the program has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Result waits for the end and returns the exit status as a shell gives it, 0
// to 255. The error is one of copying the program's input or output.
func (p *Process) Result() (int, error) {
	<-p.done
	if exit := (*exec.ExitError)(nil); p.err == nil || errors.As(p.err, &exit) {
		return exitStatus(p.cmd.ProcessState), nil
	}
	return exitStatus(p.cmd.ProcessState), p.err
}

func exitStatus(state *os.ProcessState) int {
	if wait, ok := state.Sys().(syscall.WaitStatus); ok && wait.Signaled() {
		return statusSignal + int(wait.Signal())
	}
	return state.ExitCode()
}

// Stop asks the program to end, by SIGTERM.
func (p *Process) Stop() {
	select {
	case <-p.done:
		return
	default:
		p.asked.Store(true)
	}
	// Errors are that there is nobody left to tell, and that a program which gained
	// rights may not be told.
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
}

// Stopped waits for the end and reports whether it came by Stop: by the signal, or
// with the exit status that some programs have after it.
func (p *Process) Stopped() bool {
	<-p.done
	return p.asked.Load() && exitStatus(p.cmd.ProcessState) == statusSignal+int(syscall.SIGTERM)
}

// StartError says that a program could not be run.
type StartError struct {
	Name string
	Err  error
}

// Error names the program and the reason.
func (e *StartError) Error() string { return "cannot run " + escape.Text(e.Name) + ": " + e.reason() }

func (e *StartError) reason() string {
	var path *fs.PathError
	var lookup *exec.Error
	switch {
	case errors.As(e.Err, &path):
		return path.Err.Error()
	case errors.As(e.Err, &lookup):
		return lookup.Err.Error()
	default:
		return e.Err.Error()
	}
}

// Unwrap returns the reason.
func (e *StartError) Unwrap() error { return e.Err }
