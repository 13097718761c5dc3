package privilege

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const helper = "PRIVILEGE_TEST_HELPER"

// again runs the test that calls it again in a process of its own, since what is
// dropped does not come back, and returns true there.
func again(t *testing.T) bool {
	t.Helper()
	if os.Getenv(helper) == t.Name() {
		// Some threads that exist before.
		for range 4 {
			go func() { select {} }()
		}
		return true
	}
	if os.Geteuid() != 0 {
		t.Skip("only root has rights to drop")
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), helper+"="+t.Name(), "SUDO_UID=12345", "SUDO_GID=12346")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v: %s", err, out)
	}
	return false
}

// checkThreads demands lines of the status of each thread.
func checkThreads(t *testing.T, want ...string) {
	t.Helper()
	threads, err := filepath.Glob("/proc/self/task/*/status")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(threads, "/proc/self/status") {
		status, err := os.ReadFile(path)
		if err != nil {
			continue // a system without /proc, or a thread that has ended
		}
		for _, line := range want {
			if !strings.Contains(string(status), "\n"+line+"\n") {
				t.Errorf("%s has no %q:\n%s", path, line, status)
			}
		}
	}
}

func chosen(t *testing.T) *Identity {
	t.Helper()
	id, err := Choose("", "")
	if err != nil || id == nil || id.UID != 12345 {
		t.Fatalf("%+v, %v", id, err)
	}
	return id
}

func TestDrop(t *testing.T) {
	if !again(t) {
		return
	}
	if err := Drop(chosen(t), Nothing); err != nil {
		t.Fatal(err)
	}
	checkThreads(t, "Uid:\t12345\t12345\t12345\t12345", "Gid:\t12346\t12346\t12346\t12346", "Groups:\t12346 ",
		"CapPrm:\t0000000000000000", "CapEff:\t0000000000000000")
	if again, err := Choose("", ""); again != nil || err != nil {
		t.Errorf("there is more to drop: %+v, %v", again, err)
	}
}

// TestDropButKill leaves one right, with which a process of root can be ended.
func TestDropButKill(t *testing.T) {
	if !again(t) {
		return
	}
	roots := exec.Command("sleep", "100")
	if err := roots.Start(); err != nil {
		t.Fatal(err)
	}
	if err := Drop(chosen(t), MayKill); err != nil {
		t.Fatal(err)
	}
	checkThreads(t, "Uid:\t12345\t12345\t12345\t12345", "CapPrm:\t0000000000000020", "CapEff:\t0000000000000020")
	if err := roots.Process.Kill(); err != nil {
		t.Error(err)
	}
	roots.Wait()
}

func TestSeal(t *testing.T) {
	if !again(t) {
		return
	}
	if err := Seal(); err != nil {
		t.Fatal(err)
	}
	checkThreads(t, "NoNewPrivs:\t1")
}

// TestDropCapabilities is the case of a program to which its file gave them: no
// root, and on all threads.
func TestDropCapabilities(t *testing.T) {
	if !again(t) {
		return
	}
	if err := Drop(chosen(t), MayKill); err != nil {
		t.Fatal(err)
	}
	if err := Drop(nil, Nothing); err != nil {
		t.Fatal(err)
	}
	checkThreads(t, "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000")
}
