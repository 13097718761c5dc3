package capture

import (
	"io"
	"os"
	"time"
)

// byteSource gives the bytes of a file as they come.
type byteSource interface {
	// read gets bytes into b. It may return none without an error when it has
	// waited long enough.
	read(b []byte) (int, error)
	close()
}

// fileBytes reads a regular file, which does not let a reader wait.
type fileBytes struct{ file *os.File }

func (f fileBytes) read(b []byte) (int, error) { return f.file.Read(b) }

// size is how much of the file one buffer has to hold at most, in bytes: all of it
// when it is short.
func (f fileBytes) size() int {
	info, err := f.file.Stat()
	if err != nil {
		return classicBuffer
	}
	return int(min(info.Size(), classicBuffer))
}

func (f fileBytes) close() { _ = f.file.Close() }

// streamBlock is what a stream is read in, in bytes.
const streamBlock = 256 << 10

// streamBytes reads a pipe, or something unpacked, in a goroutine of its own: its
// reader waits at most maxWait, so that a capture can be ended while nothing comes.
type streamBytes struct {
	closer io.Closer  // nil for standard input, which is not ours
	full   chan block // read, in order
	empty  chan []byte
	timer  *time.Timer
	rest   []byte // of the current block
	block  []byte
	err    error
}

// block is the result of one read.
type block struct {
	data []byte
	err  error
}

func newStreamBytes(from io.Reader, closer io.Closer) *streamBytes {
	timer := time.NewTimer(0)
	timer.Stop()
	s := &streamBytes{closer: closer, full: make(chan block, 2), empty: make(chan []byte, 2), timer: timer}
	s.empty <- make([]byte, streamBlock)
	s.empty <- make([]byte, streamBlock)
	go func() {
		for b := range s.empty {
			n, err := from.Read(b)
			s.full <- block{b[:n], err}
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *streamBytes) read(b []byte) (int, error) {
	if len(s.rest) == 0 && s.err == nil {
		s.await()
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	if len(s.rest) > 0 || s.err == nil {
		return n, nil
	}
	return n, s.err
}

// await gives the block back that is used up, and waits for the next.
func (s *streamBytes) await() {
	if s.block != nil {
		s.empty <- s.block[:cap(s.block)]
		s.block = nil
	}
	s.timer.Reset(maxWait)
	select {
	case got := <-s.full:
		s.timer.Stop()
		s.block, s.rest, s.err = got.data, got.data, got.err
	case <-s.timer.C:
	}
}

// close lets the goroutine end; one that waits for standard input ends with the
// program.
func (s *streamBytes) close() {
	close(s.empty)
	if s.closer != nil {
		_ = s.closer.Close()
	}
}
