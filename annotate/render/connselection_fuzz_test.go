package render

import "testing"

// FuzzConnSelection parses any text: what is taken is taken again as it is written.
func FuzzConnSelection(f *testing.F) {
	for _, seed := range []string{"1", "127.0.0.1:80", "[::1]:80", "[fe80::1%lo]:80", "0", "-1", ":80", "[::ffff:1.2.3.4]:5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c, again ConnSelection
		if c.Set(text) != nil {
			return
		}
		if err := again.Set(c.String()); err != nil || again != c || c.empty() {
			t.Errorf("%q becomes %q: %v", text, c.String(), err)
		}
	})
}
