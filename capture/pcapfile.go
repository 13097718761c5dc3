package capture

import (
	"errors"
	"io"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/filter"
	"tcpshake/capture/internal/escape"
)

// pcapFile reads a capture file through libpcap.
type pcapFile struct {
	path     string
	handle   *pcap.Handle
	linkType int
	arena    arena
}

func newPcapFile(path string, handle *pcap.Handle, opt Options) (*pcapFile, error) {
	if opt.Filter != "" {
		if err := handle.SetBPFFilter(opt.Filter); err != nil {
			defer handle.Close()
			return nil, filter.Explain(opt.Filter, err.Error(), linkTypeOf(handle))
		}
	}
	return &pcapFile{path: path, handle: handle, linkType: linkTypeOf(handle)}, nil
}

// Read implements Source.
func (f *pcapFile) Read(packets []Packet) ([]Packet, error) {
	packets = packets[:0]
	f.arena.reset()
	for len(packets) < cap(packets) && f.arena.free() >= maxSnapLen {
		data, info, err := f.handle.ZeroCopyReadPacketData()
		if errors.Is(err, io.EOF) {
			return packets, io.EOF
		}
		if err != nil {
			// The error itself says "Read Error"; the reason is kept by libpcap.
			return packets, &FileError{Path: f.path, Text: escape.Lines(f.handle.Error().Error()), Reading: true}
		}
		packets = append(packets, Packet{
			Time: info.Timestamp.UnixNano(),
			Data: f.arena.keep(data),
			Len:  info.Length,
		})
	}
	return packets, nil
}

// LinkType implements Source.
func (f *pcapFile) LinkType() int { return f.linkType }

// SnapLen implements Source.
func (f *pcapFile) SnapLen() int { return f.handle.SnapLen() }

// Stats implements Source: a file has none.
func (f *pcapFile) Stats() (Stats, error) { return Stats{}, nil }

// Close implements Source.
func (f *pcapFile) Close() { f.handle.Close() }
