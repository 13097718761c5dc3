package capture

import (
	"errors"
	"io"
	"math"
	"os"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/systext"
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

// openStream opens a stream that libpcap is to read.
func openStream(path string, from io.Reader, closer io.Closer, opt Options) (Source, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, openFailed(path, systext.Of(err))
	}
	defer r.Close()
	p := &pipe{w: w, closer: closer}
	go p.copy(from)
	handle, err := openPipe(r)
	if err != nil {
		text := err.Error()
		if broken := p.error(); broken != nil {
			text = streamText(broken)
		}
		p.close()
		return nil, openFailed(path, text)
	}
	if err := filterFile(handle, opt); err != nil {
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

// Waits implements Source.
func (s *pcapStream) Waits() bool { return true }

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
