// Package interrupt turns the signals that a capture program is sent into
// values: a context that ends, and a channel of requests. What is done about
// them is the caller's business.
package interrupt

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long signals after the first are taken for the same one: timeout(1)
// sends its signal to the process and at once to its group, which is twice. A
// person does not press Ctrl-C twice in that time.
const grace = 100 * time.Millisecond

// Context returns a context that the first SIGINT, SIGTERM, SIGQUIT or SIGHUP ends. Soon
// after it these signals act as the system has it, so a second Ctrl-C ends a
// program that does not end by itself. A SIGHUP that was ignored when the program
// began (nohup) stays ignored.
func Context(parent context.Context) (ctx context.Context, release context.CancelFunc) {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) {
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, release = signal.NotifyContext(parent, ends...)
	context.AfterFunc(ctx, func() { time.AfterFunc(grace, release) })
	return ctx, release
}

// Requests are what a running capture is asked by signals.
type Requests struct {
	status, ignored chan os.Signal
}

// Listen begins to take requests.
func Listen() *Requests {
	r := &Requests{status: make(chan os.Signal, 1), ignored: make(chan os.Signal, 1)}
	signal.Notify(r.status, statusSignals()...)
	// A closed pipe shows as the error of the write, and output is flushed several
	// times a second without being asked to by SIGUSR2. Both are caught and not
	// set to be ignored, which a program that is started would inherit.
	signal.Notify(r.ignored, syscall.SIGPIPE, syscall.SIGUSR2)
	return r
}

// Status reports whether statistics were asked for since the last call: by
// SIGUSR1, or by SIGINFO (Ctrl-T) where there is one.
func (r *Requests) Status() bool {
	select {
	case <-r.status:
		return true
	default:
		return false
	}
}

// Close gives the signals back to the system.
func (r *Requests) Close() {
	signal.Stop(r.status)
	signal.Stop(r.ignored)
}
