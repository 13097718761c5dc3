package near

import "testing"

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"prt", "port", 1}, {"prot", "port", 1},
		{"eth0", "ehto", 2}, {"lo0", "lo", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, not %d", c.a, c.b, got, c.want)
		}
	}
}

func TestWord(t *testing.T) {
	words := []string{"eth0", "lo", "docker0", "wlan0"}
	for _, c := range []struct{ typed, want string }{
		{"eth", "eth0"}, {"ehto", "eth0"}, {"lo0", "lo"}, {"dokcer0", "docker0"}, {"en0", "eth0"}, {"", ""}, {"x", ""},
	} {
		if got := Word(c.typed, words, 2); got != c.want {
			t.Errorf("%q: %q, not %q", c.typed, got, c.want)
		}
	}
}
