package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// FuzzPrinters prints arbitrary frames in every format. What comes out must be
// harmless to a terminal and, where it is JSON, JSON. The input is a frame, its
// link type, and how often its bytes change on the way through a small capture.
func FuzzPrinters(f *testing.F) {
	for _, name := range []string{"all-options", "article-lo0", "hostile-text", "icmp-port-unreachable", "ipv6", "sll2", "tfo-accepted"} {
		fixture := loadFixture(f, name)
		for _, frame := range fixture.capture.Frames {
			f.Add(frame.Data, fixture.capture.LinkType, byte(1))
		}
	}
	f.Fuzz(func(t *testing.T, frame []byte, link int, change byte) {
		decoder, err := decode.New(link)
		if err != nil || len(frame) == 0 {
			return
		}
		for _, format := range []Format{Text, TCPDump, JSON, Connections, Ladder, Mermaid, HTML, GitHub} {
			checkOutput(t, format, printChanged(t, format, decoder, frame, change))
		}
	})
}

// printChanged prints a frame four times, each time with other bytes at the end
// of its headers.
func printChanged(t *testing.T, format Format, decoder *decode.Decoder, frame []byte, change byte) []byte {
	t.Helper()
	var sink bytes.Buffer
	p := newFormat(format, &sink, Options{Verbose: 1, Explain: format == Text}, Env{})
	tracker := annotate.New(annotate.DefaultOptions())
	var seg decode.Segment
	var ev annotate.Event
	var conn annotate.Connection
	for i := range 4 {
		data := bytes.Clone(frame)
		data[len(data)*i/5] += change * byte(i)
		decoder.Decode(data, len(data), &seg)
		tracker.Observe(&seg, uint64(i+1), int64(i)*1e6, &ev)
		if seg.Class != decode.NotTCP {
			p.Event(&ev)
		}
	}
	tracker.Close()
	for tracker.NextEnded(&conn) {
		p.Connection(&conn)
	}
	sum := tracker.Summary()
	if err := p.Close(&End{Summary: sum}); err != nil {
		t.Fatal(err)
	}
	return sink.Bytes()
}

func checkOutput(t *testing.T, format Format, out []byte) {
	t.Helper()
	lines := strings.Split(string(out), "\n")
	if format == HTML {
		if n := bytes.Count(out, []byte("</script>")); n != 2 {
			t.Errorf("the page has %d script elements, want 2", n)
		}
		lines = htmlLines(t, string(out))
		checkHTMLLines(t, lines)
	}
	for _, line := range lines {
		checkHarmless(t, strings.ReplaceAll(line, "\t", " "))
		if format == JSON && line != "" && !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}
