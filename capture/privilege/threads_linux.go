package privilege

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/psx"
)

// tasks holds a folder for each thread.
const tasks = "/proc/self/task"

// errNoTasks says that the threads cannot be found: libpsx would end the program.
var errNoTasks = errors.New("there is no " + tasks)

// everywhere makes a system call of two arguments on all threads; prctl(2) wants
// the others to be 0.
//
//go:uintptrescapes
func everywhere(number, arg1, arg2 uintptr) error {
	if _, err := os.Stat(tasks); err != nil {
		return errNoTasks
	}
	if _, _, errno := psx.Syscall6(number, arg1, arg2, 0, 0, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// capabilities are those that this thread has and may have.
func capabilities() (effective, permitted uint64) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return ^uint64(0), ^uint64(0)
	}
	word := func(low, high uint32) uint64 { return uint64(high)<<32 | uint64(low) }
	return word(data[0].Effective, data[1].Effective), word(data[0].Permitted, data[1].Permitted)
}

// limit takes all capabilities from all threads but those in rest.
func limit(rest Rest) error {
	effective, permitted := capabilities()
	if effective == rest.bits()&permitted && permitted == effective {
		return nil
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	keep := uint32(rest.bits() & permitted)
	data := [2]unix.CapUserData{{Effective: keep, Permitted: keep}}
	return everywhere(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&data[0])))
}

// bits are the capabilities as a set; all are among the first 32.
func (r Rest) bits() uint64 {
	if r == MayKill {
		return 1 << unix.CAP_KILL
	}
	return 0
}

// keepCapabilities lets them outlast the change of the user, so that limit can
// leave one.
func keepCapabilities(rest Rest) error {
	if rest == Nothing {
		return nil
	}
	return everywhere(unix.SYS_PRCTL, unix.PR_SET_KEEPCAPS, 1)
}

// Seal sees to it that no program that this one starts can have more rights than
// this one has: not by a set-user-ID bit, not by capabilities of its file. So call
// it after a command of the user's was started. A system that does not know of it
// is no error.
func Seal() error {
	err := everywhere(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1)
	if err == nil || errors.Is(err, syscall.EINVAL) || errors.Is(err, errNoTasks) {
		return nil
	}
	return &Error{Text: "cannot forbid new privileges: " + err.Error()}
}

// leftover says which rights a thread has that it should not have: other user IDs
// than uid, or capabilities beyond rest. "" is none; uid -1 is any.
func leftover(uid int, rest Rest) string {
	paths, _ := filepath.Glob(tasks + "/*/status") // no error: the pattern is good
	for _, path := range paths {
		status, err := os.ReadFile(path)
		if err != nil {
			continue // the thread has ended
		}
		if left := leftoverOf(string(status), uid, rest); left != "" {
			return "thread " + filepath.Base(filepath.Dir(path)) + " has " + left
		}
	}
	return ""
}

func leftoverOf(status string, uid int, rest Rest) string {
	for line := range strings.Lines(status) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch name {
		case "Uid":
			if n := strconv.Itoa(uid); uid >= 0 && value != strings.Join([]string{n, n, n, n}, "\t") {
				return "user IDs " + strings.ReplaceAll(value, "\t", " ")
			}
		case "CapPrm", "CapEff":
			if set, err := strconv.ParseUint(value, 16, 64); err != nil || set&^rest.bits() != 0 {
				return fmt.Sprintf("capabilities %s %s", name, value)
			}
		}
	}
	return ""
}
