package render

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"tcpshake/annotate"
)

func TestMermaidGolden(t *testing.T) {
	for _, s := range stories() {
		t.Run(s.name, func(t *testing.T) {
			checkGolden(t, "story-"+s.name+".mermaid.md", []byte(s.print(t, Mermaid, Options{}, Env{})))
		})
	}
}

// longStory has more packets than a diagram holds.
func longStory() story {
	s := story{"long", wholeConnection()[:3], wholeRecord()}
	for i := range 400 {
		s.steps = append(s.steps, wholeConnection()[3])
		s.steps[len(s.steps)-1].us += int64(i) * 1000
	}
	s.steps = append(s.steps, wholeConnection()[7:]...)
	return s
}

func TestMermaidBound(t *testing.T) {
	s := longStory()
	out := s.print(t, Mermaid, Options{}, Env{})
	if n := strings.Count(out, ">>"); n != maxMermaidArrows {
		t.Errorf("%d arrows, want %d", n, maxMermaidArrows)
	}
	if want := "Note over C,S: 207 more packets are not drawn"; !strings.Contains(out, want) {
		t.Errorf("%q is missing", want)
	}
	if !strings.Contains(out, "FIN seq 27") {
		t.Error("the close is not drawn")
	}
}

func TestMermaidText(t *testing.T) {
	tests := []struct{ in, want string }{
		{"SYN seq 0", "SYN seq 0"},
		{"[::1]:80", "#91;::1#93;:80"},
		{"a;b#c", "a#59;b#35;c"},
		{"<script>", "#60;script#62;"},
		{"x\ny\x1b", "x?y?"},
		{"```", "#96;#96;#96;"},
		{"%%{init}%%", "#37;#37;#123;init#125;#37;#37;"},
		{"\u202e\xff", "#8238;#65533;"},
	}
	for _, tt := range tests {
		if got := string(appendMermaidText(nil, []byte(tt.in))); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

// mermaidParser is a program for node: it parses each diagram that stands in a
// fence of its standard input.
const mermaidParser = `
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
(async () => {
  const mermaid = (await import(require.resolve("mermaid"))).default;
  const text = require("fs").readFileSync(0, "utf8");
  let n = 0;
  for (const m of text.matchAll(/` + "```mermaid\\n([^]*?)\\n```" + `/g)) {
    await mermaid.parse(m[1]);
    n++;
  }
  console.log(n);
})().catch(e => { console.error(e.message || e); process.exit(1); });
`

// TestMermaidParses asks Mermaid itself. It runs where node finds the packages
// mermaid and jsdom, by NODE_PATH: npm install mermaid jsdom.
func TestMermaidParses(t *testing.T) {
	if os.Getenv("NODE_PATH") == "" {
		t.Skip("NODE_PATH does not name a folder with the npm packages mermaid and jsdom")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	var in strings.Builder
	all := append(stories(), longStory(), hostileStory())
	for _, s := range all {
		in.WriteString(s.print(t, Mermaid, Options{Verbose: 1}, Env{}))
	}
	cmd := exec.Command(node, "-e", mermaidParser)
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := strings.TrimSpace(string(out)); got != "4" {
		t.Errorf("Mermaid parsed %s diagrams, want %d", got, len(all))
	}
}

// hostileStory is one over IPv6 that has every finding there is.
func hostileStory() story {
	s := story{"hostile", wholeConnection(), wholeRecord()}
	s.record.Client.Addr, s.record.Server.Addr = records()[2].Client.Addr, records()[2].Client.Addr
	for k := 1; k < annotate.FindingKinds(); k++ {
		st := &s.steps[k%len(s.steps)]
		st.findings = append(st.findings, annotate.Finding{Kind: annotate.FindingKind(k), N: 1, A: 2, B: 3, Time: 4})
	}
	return s
}
