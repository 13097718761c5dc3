package replay

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"tcpshake/annotate/render"
	"tcpshake/capture"
	"tcpshake/testdata/soak"
)

// moreCaptures names a folder of captures that are tried besides the project's.
const moreCaptures = "TCPSHAKE_CAPTURES"

// Every capture is printed in every format within the time and the memory that
// anybody would give it. What is no capture is refused.
func TestSoakCaptures(t *testing.T) {
	const limit, memory = 2 * time.Second, 2 << 30
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory))
	files, printed, refused, slowest := 0, 0, 0, time.Duration(0)
	for _, path := range captureFiles(t) {
		files++
		for format := render.Text; format <= render.GitHub; format++ {
			begin := time.Now()
			err := File(func() (capture.Source, error) { return capture.OpenFile(path, nil, capture.Options{}) }, format, io.Discard, nil)
			took := time.Since(begin)
			if slowest = max(slowest, took); took > limit {
				t.Errorf("%s as %v took %v", path, format, took)
			}
			if printed++; err != nil {
				refused++
				t.Logf("%s as %v: %v", path, format, err)
			}
		}
	}
	soak.Figure(t, "captures printed in every format", files, "captures")
	soak.Figure(t, "of these runs ended by an error in the file", refused, "runs")
	soak.Figure(t, "slowest of them", slowest.Milliseconds(), "ms")
}

// captureFiles are the project's captures, and all files of the other folder that
// are no texts.
func captureFiles(t *testing.T) (list []string) {
	t.Helper()
	list = fixtures(t, 10)
	folder := os.Getenv(moreCaptures)
	if folder == "" {
		return list
	}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasSuffix(path, ".md") && !strings.HasSuffix(path, ".txt") {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
