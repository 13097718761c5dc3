package capture

import (
	"errors"
	"io"

	"github.com/google/gopacket/pcap"
)

// pcapFile reads a regular file through libpcap.
type pcapFile struct {
	path     string
	handle   *pcap.Handle
	linkType int
	// arenas hold the packets that are valid, at is the one of the last Read.
	arenas [Kept + 1]arena
	at     int
}

func openPcapFile(path string, opt Options) (Source, error) {
	handle, err := pcap.OpenOffline(path)
	if err != nil {
		return nil, openFailed(path, err.Error())
	}
	if err := filterFile(handle, opt); err != nil {
		handle.Close()
		return nil, err
	}
	return &pcapFile{path: path, handle: handle, linkType: linkTypeOf(handle)}, nil
}

// filterFile sets the filter of a file, if there is one.
func filterFile(handle *pcap.Handle, opt Options) error {
	if opt.Filter == "" {
		return nil
	}
	_, err := setFilter(handle, "", opt)
	return err
}

// Read implements Source.
func (f *pcapFile) Read(packets []Packet) ([]Packet, error) {
	packets = packets[:0]
	f.at = (f.at + 1) % len(f.arenas)
	room := &f.arenas[f.at]
	room.reset()
	for len(packets) < cap(packets) && room.free() >= MaxSnapLen {
		data, info, err := f.handle.ZeroCopyReadPacketData()
		if errors.Is(err, io.EOF) {
			return packets, io.EOF
		}
		if err != nil {
			// The error itself says "Read Error"; the reason is kept by libpcap.
			return packets, readFailed(f.path, f.handle.Error().Error())
		}
		packets = append(packets, Packet{
			Time: info.Timestamp.UnixNano(),
			Data: room.keep(data),
			Len:  info.Length,
		})
	}
	return packets, nil
}

// Waits implements Source.
func (f *pcapFile) Waits() bool { return false }

// LinkType implements Source.
func (f *pcapFile) LinkType() int { return f.linkType }

// SnapLen implements Source.
func (f *pcapFile) SnapLen() int { return f.handle.SnapLen() }

// Stats implements Source: a file has none.
func (f *pcapFile) Stats() (Stats, error) { return Stats{}, nil }

// Close implements Source.
func (f *pcapFile) Close() { f.handle.Close() }
