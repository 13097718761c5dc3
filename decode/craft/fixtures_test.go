package craft_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tcpshake/decode/craft"
)

const captures = "../../testdata/captures"

// TestFixtures checks that the captures are what their scripts say.
func TestFixtures(t *testing.T) {
	scripts, err := filepath.Glob(filepath.Join(captures, "*.pkt"))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts in %s: %v", captures, err)
	}
	readme, err := os.ReadFile(filepath.Join(captures, "../README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".pkt")
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(readme, []byte("| `"+name+"` |")) {
				t.Error("testdata/README.md does not say what it shows")
			}
			src, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			c := compile(t, string(src))
			got, err := os.ReadFile(filepath.Join(captures, name+c.Format.Ext()))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, c.Bytes()) {
				t.Error("the capture is not what the script gives: make fixtures")
			}
			if len(got) > 10_000 {
				t.Errorf("%d bytes: a fixture shows one situation and stays small", len(got))
			}
		})
	}
}

// TestArticle checks what the other tests rely on in the article's case.
func TestArticle(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(captures, "article-lo0.pkt"))
	if err != nil {
		t.Fatal(err)
	}
	c := compile(t, string(src))
	if c.LinkType != 0 || c.Format != (craft.Format{Micro: true}) {
		t.Errorf("link type %d, format %+v; want NULL, microseconds, little-endian", c.LinkType, c.Format)
	}
	if got, want := c.Frames[2].Time-c.Frames[0].Time, int64(54_000); got != want {
		t.Errorf("the handshake takes %d ns, want %d", got, want)
	}
	if got, want := c.Frames[8].Time-c.Frames[5].Time, int64(381_000); got != want {
		t.Errorf("the close takes %d ns, want %d", got, want)
	}
}
