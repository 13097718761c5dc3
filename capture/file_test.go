package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// classic builds a capture file: a header of the given link type, and a record
// for each frame, one second apart from 1000 s.
func classic(linkType uint32, frames ...[]byte) []byte {
	le := binary.LittleEndian
	out := le.AppendUint32(nil, 0xa1b2c3d4)
	out = le.AppendUint16(out, 2)
	out = le.AppendUint16(out, 4)
	out = append(out, make([]byte, 8)...)
	out = le.AppendUint32(out, MaxSnapLen)
	out = le.AppendUint32(out, linkType)
	for i, frame := range frames {
		out = le.AppendUint32(out, uint32(1000+i))
		out = le.AppendUint32(out, 5)
		out = le.AppendUint32(out, uint32(len(frame)))
		out = le.AppendUint32(out, uint32(len(frame)+10))
		out = append(out, frame...)
	}
	return out
}

func writeFile(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.pcap")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll reads a source to its end and copies what it gave.
func readAll(t *testing.T, src Source, batch int) ([]Packet, error) {
	t.Helper()
	var all []Packet
	packets := make([]Packet, 0, batch)
	for {
		var err error
		packets, err = src.Read(packets)
		for _, p := range packets {
			p.Data = bytes.Clone(p.Data)
			all = append(all, p)
		}
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}

func TestOpenFileReadsFilesAndStdin(t *testing.T) {
	data := classic(1, []byte("frame one, fourteen"), []byte("frame two, fourteen"), make([]byte, 70000))
	path := writeFile(t, data)
	for _, name := range []string{path, "-"} {
		for _, batch := range []int{1, 2, 100} {
			src, err := OpenFile(name, bytes.NewReader(data), Options{})
			if err != nil {
				t.Fatal(err)
			}
			packets, err := readAll(t, src, batch)
			if err != nil || len(packets) != 3 {
				t.Fatalf("%s: %d packets, %v", name, len(packets), err)
			}
			if got := packets[1]; string(got.Data) != "frame two, fourteen" || got.Len != 29 || got.Time != 1001_000005000 {
				t.Errorf("%s: second packet is %+v", name, got)
			}
			if len(packets[2].Data) != 70000 {
				t.Errorf("%s: third packet has %d bytes", name, len(packets[2].Data))
			}
			src.Close()
		}
	}
}

func TestLinkTypeIsNotCutToEightBits(t *testing.T) {
	for _, linkType := range []int{0, 1, 113, 276, 369, 65000, 65537} {
		src, err := OpenFile(writeFile(t, classic(uint32(linkType))), nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := src.LinkType(); got != linkType {
			t.Errorf("link type %d is read as %d", linkType, got)
		}
		src.Close()
	}
}

func TestCutFileGivesPacketsAndThenLibpcapsText(t *testing.T) {
	data := classic(1, make([]byte, 60), make([]byte, 60))
	src, err := OpenFile(writeFile(t, data[:len(data)-3]), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	packets, err := readAll(t, src, 10)
	var fileErr *FileError
	if len(packets) != 1 || !errors.As(err, &fileErr) {
		t.Fatalf("%d packets, %v", len(packets), err)
	}
	if want := "pcap_loop: truncated dump file; tried to read 60 captured bytes, only got 57"; err.Error() != want {
		t.Errorf("%q, not %q", err, want)
	}
}

func TestFilter(t *testing.T) {
	data := classic(1, make([]byte, 60), make([]byte, 200))
	for _, plain := range []bool{false, true} {
		for name, stdin := range map[string]io.Reader{writeFile(t, data): nil, "-": bytes.NewReader(data)} {
			src, err := OpenFile(name, stdin, Options{Filter: "greater 150", NoOptimizer: plain})
			if err != nil {
				t.Fatal(err)
			}
			packets, err := readAll(t, src, 10)
			if err != nil || len(packets) != 1 || len(packets[0].Data) != 200 {
				t.Errorf("%d packets, %v", len(packets), err)
			}
			src.Close()
		}
	}
	_, err := OpenFile(writeFile(t, data), nil, Options{Filter: "tcp port"})
	var filterErr *FilterError
	if !errors.As(err, &filterErr) {
		t.Errorf("error is %v", err)
	}
}

// TestLongFilter: the code of a filter may be longer than gopacket takes, 4096
// instructions, whoever reads the file.
func TestLongFilter(t *testing.T) {
	var filter strings.Builder
	for i := range 500 {
		fmt.Fprintf(&filter, "host 10.0.%d.%d or ", i/250, i%250+1)
	}
	const file = "../testdata/captures/pcapng.pcapng"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, stdin := range map[string]io.Reader{file: nil, "-": bytes.NewReader(data)} {
		src, err := OpenFile(name, stdin, Options{Filter: filter.String() + "tcp", NoOptimizer: true})
		if err != nil {
			t.Fatal(err)
		}
		packets, err := readAll(t, src, 10)
		if err != nil || len(packets) != 6 {
			t.Errorf("%s: %d packets, %v", name, len(packets), err)
		}
		src.Close()
	}
}
