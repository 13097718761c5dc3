package annotate

import "testing"

// The summary names the server's end that refused last, for who can find out why.
func TestSummaryNamesWhoRefused(t *testing.T) {
	s := newTale()
	s.run(t, `
		C > S: S 1000
		S > C: R. 0 ack 1001`)
	refused := s.tracker.Summary().Refused
	if want := s.ends[1].Server.Netip(); refused != want || !refused.IsValid() {
		t.Errorf("%v, want %v", refused, want)
	}
	s = newTale()
	s.run(t, "C > S: S 1000\nS > C: S. 1 ack 1001\nC > S: . 1001 ack 2")
	if refused := s.tracker.Summary().Refused; refused.IsValid() {
		t.Errorf("nobody refused, but %v is named", refused)
	}
}
