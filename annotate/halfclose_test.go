package annotate

import (
	"fmt"
	"testing"
)

func TestHalfClosed(t *testing.T) {
	const closed = tellData + `
		C > S: F. 1011 ack 5001
		S > C: . 5001 ack 1012
	`
	runFindings(t, []namedTale{
		{"for long", closed + `
			+37s S > C: F. 5001 ack 1012   => half-closed by server for 37s`},
		{"used", closed + `
			S > C: P. 5001+10 ack 1012     => 10 bytes to a half-closed end
			S > C: F. 5011 ack 1012        => half-closed by server for 3ms`},
		{"shortly, for nothing", closed + `
			+900ms S > C: F. 5001 ack 1012 =>`},
		{"both at once", tellData + `
			C > S: F. 1011 ack 5001
			+2s S > C: F. 5001 ack 1011    =>`},
	})
}

// What is reported of the end: when it ended, and for how long an end has not
// closed after the other did.
func TestEndOfClose(t *testing.T) {
	const fin = tellData + `
		C > S: F. 1011 ack 5001
	`
	for _, c := range []struct {
		name, text            string
		verdict               Verdict
		lastACK               bool
		halfClosed, closeTime int64
	}{
		{"open", tellData, Open, false, 0, -1},
		{"whole", fin + `
			S > C: F. 5001 ack 1012
			C > S: . 1012 ack 5002`, ClosedBoth, true, 0, 2 * ms},
		{"the last acknowledgment is missing", fin + `
			+5s S > C: F. 5001 ack 1012`, ClosedBoth, false, 0, -1},
		{"the server does not close", fin + `
			+5s S > C: P. 5001+10 ack 1012
			+32s C > S: . 1012 ack 5011`, HalfClosed, false, 37 * sec, -1},
		{"nothing happens, and time passes elsewhere", fin + `
			+40s C9 > S9: S 1`, HalfClosed, false, 40 * sec, -1},
		{"a RST ends the close", fin + `
			+2s S > C: R. 5001 ack 1012`, Reset, false, 0, 2 * sec},
		{"a RST ends what nobody closed", tellData + `
			+2s S > C: R. 5001 ack 1011`, Reset, false, 0, -1},
		{"a FIN that was not captured", tellData + `
			C > S: . 1012 ack 5002
			+5s C > S: . 1012 ack 5002`, Open, false, 0, -1},
	} {
		end := endOf(t, c.text)
		if end.Verdict != c.verdict || end.LastACK != c.lastACK || end.HalfClosed != c.halfClosed || end.CloseTime != c.closeTime {
			t.Errorf("%s: %v, last ACK %v, half-closed %d, close %d; want %v, %v, %d, %d", c.name,
				end.Verdict, end.LastACK, end.HalfClosed, end.CloseTime, c.verdict, c.lastACK, c.halfClosed, c.closeTime)
		}
	}
}

func TestFloodSources(t *testing.T) {
	s := newTale()
	s.tracker = New(s.opt)
	text := ""
	for i := range 120 {
		s.play(fmt.Sprintf("+10ms %c%d > S: S 1000", "CL"[i%2], 1000+i))
		for j := range s.event.Findings {
			if f := &s.event.Findings[j]; f.Kind == FindingSYNFlood {
				text = string(f.AppendText(nil))
			}
		}
	}
	if want := "SYN flood: 100 handshakes left half-open in 1s, from at least 2 addresses"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
}
