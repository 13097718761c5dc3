package capture

import (
	"errors"
	"io"
	"math"
	"os"
	"sync"

	"github.com/google/gopacket/pcap"
)

// pcapStream reads a stream through libpcap, which takes files only: a pipe leads
// to it. Its packets go through a ring, so that a Read does not wait for ever
// while nothing comes.
type pcapStream struct {
	path              string
	linkType, snapLen int
	handle            *pcap.Handle
	pipe              *pipe
	puller            *puller
}

// pipe copies a stream into a pipe.
type pipe struct {
	w      *os.File
	closer io.Closer // nil for standard input, which is not ours
	mu     sync.Mutex
	err    error // that of the stream
}

func (p *pipe) copy(from io.Reader) {
	_, err := io.Copy(p.w, from)
	// A reader that is gone is no fault of the stream.
	if err != nil && !errors.Is(err, os.ErrClosed) && !isBrokenPipe(err) {
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

// openStream opens a stream that libpcap is to read.
func openStream(path string, from io.Reader, closer io.Closer, opt Options) (Source, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, openFailed(path, SystemText(err))
	}
	defer r.Close()
	p := &pipe{w: w, closer: closer}
	go p.copy(from)
	handle, err := openPipe(r)
	if err != nil {
		p.close()
		return nil, openFailed(path, err.Error())
	}
	if err := setFilter(handle, opt.Filter); err != nil {
		p.close()
		handle.Close()
		return nil, err
	}
	s := &pcapStream{path: path, linkType: linkTypeOf(handle), snapLen: handle.SnapLen(), handle: handle, pipe: p}
	s.puller = startPuller(handle, math.MaxInt, wait, s.failed)
	return s, nil
}

// failed words the end: a broken stream looks like a cut file to libpcap.
func (s *pcapStream) failed(err error) error {
	if broken := s.pipe.error(); broken != nil {
		return readFailed(s.path, streamText(broken))
	}
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return readFailed(s.path, s.handle.Error().Error())
}

// Read implements Source.
func (s *pcapStream) Read(packets []Packet) ([]Packet, error) { return s.puller.reader.read(packets) }

// LinkType implements Source.
func (s *pcapStream) LinkType() int { return s.linkType }

// SnapLen implements Source.
func (s *pcapStream) SnapLen() int { return s.snapLen }

// Stats implements Source: a file has none.
func (s *pcapStream) Stats() (Stats, error) { return Stats{}, nil }

// Close implements Source.
func (s *pcapStream) Close() {
	s.pipe.close()
	s.puller.close()
}
