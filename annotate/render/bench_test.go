package render

import (
	"slices"
	"testing"

	"tcpshake/annotate"
)

// keeper keeps a copy of every event.
type keeper struct {
	events []annotate.Event
}

func (k *keeper) Event(e *annotate.Event) error {
	seg := *e.Segment
	copied := *e
	copied.Segment, copied.Findings = &seg, slices.Clone(e.Findings)
	k.events = append(k.events, copied)
	return nil
}

func (k *keeper) Connection(*annotate.Connection) error { return nil }
func (k *keeper) Close(*End) error                      { return nil }
func (k *keeper) Flush() error                          { return nil }

// fixtureEvents returns the events of a fixture.
func fixtureEvents(tb testing.TB, name string) []annotate.Event {
	tb.Helper()
	var k keeper
	f := loadFixture(tb, name)
	f.run(tb, &k)
	return k.events
}

// BenchmarkPacket prints the packets of a whole connection; an operation is one
// packet.
func BenchmarkPacket(b *testing.B) {
	events := fixtureEvents(b, "article-lo0")
	for _, format := range []Format{TCPDump, Text, JSON} {
		b.Run(format.String(), func(b *testing.B) {
			p := newFormat(format, discard{}, Options{Numeric: 1}, Env{})
			i := 0
			for b.Loop() {
				p.Event(&events[i])
				if i++; i == len(events) {
					i = 0
				}
			}
		})
	}
}

// TestPrintersDoNotAllocate prints the packets of fixtures again and again.
func TestPrintersDoNotAllocate(t *testing.T) {
	for _, name := range []string{"article-lo0", "ipv6", "reset-by-server", "retransmission-fast", "zero-window"} {
		events := fixtureEvents(t, name)
		for _, format := range []Format{TCPDump, Text, JSON} {
			p := newFormat(format, discard{}, Options{Numeric: 1, Color: ColorAlways}, Env{})
			if n := testing.AllocsPerRun(200, func() {
				for i := range events {
					p.Event(&events[i])
				}
			}); n != 0 {
				t.Errorf("%s as %v: %v allocations, want none", name, format, n)
			}
		}
	}
}
