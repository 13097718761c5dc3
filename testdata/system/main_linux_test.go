package system

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"tcpshake/capture/netns"
	built "tcpshake/testdata/program"
)

const (
	// isolated marks the process that runs the tests in namespaces of its own.
	isolated = "SYSTEM_TEST_ISOLATED"
	// programPath names the program under test.
	programPath = "SYSTEM_TEST_PROGRAM"
	// module is the way to the top of the module.
	module = "../.."
)

// TestMain runs the tests in namespaces of their own, where nobody else's packets
// are seen, all ports are free, and what is mounted goes with them.
func TestMain(m *testing.M) {
	if os.Geteuid() != 0 {
		os.Exit(m.Run()) // each test says that it needs root
	}
	if os.Getenv(isolated) == "" {
		os.Exit(isolate())
	}
	status, err := prepareAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "system:", err)
		status = 1
	}
	os.Exit(status)
}

// isolate runs this program again in new namespaces.
func isolate() int {
	os.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin:/sbin")
	os.Setenv(isolated, "1")
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := netns.Isolate(cmd)
	if err == nil {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWNS
		err = cmd.Run()
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "system: no namespaces:", err)
		return 1
	}
	return cmd.ProcessState.ExitCode()
}

// prepareAndRun builds the program and runs the tests.
func prepareAndRun(m *testing.M) (int, error) {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return 0, fmt.Errorf("mounts: %w", err)
	}
	if err := netns.BringUp(); err != nil {
		return 0, err
	}
	folder, err := os.MkdirTemp("", "system")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	// Users without rights run it, too.
	if err := os.Chmod(folder, 0o755); err != nil {
		return 0, err
	}
	path := filepath.Join(folder, "tcpshake")
	if out, err := exec.Command("go", "build", "-o", path, module).CombinedOutput(); err != nil {
		return 0, fmt.Errorf("go build: %w: %s", err, out)
	}
	os.Setenv(programPath, path)
	return m.Run(), nil
}

// inputs has the sources of the program looked at once.
var inputs sync.Once

// program returns the program under test, and skips the test where there is none.
func program(t testing.TB) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can make namespaces, mount file systems and give up rights")
	}
	inputs.Do(func() { built.DependOn(t, module) })
	return os.Getenv(programPath)
}

// need skips the test where a program is not installed.
func need(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
}
