package capture

import (
	"fmt"
	"io"
	"os"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/escape"
)

// maxSnapLen is libpcap's largest snapshot length, in bytes.
const maxSnapLen = 262144

// OpenFile opens a capture file in any format that libpcap reads; the path "-"
// means stdin. The error is a *FileError or a *FilterError.
func OpenFile(path string, stdin io.Reader, opt Options) (Source, error) {
	if path != "-" {
		handle, err := pcap.OpenOffline(path)
		if err != nil {
			return nil, &FileError{Path: path, Text: escape.Lines(err.Error())}
		}
		return newPcapFile(path, handle, opt)
	}
	handle, err := openStream(stdin)
	if err != nil {
		return nil, &FileError{Path: path, Text: escape.Lines(err.Error())}
	}
	return newPcapFile(path, handle, opt)
}

// openStream lets libpcap read from any reader, through a pipe. libpcap opens
// the pipe itself by its name: a descriptor given to it would be closed twice.
func openStream(from io.Reader) (*pcap.Handle, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	go func() {
		// A reader that is gone, or a stream that breaks, shows at libpcap's end.
		_, _ = io.Copy(w, from)
		_ = w.Close()
	}()
	return pcap.OpenOffline(fmt.Sprintf("/dev/fd/%d", r.Fd()))
}
