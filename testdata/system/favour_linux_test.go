package system

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// favour gives this program, and those that it starts, the right of way over
// others of the machine until the test ends: they have nothing to do with what is
// measured.
func favour(t testing.TB) {
	t.Helper()
	schedule(t, unix.SchedAttr{Policy: unix.SCHED_FIFO, Priority: 1})
	t.Cleanup(func() { schedule(t, unix.SchedAttr{Policy: unix.SCHED_NORMAL}) })
}

// schedule changes all threads; new ones and new processes are like those that
// make them.
func schedule(t testing.TB, attr unix.SchedAttr) {
	t.Helper()
	attr.Size = unix.SizeofSchedAttr
	for path := range threads(t, os.Getpid()) {
		id, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err == nil {
			err = unix.SchedSetAttr(id, &attr, 0)
		}
		if err != nil {
			t.Logf("others are not put back: %v", err)
		}
	}
}
