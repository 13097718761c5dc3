package render

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// fixture is a capture that a script in testdata/captures describes.
type fixture struct {
	name    string
	capture *craft.Capture
}

// fixtures returns all captures that scripts describe.
func fixtures(tb testing.TB) []fixture {
	tb.Helper()
	paths, err := filepath.Glob("../../testdata/captures/*.pkt")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no scripts in testdata/captures: %v", err)
	}
	var list []fixture
	for _, path := range paths {
		list = append(list, loadFixture(tb, strings.TrimSuffix(filepath.Base(path), ".pkt")))
	}
	return list
}

func loadFixture(tb testing.TB, name string) fixture {
	tb.Helper()
	script, err := os.ReadFile(filepath.Join("..", "..", "testdata", "captures", name+".pkt"))
	if err != nil {
		tb.Fatal(err)
	}
	c, err := craft.Compile(string(script))
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return fixture{name: name, capture: c}
}

// run decodes and follows the frames of f and hands them to p, as the program
// does.
func (f *fixture) run(tb testing.TB, p Printer) {
	tb.Helper()
	decoder, err := decode.New(f.capture.LinkType)
	if err != nil {
		tb.Skipf("%s: %v", f.name, err)
	}
	opt := annotate.DefaultOptions()
	opt.StateTimes = true // as for JSON; the others do not show them
	tracker := annotate.New(opt)
	var seg decode.Segment
	var ev annotate.Event
	var conn annotate.Connection
	ended := func() {
		for tracker.NextEnded(&conn) {
			if err := p.Connection(&conn); err != nil {
				tb.Fatal(err)
			}
		}
	}
	for i := range f.capture.Frames {
		frame := &f.capture.Frames[i]
		decoder.Decode(frame.Data, frame.Len, &seg)
		tracker.Observe(&seg, uint64(i+1), frame.Time, &ev)
		if seg.Class == decode.NotTCP {
			continue
		}
		if err := p.Event(&ev); err != nil {
			tb.Fatal(err)
		}
		ended()
	}
	tracker.Close()
	ended()
	sum := tracker.Summary()
	if err := p.Close(&End{Summary: sum}); err != nil {
		tb.Fatal(err)
	}
}

// newFormat returns the printer of a format.
func newFormat(format Format, w io.Writer, opt Options, env Env) Printer {
	opt.Format = format
	return New(w, opt, env)
}

// print returns what a format makes of f.
func (f *fixture) print(tb testing.TB, format Format, opt Options, env Env) string {
	tb.Helper()
	var sink bytes.Buffer
	p := newFormat(format, &sink, opt, env)
	f.run(tb, p)
	return sink.String()
}

// TestFixtureText is the record of what the program says about every situation
// that there is a fixture of.
func TestFixtureText(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			checkGolden(t, f.name+".text.txt", []byte(f.print(t, Text, Options{Numeric: 1}, Env{})))
		})
	}
}

// TestFixtureFormats does the same for the other formats, with fewer fixtures.
func TestFixtureFormats(t *testing.T) {
	endings := map[Format]string{
		JSON: "json.ndjson", Connections: "connections.txt", Ladder: "ladder.txt", Mermaid: "mermaid.md", GitHub: "github.md",
		HTML: "html.ndjson",
	}
	for _, name := range []string{
		"article-lo0", "refused", "syn-lost-twice", "reset-by-server", "close-simultaneous", "ipv6", "retransmission-timeout",
		"icmp-port-unreachable", "midstream",
	} {
		f := loadFixture(t, name)
		for format, ending := range endings {
			t.Run(name+"/"+format.String(), func(t *testing.T) {
				out := f.print(t, format, Options{}, Env{})
				if format == HTML {
					// The page around its data is the same for all.
					out = strings.Join(htmlLines(t, out), "\n") + "\n"
				}
				checkGolden(t, name+"."+ending, []byte(out))
			})
		}
	}
}

// TestFixtureJSON validates every line of every fixture by the schema.
func TestFixtureJSON(t *testing.T) {
	s := loadSchema(t)
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			out := f.print(t, JSON, Options{Verbose: 1}, Env{})
			for line := range strings.Lines(out) {
				if err := s.check([]byte(line)); err != nil {
					t.Errorf("%v\n%s", err, line)
				}
			}
			if !strings.Contains(out, `"type":"summary"`) {
				t.Error("there is no summary")
			}
		})
	}
}

// TestFixturesAreHarmless prints every fixture in every format and looks for
// bytes that a terminal would obey.
func TestFixturesAreHarmless(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			for _, format := range []Format{Text, TCPDump, JSON, Connections, Ladder, Mermaid, GitHub} {
				for _, opt := range []Options{{}, {Verbose: 2, Explain: format == Text, Link: true, HexText: 2}, {ASCII: 1}} {
					out := f.print(t, format, opt, Env{})
					for line := range strings.Lines(out) {
						checkHarmless(t, strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\t", " "))
					}
				}
			}
		})
	}
}

// TestFixturesColor makes sure that colour adds sequences and nothing else.
func TestFixturesColor(t *testing.T) {
	for _, f := range fixtures(t) {
		for _, format := range []Format{Text, Connections, Ladder} {
			opt := Options{Explain: format == Text}
			plain := f.print(t, format, opt, Env{})
			opt.Color = ColorAlways
			if got := sgr.ReplaceAllString(f.print(t, format, opt, Env{}), ""); got != plain {
				t.Errorf("%s as %v: without its sequences\n%s\nwant\n%s", f.name, format, got, plain)
			}
		}
	}
}
