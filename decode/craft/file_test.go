package craft_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	const packet = "time 2024-01-01T00:00:00.123456789Z\nlink 147\nraw 0102030405"
	for _, tt := range []struct{ format, want string }{
		{"micro little", "d4c3b2a1 0200 0400 00000000 00000000 00000400 93000000" +
			"80009265 40e20100 05000000 05000000 0102030405"},
		{"micro big", "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000093" +
			"65920080 0001e240 00000005 00000005 0102030405"},
		{"nano little", "4d3cb2a1 0200 0400 00000000 00000000 00000400 93000000" +
			"80009265 15cd5b07 05000000 05000000 0102030405"},
		{"nano big", "a1b23c4d 0002 0004 00000000 00000000 00040000 00000093" +
			"65920080 075bcd15 00000005 00000005 0102030405"},
		{"pcapng micro big", "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c" +
			"00000001 00000020 0093 0000 00040000 0009 0001 06000000 00000000 00000020" +
			"00000006 00000028 00000000 00060dd7 10230240 00000005 00000005 0102030405000000 00000028"},
		{"pcapng nano little", "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000" +
			"01000000 20000000 9300 0000 00000400 0900 0100 09000000 00000000 20000000" +
			"06000000 28000000 00000000 1710a617 15cdc008 05000000 05000000 0102030405000000 28000000"},
	} {
		t.Run(tt.format, func(t *testing.T) {
			c := compile(t, "file "+tt.format+"\n"+packet)
			want := strings.ReplaceAll(tt.want, " ", "")
			if got := hex.EncodeToString(c.Bytes()); got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	whole := compile(t, "raw 0102030405").Bytes()
	cut := compile(t, "cut 3\nraw 0102030405").Bytes()
	if !bytes.Equal(cut, whole[:len(whole)-3]) {
		t.Errorf("cut 3 gives %x, want %x without its last three bytes", cut, whole)
	}
	if n := len(compile(t, "cut 1000000\nraw 01").Bytes()); n != 0 {
		t.Errorf("%d bytes are left of a file that is cut by more than it has", n)
	}
}

// TestReadable has tcpdump read each kind of file.
func TestReadable(t *testing.T) {
	tcpdump, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skip("tcpdump is not installed")
	}
	const want = "1704067200.123456 IP 10.0.0.1.40000 > 10.0.0.2.13306: Flags [S], cksum 0xc7bd (correct), seq 1000, win 65535, length 0\n"
	for _, format := range []string{"micro little", "micro big", "nano little", "nano big", "pcapng micro", "pcapng nano big"} {
		t.Run(format, func(t *testing.T) {
			c := compile(t, "file "+format+"\ntime 2024-01-01T00:00:00.123456Z\nC > S: SYN")
			name := filepath.Join(t.TempDir(), "x")
			if err := os.WriteFile(name, c.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(tcpdump, "-nn", "-tt", "-v", "--micro", "-r", name).Output()
			if err != nil {
				t.Fatal(err)
			}
			// The IPv4 header stands in parentheses between time and addresses.
			got := string(out)
			head, rest, _ := strings.Cut(got, " (")
			if _, addresses, ok := strings.Cut(rest, "\n    "); ok {
				got = head + " " + addresses
			}
			if got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}
