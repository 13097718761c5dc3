package tcpdump

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tcpshake/decode/craft"
)

// captures is where the project's own captures are.
const captures = "../../../testdata/captures"

// The lines of the project's own captures equal tcpdump's. Those of one link type
// are printed as one capture, which is quicker, and harder: the same ends come
// again and again.
func TestConformanceCaptures(t *testing.T) {
	requireTCPDump(t)
	byLink := map[int]*craft.Capture{}
	for _, file := range captureFiles(t) {
		c := readCapture(t, file)
		if all := byLink[c.LinkType]; all != nil {
			all.Frames = append(all.Frames, c.Frames...)
			continue
		}
		c.SnapLen = 1 << 18
		byLink[c.LinkType] = c
	}
	for link, c := range byLink {
		t.Run(fmt.Sprintf("link %d", link), func(t *testing.T) {
			for _, flags := range flagSets {
				conform(t, c, flags)
			}
		})
	}
}

// captureFiles returns the scripts, and the captures that have none.
func captureFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*.pkt", "*.pcap", "lab/*.pcap"} {
		found, err := filepath.Glob(filepath.Join(captures, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	return slices.DeleteFunc(files, func(file string) bool {
		script := strings.TrimSuffix(file, filepath.Ext(file)) + ".pkt"
		_, err := os.Stat(script)
		return file != script && err == nil
	})
}

// readCapture returns the frames of a script or of a capture file.
func readCapture(t *testing.T, file string) *craft.Capture {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(file) == ".pcap" {
		return readPcap(t, b)
	}
	c, err := craft.Compile(string(b))
	if err != nil {
		t.Fatal(err)
	}
	// The form of the file is of no interest here.
	c.Format, c.Cut = craft.Format{}, 0
	return c
}

// readPcap reads a classic little-endian capture file.
func readPcap(t *testing.T, b []byte) *craft.Capture {
	t.Helper()
	const magicMicro, magicNano, fileHeader, packetHeader = 0xa1b2c3d4, 0xa1b23c4d, 24, 16
	u32 := func(at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }
	unit := int64(1)
	switch u32(0) {
	case magicMicro:
		unit = 1000
	case magicNano:
	default:
		t.Fatal("not a little-endian pcap file")
	}
	c := &craft.Capture{SnapLen: u32(16), LinkType: u32(20)}
	for b = b[fileHeader:]; len(b) > 0; {
		captured := u32(8)
		c.Frames = append(c.Frames, craft.Frame{
			Time: int64(u32(0))*1e9 + int64(u32(4))*unit,
			Data: b[packetHeader : packetHeader+captured],
			Len:  u32(12),
		})
		b = b[packetHeader+captured:]
	}
	return c
}
