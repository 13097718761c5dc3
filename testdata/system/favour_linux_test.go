package system

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// nicest is the priority before all others of the usual kind. Real-time classes
// are not used: a program that waits by yielding would wait for ever there.
const nicest = -20

// favour gives this program, and those that it starts, the right of way over
// others of the machine until the test ends: they have nothing to do with what is
// measured.
func favour(t testing.TB) {
	t.Helper()
	prioritise(t, nicest)
	t.Cleanup(func() { prioritise(t, 0) })
}

// firstInLine runs the program alone with the right of way, in the long form.
func firstInLine() []string {
	if !soak.Long() || !have("nice") {
		return nil
	}
	return []string{"nice", "-n", strconv.Itoa(nicest)}
}

// prioritise changes all threads; new ones and new processes are like those that
// make them.
func prioritise(t testing.TB, priority int) {
	t.Helper()
	for path := range threads(t, os.Getpid()) {
		id, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err == nil {
			err = unix.Setpriority(unix.PRIO_PROCESS, id, priority)
		}
		if err != nil {
			t.Logf("others are not put back: %v", err)
		}
	}
}
