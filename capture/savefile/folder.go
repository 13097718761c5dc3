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
	fd     int    // AT_FDCWD when the directory may not be read
	prefix string // what stands in front of a name in the directory
	opt    Options
	// made are the latest files of this run, whose names may be used again.
	made *made
}

// openFolder opens the directory of a name. That of a format whose directory
// changes with the time is opened for each file.
func openFolder(opt Options) (*folder, error) {
	f := &folder{fd: unix.AT_FDCWD, opt: opt, made: newMade(opt.MaxFiles)}
	if f.changes() {
		return f, nil
	}
	return f, f.enter(opt.Path)
}

// changes reports whether the directory depends on the time.
func (f *folder) changes() bool {
	return f.opt.Period > 0 && strings.Contains(filepath.Dir(f.opt.Path), "%")
}

// enter opens the directory of path.
func (f *folder) enter(path string) error {
	f.close()
	f.prefix = strings.TrimSuffix(path, filepath.Base(path))
	fd, err := unix.Open(filepath.Dir(path), unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.EACCES) {
		return nil // files may be made in a directory that may not be read
	}
	if err == nil {
		f.fd = fd
	}
	return err
}

func (f *folder) close() {
	if f.fd != unix.AT_FDCWD {
		_ = unix.Close(f.fd)
	}
	f.fd = unix.AT_FDCWD
}

// name is what path is called in the directory.
func (f *folder) name(path string) string {
	if f.fd == unix.AT_FDCWD {
		return path
	}
	return strings.TrimPrefix(path, f.prefix)
}

// create makes a file, or opens one that may be replaced.
func (f *folder) create(path string) (*os.File, error) {
	fd, err := f.createIn(path)
	if err != nil {
		return nil, openError(path, err)
	}
	f.remember(path)
	return os.NewFile(uintptr(fd), path), nil
}

func (f *folder) createIn(path string) (int, error) {
	if f.changes() {
		if err := f.enter(path); err != nil {
			return -1, err
		}
	}
	fd, err := f.open(f.name(path), unix.O_CREAT|unix.O_EXCL)
	switch {
	case err == nil:
		f.giveAway(fd)
	case errors.Is(err, unix.EEXIST):
		return f.reuse(path)
	}
	return fd, err
}

func (f *folder) open(name string, flags int) (int, error) {
	for {
		fd, err := unix.Openat(f.fd, name, flags|unix.O_WRONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC, fileMode)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// reuse opens what is there under a path: a device or a pipe, a file of this run
// whose turn has come again, or one that the user allows to replace. What was
// opened is looked at, not the name, which could mean another file by then.
func (f *folder) reuse(path string) (int, error) {
	name := f.name(path)
	if err := f.refuse(path); err != nil {
		return -1, err
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

// refuse says why what is there under a path may not be opened, as far as its name
// shows. The error is ENOENT where nothing is.
func (f *folder) refuse(path string) error {
	var there unix.Stat_t
	if err := unix.Fstatat(f.fd, f.name(path), &there, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	switch there.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return unix.EISDIR
	case unix.S_IFLNK:
		return errLink
	case unix.S_IFREG:
		if !f.opt.Overwrite && !f.made.has(path) {
			return errExists
		}
	}
	return nil
}

// check says whether a file can be made later, as far as that is known now.
func (f *folder) check(path string) error {
	if err := f.refuse(path); err != nil && !errors.Is(err, unix.ENOENT) {
		return openError(path, err)
	}
	return nil
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
		err := unix.Stat(name, &input)
		if name == "-" {
			err = unix.Fstat(unix.Stdin, &input)
		}
		return err == nil && input.Dev == file.Dev && input.Ino == file.Ino
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
func (f *folder) remember(path string) {
	if f.opt.Period > 0 || f.opt.MaxFiles > 0 {
		f.made.add(path)
	}
}

// writable says whether the user that runs now may make files here.
func (f *folder) writable() error {
	dir := "."
	if f.fd == unix.AT_FDCWD {
		dir = filepath.Dir(f.prefix + "x")
	}
	return unix.Faccessat(f.fd, dir, unix.W_OK|unix.X_OK, unix.AT_EACCESS)
}

func openError(path string, err error) error {
	out := &OpenError{Path: path, Err: err}
	switch {
	case errors.Is(err, errExists):
		out.hint = "--overwrite replaces it"
	case errors.Is(err, errLink):
		out.hint = "name the file itself, or use -w - for standard output, as in -w - | gzip"
	}
	return out
}
