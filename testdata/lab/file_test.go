package lab

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoundTrip(t *testing.T) {
	addrs := cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })
	want := &Result{
		Client: []Frame{
			{Time: 1704067200_123456789, Data: []byte("short"), Len: 5},
			{Time: 1704067201_000000000, Data: make([]byte, 2*snapLen), Len: 2 * snapLen},
		},
		Server: []Frame{{Time: 1704067200_000000001, Data: []byte{}, Len: 0}},
		Changes: []Change{
			{1704067200_000001000, "client", netip.MustParseAddrPort("10.9.0.1:40001"), netip.MustParseAddrPort("10.9.0.2:13306"), "SYN_SENT"},
			{1704067200_999999000, "server", netip.MustParseAddrPort("[fd09::2]:13306"), netip.MustParseAddrPort("[fd09::1]:40001"), "CLOSED"},
		},
	}
	base := filepath.Join(t.TempDir(), "x")
	if err := want.Write(base); err != nil {
		t.Fatal(err)
	}
	got, err := Read(base)
	if err != nil {
		t.Fatal(err)
	}
	want.Client[1].Data = want.Client[1].Data[:snapLen]
	if diff := cmp.Diff(want, got, addrs); diff != "" {
		t.Errorf("read what was not written (-want +got):\n%s", diff)
	}
	text, err := os.ReadFile(base + ".states.tsv")
	if err != nil {
		t.Fatal(err)
	}
	const line = "1704067200.999999\tserver\tfd09::2:13306\tfd09::1:40001\tCLOSED\n"
	if !strings.HasSuffix(string(text), line) {
		t.Errorf("the last line of\n%s is not\n%s", text, line)
	}
}

func TestReadErrors(t *testing.T) {
	for name, write := range map[string]func(base string) error{
		"no files":        func(string) error { return nil },
		"another capture": func(base string) error { return os.WriteFile(base+".client.pcap", make([]byte, 100), 0o600) },
		"a cut capture": func(base string) error {
			b := savefile([]Frame{{Data: []byte("abc"), Len: 3}})
			return os.WriteFile(base+".client.pcap", b[:len(b)-1], 0o600)
		},
		"a cut header": func(base string) error {
			return os.WriteFile(base+".server.pcap", append(savefile(nil), 1, 2, 3), 0o600)
		},
		"a wrong time": func(base string) error {
			return os.WriteFile(base+".states.tsv", []byte("h\n1.5\tc\ta:1\tb:2\tX\n"), 0o600)
		},
		"a missing port": func(base string) error {
			return os.WriteFile(base+".states.tsv", []byte("h\n1.500000\tc\t::\t::1\tX\n"), 0o600)
		},
		"a wrong line": func(base string) error { return os.WriteFile(base+".states.tsv", []byte("h\nx\n"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			base := filepath.Join(t.TempDir(), "x")
			if name != "no files" {
				if err := (&Result{}).Write(base); err != nil {
					t.Fatal(err)
				}
			}
			if err := write(base); err != nil {
				t.Fatal(err)
			}
			if _, err := Read(base); err == nil {
				t.Error("no error")
			}
		})
	}
}

// TestRecorded checks that each scenario has been recorded, and nothing else.
func TestRecorded(t *testing.T) {
	scenarios := Scenarios()
	if len(scenarios) == 0 {
		t.Skip("the lab has no scenarios on this system")
	}
	const folder = "../captures/lab"
	left := map[string]bool{}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		left[f.Name()] = true
		if info, err := f.Info(); err != nil || info.Size() > 20_000 {
			t.Errorf("%s is too large for a fixture, or unreadable: %v", f.Name(), err)
		}
	}
	for _, s := range scenarios {
		if s.Story == "" || !strings.HasSuffix(s.Story, ".") {
			t.Errorf("%s: the story is not a sentence: %q", s.Name, s.Story)
		}
		if _, err := Read(filepath.Join(folder, s.Name)); err != nil {
			t.Error(err)
		}
		for _, suffix := range []string{".client.pcap", ".server.pcap", ".states.tsv"} {
			delete(left, s.Name+suffix)
		}
	}
	for name := range left {
		t.Errorf("%s belongs to no scenario", name)
	}
}
