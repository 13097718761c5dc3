// Package program builds tcpshake for tests that run it as a user does.
package program

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Build builds tcpshake in a folder that is removed after the test, and returns where
// it is. module is the folder of the module.
func Build(t testing.TB, module string) string {
	t.Helper()
	DependOn(t, module)
	path := filepath.Join(t.TempDir(), "tcpshake")
	if out, err := exec.Command("go", "build", "-o", path, module).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// DependOn looks at the sources of the module. go test runs a test again when files
// that it looked at have changed, and knows nothing of what a build looks at that the
// test begins.
func DependOn(t testing.TB, module string) {
	t.Helper()
	err := filepath.WalkDir(module, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(entry.Name(), ".go") {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
