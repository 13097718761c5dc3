package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tcpshake/testdata/soak"
)

// wholeFiles are capture files to be damaged: every layout, and every capture of
// the project, pcapng in both byte orders among them.
func wholeFiles(t *testing.T) (list [][]byte) {
	t.Helper()
	for _, data := range layouts() {
		if len(data) < 10_000 {
			list = append(list, data)
		}
	}
	slices.SortFunc(list, bytes.Compare)
	paths, err := filepath.Glob("../testdata/captures/*.pcap*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no captures: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, data[:min(len(data), 4000)])
		if strings.HasSuffix(path, "ng") {
			for range 20 { // as many as of the other formats
				list = append(list, data)
			}
		}
	}
	return list
}

// damageFile changes the numbers that lead through a file: words of headers and
// blocks, in either byte order, and where it ends.
func damageFile(whole []byte, r *rand.Rand) []byte {
	b := bytes.Clone(whole)
	values := []uint32{0, 1, 2, 3, 4, 8, 11, 12, 16, 24, 28, 0x7fff, 0xffff, 0x10000, 0x40000, 0x40001, 1 << 24, 0x7fffffff, 0x80000000, 0xffffffff, 6, 5, 10, 0x0a0d0d0a, 0x1a2b3c4d}
	for range r.IntN(4) {
		if len(b) < 8 {
			break
		}
		at := r.IntN(min(len(b), 240)-4) &^ 3
		switch r.IntN(6) {
		case 0:
			binary.LittleEndian.PutUint32(b[at:], values[r.IntN(len(values))])
		case 1:
			binary.BigEndian.PutUint32(b[at:], values[r.IntN(len(values))])
		case 2:
			b[r.IntN(len(b))] = byte(r.Uint32())
		case 3:
			b[at+r.IntN(4)] += byte(r.IntN(9)) - 4
		case 4:
			b = b[:r.IntN(len(b))]
		case 5: // blocks or records again
			to := min(at+r.IntN(120), len(b))
			b = slices.Insert(b, at, b[at:to]...)
		}
	}
	return b
}

// Damaged files give the same packets and the same error whoever reads them:
// libpcap, our own reader, and either from a stream or packed by gzip. None takes
// long or much memory.
func TestSoakReadMutatedFiles(t *testing.T) {
	const most = 64 // MiB of memory that reading may add
	r := rand.New(rand.NewPCG(2, 2))
	whole := wholeFiles(t)
	path := filepath.Join(t.TempDir(), "damaged.pcap")
	total, bytesRead, errors, slowest := soak.Pick(200, 20_000), 0, 0, time.Duration(0)
	before := peakMemory(t)
	for i := range total {
		data := damageFile(whole[r.IntN(len(whole))], r)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		source, err := openPcapFile(path, Options{})
		want := drain(source, err, 100)
		if isGzip(data) {
			continue
		}
		readers := map[string]func() (Source, error){
			"file":   func() (Source, error) { return OpenFile(path, nil, Options{}) },
			"stream": func() (Source, error) { return OpenFile("-", bytes.NewReader(data), Options{}) },
			"packed": func() (Source, error) { return OpenFile("-", bytes.NewReader(pack(t, data)), Options{}) },
		}
		for name, open := range readers {
			source, err := open()
			if diff := drain(source, err, 100).diff(want); diff != "" {
				t.Fatalf("file %d, %s: %s\n%x", i, name, diff, data)
			}
		}
		if took := time.Since(begin); took > slowest {
			slowest = max(slowest, min(took, again(path))) // something else may have kept the machine busy
		}
		bytesRead += len(data)
		if want.err != "EOF" {
			errors++
		}
	}
	grown := peakMemory(t) - before
	if grown > most {
		t.Errorf("the peak of memory grew by %d MiB", grown)
	}
	if slowest > time.Second {
		t.Errorf("a file took %v", slowest)
	}
	soak.Figure(t, "damaged files read alike in four ways", total, "files")
	soak.Figure(t, "of them with an error", errors, "files")
	soak.Figure(t, "bytes in damaged files", bytesRead, "bytes")
	soak.Figure(t, "growth of the peak of memory", grown, "MiB")
	soak.Figure(t, "slowest damaged file", slowest.Milliseconds(), "ms")
}

// again returns how long it takes to read the file once more.
func again(path string) time.Duration {
	begin := time.Now()
	source, err := OpenFile(path, nil, Options{})
	drain(source, err, 100)
	return time.Since(begin)
}

// peakMemory returns the peak of resident memory in MiB.
func peakMemory(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here")
	}
	var kib int
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(rest, &kib)
		}
	}
	return kib / 1024
}
