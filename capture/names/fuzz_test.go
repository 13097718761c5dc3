package names

import (
	"testing"
	"unicode"
)

// FuzzFiles gives any text for the files of names: no name plays tricks on a
// terminal.
func FuzzFiles(f *testing.F) {
	for _, seed := range []string{"127.0.0.1 localhost alias # comment\n::1 ip6", "http 80/tcp www\n", "0:1:2:3:4:5 router\n", "1.2.3.4 a\x1b[2J\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		check := func(name string) {
			for _, r := range name {
				if !unicode.IsPrint(r) || r == unicode.ReplacementChar && name != "" {
					t.Errorf("%q", name)
				}
			}
		}
		for _, name := range parseHosts(text) {
			check(name)
		}
		for port, name := range parseServices(text) {
			if check(name); port == 0 {
				t.Error("port 0 has a name")
			}
		}
		for _, name := range parseEthers(text) {
			check(name)
		}
	})
}
