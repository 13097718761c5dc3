package savefile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	// fileMode lets nobody else read: a capture holds what people said to each other.
	fileMode = 0o600
	// worldWritable is the bit that lets everybody make files in a folder.
	worldWritable = 0o002
)

// folder makes the files. It keeps its directory open, so that files can still be
// made there when the way to it is closed to the user that root became.
type folder struct {
	fd     int // AT_FDCWD when the names are used as they are
	prefix string
	opt    Options
	// made are the names of this run, which may be used again.
	made map[string]bool
}

// openFolder opens the directory of a name. That of a format whose directory
// changes with the time cannot be kept open.
func openFolder(opt Options) (*folder, error) {
	f := &folder{fd: unix.AT_FDCWD, opt: opt, made: map[string]bool{}}
	dir := filepath.Dir(opt.Path)
	if opt.Period > 0 && strings.Contains(dir, "%") {
		return f, nil
	}
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.EACCES) {
		// Files may be made in a directory that may not be read.
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	f.fd = fd
	f.prefix = strings.TrimSuffix(opt.Path, filepath.Base(opt.Path))
	return f, nil
}

func (f *folder) close() {
	if f.fd != unix.AT_FDCWD {
		_ = unix.Close(f.fd)
	}
}

// create makes a file, or opens one that may be replaced.
func (f *folder) create(path string) (*os.File, error) {
	name := strings.TrimPrefix(path, f.prefix)
	fd, err := f.open(name, unix.O_CREAT|unix.O_EXCL)
	switch {
	case err == nil:
		f.giveAway(fd)
	case errors.Is(err, unix.EEXIST):
		fd, err = f.reuse(name)
	}
	if err != nil {
		return nil, openError(path, err)
	}
	f.remember(name)
	return os.NewFile(uintptr(fd), path), nil
}

func (f *folder) open(name string, flags int) (int, error) {
	for {
		fd, err := unix.Openat(f.fd, name, flags|unix.O_WRONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC, fileMode)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// reuse opens what is there under a name: a device or a pipe, a file of this run
// whose turn has come again, or one that the user allows to replace. What was
// opened is looked at, not the name, which could mean another file by then.
func (f *folder) reuse(name string) (int, error) {
	var there unix.Stat_t
	if err := unix.Fstatat(f.fd, name, &there, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return -1, err
	}
	switch there.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return -1, unix.EISDIR
	case unix.S_IFLNK:
		return -1, errLink
	case unix.S_IFREG:
		if !f.opt.Overwrite && !f.made[name] {
			return -1, errExists
		}
	}
	fd, err := f.open(name, 0)
	if err != nil {
		return -1, err
	}
	if err := f.truncate(fd); err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// truncate empties a file that is ours alone: one with another name, or of
// another user, could be one that root can write but should not.
func (f *folder) truncate(fd int) error {
	var there unix.Stat_t
	if err := unix.Fstat(fd, &there); err != nil {
		return err
	}
	if there.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil
	}
	owner := int(there.Uid)
	ours := owner == os.Geteuid() || f.opt.Owner != nil && owner == f.opt.Owner.UID
	if !ours || there.Nlink != 1 {
		return errOwner
	}
	if f.isInput(&there) {
		return errInput
	}
	return unix.Ftruncate(fd, 0)
}

// isInput reports whether packets are read from the file.
func (f *folder) isInput(file *unix.Stat_t) bool {
	return slices.ContainsFunc(f.opt.Inputs, func(name string) bool {
		var input unix.Stat_t
		return unix.Stat(name, &input) == nil && input.Dev == file.Dev && input.Ino == file.Ino
	})
}

// giveAway gives a new file to the owner that was asked for, if he could have
// made it himself: else a user who may run this program as root could have a file
// of his own in a folder that is not his.
func (f *folder) giveAway(fd int) {
	owner := f.opt.Owner
	if owner == nil || os.Geteuid() != 0 || f.fd == unix.AT_FDCWD {
		return
	}
	var dir unix.Stat_t
	if unix.Fstat(f.fd, &dir) != nil {
		return
	}
	if int(dir.Uid) == owner.UID || dir.Mode&worldWritable != 0 {
		// A file system without owners keeps the file readable for root.
		_ = unix.Fchown(fd, owner.UID, owner.GID)
	}
}

// remember notes a name that can come again: one of a ring, or of a time of day.
func (f *folder) remember(name string) {
	if f.opt.Period > 0 || f.opt.MaxFiles > 0 {
		f.made[name] = true
	}
}

// writable says whether the user that runs now may make files here.
func (f *folder) writable() error {
	if f.fd == unix.AT_FDCWD {
		return nil
	}
	return unix.Faccessat(f.fd, ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS)
}

func openError(path string, err error) error {
	out := &OpenError{Path: path, Err: err}
	switch {
	case errors.Is(err, errExists):
		out.hint = "--overwrite replaces it"
	case errors.Is(err, errLink):
		out.hint = "name the file itself, or use -w - for standard output"
	}
	return out
}
