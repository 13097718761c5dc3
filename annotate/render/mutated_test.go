package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"tcpshake/annotate"
	"tcpshake/decode"
	"tcpshake/decode/craft/mutate"
	"tcpshake/testdata/soak"
)

// watcher is a writer that looks at what it gets: printable ASCII in lines, and
// now and then a line whether it is JSON.
type watcher struct {
	json  bool
	line  []byte
	lines int
	wrong string
}

func (h *watcher) Write(b []byte) (int, error) {
	for _, c := range b {
		if c == '\n' {
			h.end()
			continue
		}
		if (c < ' ' || c > '~') && c != '\t' && h.wrong == "" {
			h.wrong = fmt.Sprintf("byte %#x in or after %q", c, h.line)
		}
		h.line = append(h.line, c)
	}
	return len(b), nil
}

func (h *watcher) end() {
	if h.lines++; h.json && h.lines%64 == 0 && !json.Valid(h.line) && h.wrong == "" {
		h.wrong = fmt.Sprintf("not JSON: %s", h.line)
	}
	h.line = h.line[:0]
}

// mill takes frames the whole way to some printers.
type mill struct {
	decoders [300]*decode.Decoder
	tracker  *annotate.Tracker
	printers []Printer
	sinks    []*watcher
	frames   uint64

	frame mutate.Frame
	seg   decode.Segment
	event annotate.Event
	conn  annotate.Connection
}

func newMill(t *testing.T, source *mutate.Source, formats map[Format][]Options) *mill {
	t.Helper()
	const connections = 500
	opt := annotate.DefaultOptions()
	opt.MaxConnections = connections
	m := &mill{tracker: annotate.New(opt)}
	for _, f := range source.Whole() {
		var err error
		if m.decoders[f.DLT], err = decode.New(f.DLT); err != nil {
			t.Fatal(err)
		}
	}
	for format, list := range formats {
		for _, o := range list {
			sink := &watcher{json: format == JSON, line: make([]byte, 0, 1<<20)}
			p := newFormat(format, sink, o, Env{MaxConnections: connections})
			m.printers, m.sinks = append(m.printers, p), append(m.sinks, sink)
		}
	}
	return m
}

// turn follows and prints n frames, a millisecond from each to the next.
func (m *mill) turn(t *testing.T, source *mutate.Source, n int) {
	for range n {
		source.Next(&m.frame)
		m.decoders[m.frame.DLT].Decode(m.frame.Data, m.frame.Len, &m.seg)
		m.frames++
		m.tracker.Observe(&m.seg, m.frames, int64(m.frames)*1e6, &m.event)
		for _, p := range m.printers {
			if m.seg.Class != decode.NotTCP {
				p.Event(&m.event)
			}
		}
		for m.tracker.NextEnded(&m.conn) {
			for _, p := range m.printers {
				p.Connection(&m.conn)
			}
		}
		for _, s := range m.sinks {
			if s.wrong != "" {
				t.Fatalf("%s\nlink type %d, %d bytes on the wire: %x", s.wrong, m.frame.DLT, m.frame.Len, bytes.Clone(m.frame.Data))
			}
		}
	}
}

// Frames whose structure is damaged are followed and printed in every way without
// a crash and without a byte that plays tricks on a terminal, and the usual lines
// cost no allocation.
func TestSoakPrintMutatedFrames(t *testing.T) {
	for name, formats := range map[string]map[Format][]Options{
		"lines": {Text: {{Numeric: 1}, {Numeric: 1, Link: true, Verbose: 3, Nano: true}}, TCPDump: {{Quiet: 1}, {Absolute: true}}},
		"dumps": {Text: {{Hex: 2, Times: 3}, {HexText: 1, Explain: true, Verbose: 1}, {ASCII: 2, Number: true}}},
		"JSON":  {JSON: {{}}, Connections: {{}}},
	} {
		t.Run(name, func(t *testing.T) {
			total := soak.Pick(60_000, 4_000_000)
			source := mutate.New(5)
			m := newMill(t, source, formats)
			m.turn(t, source, total/2) // makes room
			begin := time.Now()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			m.turn(t, source, total/2)
			runtime.ReadMemStats(&after)
			if n := after.Mallocs - before.Mallocs; name == "lines" && n > uint64(total/500) { // a history of a connection now and then
				t.Errorf("%d allocations for %d frames", n, total/2)
			}
			t.Logf("%d connections, %.0f frames/s", m.tracker.Summary().Connections, float64(total/2)/time.Since(begin).Seconds())
			soak.Figure(t, "damaged frames followed and printed as "+name, total, "frames")
		})
	}
}
