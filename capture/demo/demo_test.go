package demo

import (
	"context"
	"net"
	"testing"
	"time"
)

func TestConversationHolds(t *testing.T) {
	c, err := Listen()
	if err != nil {
		t.Fatal(err)
	}
	if c.Port() == 0 {
		t.Fatal("no port")
	}
	if err := c.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if conn, err := net.Dial("tcp4", c.listener.Addr().String()); err == nil {
		conn.Close()
		t.Error("the port is still open")
	}
}

// TestConversationEndsWithContext: an end that the caller wants is no failure, whether
// it comes before, or at any time meanwhile.
func TestConversationEndsWithContext(t *testing.T) {
	for _, limit := range []time.Duration{0, 10 * time.Microsecond, 100 * time.Microsecond, time.Millisecond} {
		c, err := Listen()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		if err := c.Run(ctx); err != nil {
			t.Errorf("after %v: %v", limit, err)
		}
		cancel()
	}
}

func TestConversationTellsOfFailure(t *testing.T) {
	c, err := Listen()
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if err := c.Run(context.Background()); err == nil {
		t.Error("no error, although there is no server")
	}
}

func TestRecordingIsCapture(t *testing.T) {
	const magic = "\xd4\xc3\xb2\xa1"
	if r := Recording(); len(r) < 24 || r[:4] != magic {
		t.Errorf("recording begins with %q, want %q", r[:min(4, len(r))], magic)
	}
}
