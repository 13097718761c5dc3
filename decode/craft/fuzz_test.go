package craft_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tcpshake/decode/craft"
)

// FuzzCompile: any text is either a capture or an error with a line number.
func FuzzCompile(f *testing.F) {
	scripts, err := filepath.Glob(filepath.Join(captures, "*.pkt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, script := range scripts {
		src, err := os.ReadFile(script)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Fuzz(func(t *testing.T, src string) {
		c, err := craft.Compile(src)
		if err != nil {
			var e *craft.Error
			if !errors.As(err, &e) || e.Line < 1 {
				t.Fatalf("%v is not a *craft.Error with a line", err)
			}
			return
		}
		for i, frame := range c.Frames {
			if len(frame.Data) > c.SnapLen {
				t.Fatalf("frame %d: %d bytes captured, the snapshot length is %d", i, len(frame.Data), c.SnapLen)
			}
		}
		if again, err := craft.Compile(src); err != nil || string(again.Bytes()) != string(c.Bytes()) {
			t.Fatalf("the same script gives another capture: %v", err)
		}
	})
}
