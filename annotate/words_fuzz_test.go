package annotate

import (
	"strings"
	"testing"
)

// FuzzSelection gives any list of names: it is taken as a whole, and then its
// names are taken again, or the first name that is none is told.
func FuzzSelection(f *testing.F) {
	for _, seed := range []string{"syn,syn-ack", "problem", "Handshake , CLOSE", "reset,refused", "", ",", "retransmission\x1b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, list string) {
		for _, vocabulary := range []Vocabulary{Packets, Outcomes} {
			s := NewSelection(vocabulary)
			if err := s.Set(list); err != nil {
				for _, r := range err.Error() {
					if r == 0x1b {
						t.Errorf("%q is told as it is", list)
					}
				}
				continue
			}
			again := NewSelection(vocabulary)
			if err := again.Set(s.String()); err != nil || again.labels != s.labels || again.findings != s.findings || again.verdicts != s.verdicts {
				t.Errorf("%q becomes %q: %v", list, s.String(), err)
			}
		}
	})
}

// FuzzServerPort gives any filter: a port that is taken from it stands in it.
func FuzzServerPort(f *testing.F) {
	for _, seed := range []string{"port 13306", "tcp and (port 80 or 443)", "host 10.0.0.1 and dst port 22", "port 99999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		var o Options
		o.SetFilter(filter)
		if o.ServerPort != 0 && !strings.Contains(filter, "port") {
			t.Errorf("%q names port %d", filter, o.ServerPort)
		}
	})
}
