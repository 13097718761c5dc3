package savefile

import (
	"errors"
	"io"
	"os"
	"time"
)

const (
	// bufferSize is what is gathered before it is written, in bytes.
	bufferSize = 256 << 10
	// flushPeriod is how long a packet may stay in memory: what is lost when the
	// program is killed.
	flushPeriod = 100 * time.Millisecond
)

// File is a capture file being written, or the current one of a row of them.
type File struct {
	opt    Options
	format format
	folder *folder // nil for standard output
	rotate *rotation
	now    func() time.Time

	out     io.Writer
	path    string
	regular *os.File // what can be cut back; nil for pipes and devices
	buf     []byte
	written int64  // bytes of the current file that have left buf
	packets uint64 // records of the current file that have left buf
	flushed time.Time
	err     error // the first error; nothing is written after it
}

// Create makes the file, and writes the header of it. The error is an *OpenError
// or a *WriteError.
func Create(opt Options, stdout io.Writer) (*File, error) {
	return create(opt, stdout, time.Now)
}

func create(opt Options, stdout io.Writer, now func() time.Time) (*File, error) {
	f := &File{opt: opt, format: opt.format(), now: now, buf: make([]byte, 0, bufferSize)}
	if opt.Path == "-" {
		f.out, f.path = stdout, "-"
		return f, f.writeHeader()
	}
	folder, err := openFolder(opt)
	if err != nil {
		return nil, openError(opt.Path, err)
	}
	f.folder = folder
	f.rotate = newRotation(opt, now)
	if err := f.checkRing(); err != nil {
		folder.close()
		return nil, err
	}
	if err := f.begin(); err != nil {
		if f.out != nil {
			_ = f.finish() // the first error counts
		}
		folder.close()
		return nil, err
	}
	return f, nil
}

// checkRing refuses at once what would end the capture when the ring comes to it.
func (f *File) checkRing() error {
	for _, path := range f.rotate.ring() {
		if err := f.folder.check(path); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the file whose turn it is.
func (f *File) begin() error {
	path := f.rotate.name()
	file, err := f.folder.create(path)
	if err != nil {
		return err
	}
	f.out, f.path, f.regular = file, path, nil
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		f.regular = file
	}
	return f.writeHeader()
}

// writeHeader begins with the header at once: a file is readable from the start.
func (f *File) writeHeader() error {
	f.written, f.packets = 0, 0
	header := f.format.appendHeader(f.buf[:0])
	n, err := f.out.Write(header)
	f.written = int64(n)
	if err != nil {
		if n < len(header) {
			f.cutTo(0)
		}
		return f.fail(err, 0)
	}
	f.buf = header[:0]
	f.flushed = f.now()
	return nil
}

// Ready says whether files can be made by the user that the program runs as, when
// there will be more than one. Ask it after privileges were dropped.
func (f *File) Ready() error {
	if f.folder == nil || !f.opt.rotates() {
		return nil
	}
	if err := f.folder.writable(); err != nil {
		return &OpenError{Path: f.opt.Path, Err: err,
			hint: "the next files are made without root's rights: name a folder that is yours, or keep them with -Z root"}
	}
	return nil
}

// Tick takes the time that decides in which file the next packets go. A *LimitError
// says that they go in none, and ends the row of files. Packets are not asked one by
// one, so that it is known of many at once before anything is done with them.
func (f *File) Tick() error {
	if f.rotate == nil || f.opt.Period == 0 || !f.rotate.tick() {
		return nil
	}
	return &LimitError{Files: f.opt.MaxFiles}
}

// Write appends a packet. The error is that of a file that could not be made or
// written, and comes again.
func (f *File) Write(r Record) error {
	if f.err != nil {
		return f.err
	}
	if f.rotate != nil && f.opt.rotates() {
		if err := f.turn(); err != nil {
			return err
		}
	}
	f.buf = f.format.appendRecord(f.buf, r)
	if f.opt.Unbuffered || len(f.buf) >= bufferSize {
		return f.Flush()
	}
	return nil
}

// turn begins the next file when its time has come.
func (f *File) turn() error {
	if !f.rotate.next(f.written + int64(len(f.buf))) {
		return nil
	}
	if err := f.finish(); err != nil {
		return err
	}
	f.err = f.begin()
	return f.err
}

// FlushDue writes out what has been in memory for too long. Call it whenever
// packets pause, and at least once for each batch of them.
func (f *File) FlushDue() error {
	if len(f.buf) == 0 || f.now().Sub(f.flushed) < flushPeriod {
		return f.err
	}
	return f.Flush()
}

// Flush writes out what is in memory.
func (f *File) Flush() error {
	if f.err != nil || len(f.buf) == 0 {
		return f.err
	}
	n, err := f.out.Write(f.buf)
	f.flushed = f.now()
	if err != nil {
		records, size := wholeRecords(f.format, f.buf, n)
		cut := f.cutTo(f.written + int64(size))
		return f.failCut(err, f.packets+records, cut || n == size)
	}
	records, _ := wholeRecords(f.format, f.buf, n)
	f.packets += records
	f.written += int64(n)
	f.buf = f.buf[:0]
	return nil
}

// cutTo shortens the file to its first n bytes and says whether that could be done.
func (f *File) cutTo(n int64) bool {
	return f.regular != nil && f.regular.Truncate(n) == nil
}

func (f *File) fail(err error, packets uint64) error { return f.failCut(err, packets, true) }

func (f *File) failCut(err error, packets uint64, whole bool) error {
	f.buf = f.buf[:0]
	f.packets = packets
	f.err = &WriteError{Path: f.path, Err: err, Packets: packets, Cut: !whole}
	return f.err
}

// Close writes out what is left and sees it on the disk. The error is the first
// one that writing met.
func (f *File) Close() error {
	err := f.Flush()
	if f.regular != nil && err == nil {
		err = f.sync()
	}
	if closeErr := f.finish(); err == nil {
		err = closeErr
	}
	if f.folder != nil {
		f.folder.close()
		f.folder = nil
	}
	return err
}

// sync has the disk say now what it could not keep.
func (f *File) sync() error {
	err := f.regular.Sync()
	if err == nil || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return f.fail(err, f.packets)
}

// finish ends the current file.
func (f *File) finish() error {
	err := f.Flush()
	file, isFile := f.out.(*os.File)
	if !isFile || f.path == "-" {
		return err
	}
	f.out, f.regular = nil, nil
	if closeErr := file.Close(); closeErr != nil && err == nil {
		err = f.fail(closeErr, f.packets)
	}
	return err
}
