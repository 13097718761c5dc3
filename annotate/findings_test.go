package annotate

import (
	"strings"
	"testing"
)

// tellFindings plays a tale of which each packet tells the words of all its
// findings behind the arrow, those of -v too. A packet without an arrow must
// have none. What every connection has is left out: the handshake, its result,
// and the steps of the close.
func tellFindings(t *testing.T, text string) *tale {
	t.Helper()
	s := newTale()
	s.tracker = New(s.opt)
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "//")
		if line == "" {
			continue
		}
		what, want, _ := strings.Cut(line, "=>")
		s.play(what)
		if got := findingWords(s.events[len(s.events)-1].findings); got != strings.TrimSpace(want) {
			t.Errorf("%s\n   got  %s\n   want %s", strings.TrimSpace(what), got, strings.TrimSpace(want))
		}
	}
	return s
}

func findingWords(list []Finding) string {
	var words []string
	for i := range list {
		switch list[i].Kind {
		case FindingHandshake, FindingNegotiated, FindingClose:
		default:
			words = append(words, string(list[i].AppendText(nil)))
		}
	}
	return strings.Join(words, "; ")
}

func runFindings(t *testing.T, tales []namedTale) {
	for _, row := range tales {
		t.Run(row.name, func(t *testing.T) { tellFindings(t, row.text) })
	}
}

// openSACK opens a connection with SACK, time stamps and a scale of 7, and a
// round trip of 40 ms that is all on the server's side.
const openSACK = `
	C > S: S 1000 mss 1460 ws 7 sackok ts 100/0 win 64000
	+40ms S > C: S. 5000 ack 1001 mss 1460 ws 7 sackok ts 900/100 win 64000
	C > S: . 1001 ack 5001 win 500 ts 141/900
`

// openWide is the same with a window that is the largest before and after it is
// scaled.
const openWide = `
	C > S: S 1000 mss 1460 ws 7 sackok ts 100/0
	+40ms S > C: S. 5000 ack 1001 mss 1460 ws 7 sackok ts 900/100
	C > S: . 1001 ack 5001 win 500 ts 141/900
`
