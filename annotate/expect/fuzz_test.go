package expect

import "testing"

// FuzzParse parses any text: what is taken is taken again as it is written.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"handshakes == 1", "resets==0", "handshake-max < 50ms", "retransmissions <= 2", "resets = 1", "handshakes >", "x !! 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(e.String())
		if err != nil || again.String() != e.String() || again.value != e.value || again.metric.name != e.metric.name {
			t.Errorf("%q becomes %q: %v", text, e.String(), err)
		}
	})
}
