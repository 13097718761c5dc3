package demo

import (
	"context"
	"errors"
	"net"
	"testing"
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

func TestConversationEndsWithContext(t *testing.T) {
	c, err := Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Run(ctx); err == nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want the context's error", err)
	}
}

func TestRecordingIsCapture(t *testing.T) {
	const magic = "\xd4\xc3\xb2\xa1"
	if r := Recording(); len(r) < 24 || r[:4] != magic {
		t.Errorf("recording begins with %q, want %q", r[:min(4, len(r))], magic)
	}
}
