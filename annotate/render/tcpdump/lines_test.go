package tcpdump

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tcpshake/decode/craft"
)

var update = flag.Bool("update", false, "write testdata/lines anew, with what tcpdump prints")

// lineTest is a block of a file in testdata/lines: what it shows, tcpdump's
// options, the script of a packet, and the text behind "| ".
type lineTest struct {
	name, flags, script, want string
}

// TestLines prints the packets in testdata/lines. The texts there are
// tcpdump's own: -update writes them.
func TestLines(t *testing.T) {
	files, err := filepath.Glob("testdata/lines/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			tests := readLines(t, file)
			if *update {
				requireTCPDump(t)
				rewriteLines(t, file, tests)
			}
			for _, tt := range tests {
				t.Run(tt.name+" "+tt.flags, func(t *testing.T) {
					got := printed(t, tt.compile(t), tt.flags+" -t", time.UTC)
					if last := got[len(got)-1]; last != tt.want {
						t.Errorf("%s\n got %q\nwant %q", tt.script, last, tt.want)
					}
				})
			}
		})
	}
}

// The texts in testdata/lines are what the installed tcpdump prints. Those with
// names are left out: they depend on the machine.
func TestLinesAreTCPDumps(t *testing.T) {
	requireTCPDump(t)
	files, _ := filepath.Glob("testdata/lines/*.txt")
	for _, file := range files {
		for _, tt := range readLines(t, file) {
			if !strings.Contains(tt.flags, "-n") {
				continue
			}
			texts := oracle(t, tt.compile(t), tt.flags+" -t", "UTC0")
			if last := texts[len(texts)-1]; last != tt.want {
				t.Errorf("%s: %s [%s]\n tcpdump: %q\nin file: %q", filepath.Base(file), tt.name, tt.flags, last, tt.want)
			}
		}
	}
}

func (tt *lineTest) compile(t *testing.T) *craft.Capture {
	t.Helper()
	c, err := craft.Compile(tt.script)
	if err != nil {
		t.Fatalf("%s: %v", tt.name, err)
	}
	return c
}

func readLines(t *testing.T, file string) []lineTest {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var tests []lineTest
	for block := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
		lines := strings.Split(block, "\n")
		if len(lines) < 3 || !strings.HasPrefix(lines[0], "# ") || !strings.HasPrefix(lines[1], "tcpdump") {
			t.Fatalf("%s: want a name, a command, and a script:\n%s", file, block)
		}
		tt := lineTest{name: lines[0][2:], flags: strings.TrimPrefix(lines[1][len("tcpdump"):], " ")}
		var script, want []string
		for _, line := range lines[2:] {
			if out, ok := strings.CutPrefix(line, "| "); ok {
				want = append(want, out)
			} else {
				script = append(script, line)
			}
		}
		tt.script, tt.want = strings.Join(script, "\n"), strings.Join(want, "\n")
		tests = append(tests, tt)
	}
	return tests
}

func rewriteLines(t *testing.T, file string, tests []lineTest) {
	t.Helper()
	var b strings.Builder
	for i := range tests {
		tt := &tests[i]
		texts := oracle(t, tt.compile(t), tt.flags+" -t", "UTC0")
		tt.want = texts[len(texts)-1]
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("# " + tt.name + "\n" + strings.TrimSpace("tcpdump "+tt.flags) + "\n" + tt.script + "\n| ")
		b.WriteString(strings.ReplaceAll(tt.want, "\n", "\n| ") + "\n")
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
