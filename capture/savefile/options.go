package savefile

import (
	"path/filepath"
	"strings"
	"time"
)

// Options say where packets are written.
type Options struct {
	// Path is the file, "-" standard output, "" none. With Period, it is a
	// format of strftime(3). A name that ends in ".pcapng" makes a pcapng file.
	Path string
	// MaxSize begins the next file when one is longer than this, in bytes; 0 is never.
	MaxSize int64
	// Period begins the next file after so many seconds; 0 is never.
	Period int64
	// MaxFiles is the number of files of the ring that MaxSize goes round in,
	// or, without MaxSize, the number after which Period ends; 0 is no limit.
	MaxFiles int
	// Unbuffered writes out each packet at once.
	Unbuffered bool
	// Overwrite allows to replace a file of the same owner.
	Overwrite bool
	// Inputs are the names of files that packets are read from: they are not replaced.
	Inputs []string
	// Nano keeps nanoseconds in a classic file; pcapng always does.
	Nano bool
	// Owner is given the files; nil leaves them to who made them.
	Owner *Owner
	// LinkType is the DLT number of the packets, SnapLen the most bytes of one.
	LinkType, SnapLen int
}

// Owner is a user and a group by their numbers.
type Owner struct {
	UID, GID int
}

// Folder is the directory in which files will be made after the first, "" when
// there will be none. Of a format whose directory changes it is the present one.
func (o Options) Folder() string {
	if o.Path == "" || o.Path == "-" || !o.rotates() {
		return ""
	}
	return filepath.Dir(newRotation(o, time.Now).name())
}

// KeepsComments says whether the file keeps the comments of packets.
func (o Options) KeepsComments() bool { return strings.HasSuffix(o.Path, ".pcapng") }

// rotates says whether there will be more than one file.
func (o Options) rotates() bool { return o.MaxSize > 0 || o.Period > 0 }

func (o Options) format() format {
	link := linkTypeInFiles(o.LinkType)
	if o.KeepsComments() {
		return pcapng{linkType: link, snapLen: o.SnapLen}
	}
	return classic{linkType: link, snapLen: o.SnapLen, nano: o.Nano}
}
