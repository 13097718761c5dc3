package interrupt

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// await fails the test unless ok becomes true soon; signals take a moment.
func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what)
		}
	}
}

func TestContextEndsWithSignal(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			ctx, release := Context(context.Background())
			defer release()
			if err := syscall.Kill(os.Getpid(), sig); err != nil {
				t.Fatal(err)
			}
			await(t, "the context did not end", func() bool { return ctx.Err() != nil })
		})
	}
}

// TestNohup: a SIGHUP that was ignored before is not taken, and others are.
func TestNohup(t *testing.T) {
	signal.Ignore(syscall.SIGHUP)
	defer func() { // signal.Reset would leave it ignored
		taken := make(chan os.Signal, 1)
		signal.Notify(taken, syscall.SIGHUP)
		signal.Stop(taken)
	}()
	ctx, release := Context(context.Background())
	defer release()
	if !signal.Ignored(syscall.SIGHUP) {
		t.Error("SIGHUP is not ignored any more")
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	await(t, "the context did not end", func() bool { return ctx.Err() != nil })
}

// TestSameSignalTwice sends a signal again at once, as timeout(1) does: it would
// end the test if nobody took it.
func TestSameSignalTwice(t *testing.T) {
	ctx, release := Context(context.Background())
	defer release()
	for range 2 {
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		await(t, "the context did not end", func() bool { return ctx.Err() != nil })
	}
	// The second one may still be on its way, and must come before it is given back to
	// the system. The kernel delivers signals by their numbers.
	r := Listen()
	defer r.Close()
	if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	await(t, "no status", r.Status)
}

func TestStatus(t *testing.T) {
	r := Listen()
	defer r.Close()
	if r.Status() {
		t.Error("status before it was asked for")
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	await(t, "no status", r.Status)
	if r.Status() {
		t.Error("status twice for one request")
	}
}

// TestIgnored sends what would end the process if nobody took it.
func TestIgnored(t *testing.T) {
	r := Listen()
	defer r.Close()
	for _, sig := range []syscall.Signal{syscall.SIGUSR2, syscall.SIGPIPE} {
		if err := syscall.Kill(os.Getpid(), sig); err != nil {
			t.Fatal(err)
		}
		await(t, "not taken: "+sig.String(), func() bool { return len(r.ignored) > 0 })
		<-r.ignored
	}
}
