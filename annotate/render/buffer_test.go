package render

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// failing writes n bytes and then fails.
type failing struct {
	strings.Builder
	n   int
	err error
}

func (f *failing) Write(b []byte) (int, error) {
	if len(b) > f.n {
		f.Builder.Write(b[:f.n])
		return f.n, f.err
	}
	f.n -= len(b)
	return f.Builder.Write(b)
}

func TestBufferWritesWhenFull(t *testing.T) {
	var sink strings.Builder
	out := newBuffer(&sink)
	line := []byte(strings.Repeat("x", 999) + "\n")
	for range 65 {
		if err := out.put(append(out.b, line...)); err != nil {
			t.Fatal(err)
		}
	}
	if sink.Len() != 0 {
		t.Fatalf("65,000 bytes: %d were written, want none", sink.Len())
	}
	if err := out.put(append(out.b, line...)); err != nil {
		t.Fatal(err)
	}
	if sink.Len() != 66_000 {
		t.Fatalf("66,000 bytes: %d were written, want all", sink.Len())
	}
}

func TestBufferKeepsFirstError(t *testing.T) {
	first := errors.New("no space left on device")
	sink := &failing{n: 4, err: first}
	out := newBuffer(sink)
	if err := out.put(append(out.b, "12345678"...)); err != nil {
		t.Fatalf("put: %v before anything was written", err)
	}
	if err := out.Flush(); err != first {
		t.Fatalf("Flush: %v, want %v", err, first)
	}
	sink.n = 100
	if err := out.put(append(out.b, "more"...)); err != first {
		t.Errorf("put after the error: %v, want %v", err, first)
	}
	if err := out.Flush(); err != first {
		t.Errorf("Flush after the error: %v, want %v", err, first)
	}
	if got := sink.String(); got != "1234" {
		t.Errorf("written: %q, want nothing after the error", got)
	}
}

func TestBufferShortWrite(t *testing.T) {
	out := newBuffer(&failing{n: 1})
	out.put(append(out.b, "12"...))
	if err := out.Flush(); err != io.ErrShortWrite {
		t.Errorf("got %v, want io.ErrShortWrite", err)
	}
}
