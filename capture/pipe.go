package capture

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
	"tcpshake/capture/internal/clib"
)

// pipeError is that a pipe cannot be made, or not be opened by its name, as where
// there is no /dev/fd.
type pipeError struct{ err error }

func (e *pipeError) Error() string { return e.err.Error() }
func (e *pipeError) Unwrap() error { return e.err }

// openPipe has libpcap read from a pipe. It opens the pipe itself, by its name: a
// descriptor given to it would be closed twice. The error is a *pipeError.
func openPipe(r *os.File) (*pcap.Handle, error) {
	handle, err := pcap.OpenOffline(fmt.Sprintf("/dev/fd/%d", r.Fd()))
	if err != nil {
		return nil, &pipeError{err}
	}
	return handle, nil
}

// compileForFile compiles a filter for a classic file with this header. libpcap has to
// see the header: the code can depend on the byte order, and on the packets not
// being live.
func compileForFile(header []byte, program clib.Program) ([]bpf.Instruction, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, &pipeError{err}
	}
	defer r.Close()
	_, err = w.Write(header)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, &pipeError{err}
	}
	handle, err := openPipe(r)
	if err != nil {
		return nil, err
	}
	defer handle.Close()
	program.On = handle
	return clib.Compile(program)
}

// pipe leads a stream to libpcap.
type pipe struct {
	w      *os.File
	closer io.Closer // nil for standard input, which is not ours
	mu     sync.Mutex
	err    error // that of the stream
}

// copy copies the stream until it ends or libpcap is gone, which is no fault of
// the stream.
func (p *pipe) copy(from io.Reader) {
	_, err := io.Copy(p.w, from)
	if err != nil && !errors.Is(err, os.ErrClosed) && !errors.Is(err, syscall.EPIPE) {
		p.mu.Lock()
		p.err = err
		p.mu.Unlock()
	}
	_ = p.w.Close()
}

func (p *pipe) error() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// close ends the copying, and the waiting of libpcap at the other end.
func (p *pipe) close() {
	_ = p.w.Close()
	if p.closer != nil {
		_ = p.closer.Close()
	}
}
