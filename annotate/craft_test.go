package annotate

import (
	"strings"
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// timed is one decoded frame of a script.
type timed struct {
	seg    decode.Segment
	number uint64
	time   int64
}

// compile decodes the frames of a craft script. Its link type is RAW, so that
// a frame is an IP packet.
func compile(t testing.TB, src string) []timed {
	t.Helper()
	frames, err := craft.Parse("link RAW\ntime 2024-01-01T00:00:00Z\n" + src)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	const dltRaw = 12
	d, err := decode.New(dltRaw)
	if err != nil {
		t.Fatal(err)
	}
	list := make([]timed, len(frames))
	for i, f := range frames {
		d.Decode(f.Data, f.Len, &list[i].seg)
		list[i].number, list[i].time = uint64(i+1), f.Time
	}
	return list
}

// packetLine is one packet of a story: what is sent, and what is expected of it.
type packetLine struct{ send, want string }

// story compiles the packets of lines after some settings.
func story(t testing.TB, settings string, lines []packetLine) []timed {
	t.Helper()
	var b strings.Builder
	b.WriteString(settings)
	for _, l := range lines {
		b.WriteString("\n" + l.send)
	}
	return compile(t, b.String())
}
