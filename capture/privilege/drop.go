package privilege

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"tcpshake/capture/internal/escape"
)

// Rest is what Drop leaves.
type Rest int

// The rests.
const (
	// Nothing is left.
	Nothing Rest = iota
	// MayKill leaves the right to send signals to other users' processes, if it
	// was there (CAP_KILL): for who has to end what he started as root.
	MayKill
)

// Drop becomes the user, for good, and gives up all capabilities but rest; with
// all threads, which it checks. nil stays who he is: root keeps his rights, others
// lose what capabilities they have. A user namespace may have no such user, and
// may forbid to become another; there, nobody in particular is not insisted on.
func Drop(id *Identity, rest Rest) error {
	if id == nil {
		if os.Geteuid() == 0 {
			return nil
		}
		return dropCapabilities(-1, Nothing)
	}
	err := become(id, rest)
	if !id.Asked && (errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.EPERM)) {
		return dropCapabilities(-1, rest)
	}
	if err != nil {
		return &Error{
			Text: fmt.Sprintf("cannot become user %s: %v", escape.Text(id.Name), err),
			hint: "-Z root keeps root's rights, -Z NAME becomes another user",
		}
	}
	if err := dropCapabilities(id.UID, rest); err != nil {
		return err
	}
	return id.check()
}

// become sets the groups first: the user may not.
func become(id *Identity, rest Rest) error {
	if err := keepCapabilities(rest); err != nil {
		return err
	}
	if err := syscall.Setgroups(id.groups); err != nil {
		return err
	}
	if err := syscall.Setgid(id.GID); err != nil {
		return err
	}
	return syscall.Setuid(id.UID)
}

// dropCapabilities leaves rest, and looks whether that is so; and whether all
// threads are of the user uid, -1 for any.
func dropCapabilities(uid int, rest Rest) error {
	if err := limit(rest); err != nil {
		return &Error{Text: "cannot give up capabilities: " + err.Error()}
	}
	if left := leftover(uid, rest); left != "" {
		return &Error{Text: "rights are still there: " + left}
	}
	return nil
}

// check looks whether root's rights are gone: they would come back if a saved user
// ID were still root's.
func (id *Identity) check() error {
	if os.Getuid() == id.UID && os.Geteuid() == id.UID && syscall.Setuid(0) != nil {
		return nil
	}
	return &Error{Text: "root's rights are still there after becoming user " + escape.Text(id.Name)}
}
