package annotate

import "testing"

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
