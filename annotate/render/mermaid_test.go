package render

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// mermaidVersion is the release of the npm package mermaid that diagrams are
// tried with; .ci/deps reads it here.
const mermaidVersion = "12.3.0"

// mermaidPage draws the diagrams that its hash names the number of: parse throws
// what the parser has to say, and render lays the diagram out as pages do.
const mermaidPage = `<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script src="mermaid.js"></script>
<script>
mermaid.initialize({ startOnLoad: false });
async function draw(source, n) {
  await mermaid.parse(source);
  const { svg } = await mermaid.render("diagram" + n, source);
  document.body.innerHTML = svg;
  const texts = selector => [...document.querySelectorAll(selector)].map(e => e.textContent);
  return { arrows: document.querySelectorAll(".messageLine0, .messageLine1").length, texts: texts(".messageText"), notes: texts(".noteText"), ends: texts("text.actor") };
}
</script>`

// drawn is what Mermaid made of a diagram.
type drawn struct {
	Arrows             int
	Texts, Notes, Ends []string
}

// openMermaid opens a page that can draw diagrams, or skips the test when
// Mermaid was not fetched.
func openMermaid(t *testing.T) *browser {
	t.Helper()
	b := openBrowser(t)
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skipf("no folder for what tests fetch: %v", err)
	}
	script, err := os.ReadFile(filepath.Join(cache, "tcpshake", "mermaid-"+mermaidVersion+".js"))
	if err != nil {
		t.Skipf("the npm package mermaid was not fetched, which .ci/deps does where there are npm and a browser: %v", err)
	}
	folder := t.TempDir()
	for name, text := range map[string][]byte{"mermaid.js": script, "page.html": []byte(mermaidPage)} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.needs = "file://" + filepath.Join(folder, "mermaid.js")
	b.open(filepath.Join(folder, "page.html"))
	return b
}

// mermaidFence is a diagram in Markdown.
var mermaidFence = regexp.MustCompile("(?s)```mermaid\n(.*?)```\n")

// drawMermaid has Mermaid draw the diagrams of a text.
func drawMermaid(t *testing.T, b *browser, markdown string) []drawn {
	t.Helper()
	var list []drawn
	for i, m := range mermaidFence.FindAllStringSubmatch(markdown, -1) {
		source, err := json.Marshal(m[1])
		if err != nil {
			t.Fatal(err)
		}
		var d drawn
		answer := b.eval(fmt.Sprintf(`draw(%s, %d).catch(e => ({ texts: ["ERROR " + e] }))`, source, i))
		if err := json.Unmarshal([]byte(answer), &d); err != nil {
			t.Fatalf("%v in %s", err, answer)
		}
		if len(d.Texts) > 0 && strings.HasPrefix(d.Texts[0], "ERROR") {
			t.Errorf("%s\n%s", d.Texts[0], m[1])
		}
		list = append(list, d)
	}
	return list
}

// TestMermaidDraws has Mermaid itself draw every fixture, and stories with all
// findings and with more packets than a diagram holds.
func TestMermaidDraws(t *testing.T) {
	b := openMermaid(t)
	// That it takes all it is given would prove nothing if it took anything.
	checkPage(t, b, `mermaid.parse("sequenceDiagram\n C->>").then(() => "taken", () => "refused")`, `"refused"`)
	for _, s := range append(stories(), longStory(), hostileStory()) {
		t.Run("story "+s.name, func(t *testing.T) {
			checkMermaidDrawing(t, b, s.print(t, Mermaid, Options{Verbose: 1}, Env{}))
			b.picture("mermaid-" + s.name)
		})
	}
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) { checkMermaidDrawing(t, b, f.print(t, Mermaid, Options{Verbose: 1}, Env{})) })
	}
	b.checkNoComplaints()
}

// checkMermaidDrawing has Mermaid draw all diagrams of a text, and compares the
// arrows, their texts and the notes with the statements.
func checkMermaidDrawing(t *testing.T, b *browser, markdown string) {
	t.Helper()
	fences := mermaidFence.FindAllStringSubmatch(markdown, -1)
	for i, d := range drawMermaid(t, b, markdown) {
		var texts, notes []string
		for line := range strings.Lines(fences[i][1]) {
			switch statement, text, _ := strings.Cut(strings.TrimSpace(line), ": "); {
			case strings.HasPrefix(statement, "Note "):
				notes = append(notes, mermaidPlain(text))
			case text != "":
				texts = append(texts, mermaidPlain(text))
			}
		}
		if d.Arrows != len(texts) {
			t.Errorf("%d arrows are drawn, want %d", d.Arrows, len(texts))
		}
		if diff := cmp.Diff(texts, d.Texts); diff != "" {
			t.Errorf("the texts of the arrows (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(strings.Join(notes, ""), strings.Join(d.Notes, "")); diff != "" {
			t.Errorf("the notes (-want +got):\n%s", diff)
		}
	}
}

// mermaidPlain returns what a text shows: #59; is a semicolon.
func mermaidPlain(text string) string {
	return regexp.MustCompile("#([0-9]+);").ReplaceAllStringFunc(text, func(code string) string {
		n, _ := strconv.Atoi(code[1 : len(code)-1])
		return string(rune(n))
	})
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
