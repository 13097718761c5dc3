package main

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"tcpshake/decode/craft"
)

func TestClosed(t *testing.T) {
	const open = "file micro\nC > S: SYN\nS > C: SYN-ACK\nC > S: ACK\n"
	for _, tt := range []struct {
		name, script string
		want         bool
	}{
		{"nothing", "", false},
		{"open", open, false},
		{"one FIN", open + "C > S: FIN-ACK\nS > C: ACK", false},
		{"no last ACK", open + "C > S: FIN-ACK\nS > C: FIN-ACK", false},
		{"closed", open + "C > S: FIN-ACK\nS > C: FIN-ACK\nC > S: ACK", true},
		{"cut", open + "C > S: FIN-ACK\nS > C: FIN-ACK\nC > S: ACK\ncut 1", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := craft.Compile(tt.script)
			if err != nil {
				t.Fatal(err)
			}
			if got := closed(c.Bytes()); got != tt.want {
				t.Errorf("closed is %v, want %v", got, tt.want)
			}
		})
	}
	if closed(nil) {
		t.Error("an empty file is closed")
	}
}

// TestRecordedDatabase checks that the committed capture is a whole connection.
func TestRecordedDatabase(t *testing.T) {
	b, err := os.ReadFile("../captures/mariadb.pcap")
	if err != nil {
		t.Fatal(err)
	}
	if !closed(b) {
		t.Error("the capture does not end with the close")
	}
}

func TestPoll(t *testing.T) {
	asked := 0
	if err := poll(t.Context(), "the third time", func() bool { asked++; return asked == 3 }); err != nil || asked != 3 {
		t.Errorf("asked %d times, error %v", asked, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := poll(ctx, "nothing", func() bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want the deadline", err)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"everything"}, {"lab", t.TempDir(), "no_such_scenario"}} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
