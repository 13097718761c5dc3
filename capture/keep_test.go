package capture

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// TestPacketsOutliveReads compares the packets of a file with copies of them after
// the Kept calls of Read that they are valid for.
func TestPacketsOutliveReads(t *testing.T) {
	frames := make([][]byte, 6000)
	for i := range frames {
		frames[i] = tcpFrame(uint16(i), i%1400)
	}
	frames[4000] = tcpFrame(1, 200_000) // more than is read at once, with what comes before it
	path := writeFile(t, classic(1, frames...))
	for name, open := range map[string]func() (Source, error){
		"own reader": func() (Source, error) { return OpenFile(path, nil, Options{}) },
		"libpcap":    func() (Source, error) { return openPcapFile(path, Options{}) },
	} {
		for _, n := range []int{1, 100, 5000} {
			source, err := open()
			if err != nil {
				t.Fatal(err)
			}
			if source.Waits() {
				t.Errorf("%s: waits", name)
			}
			if got := readKept(t, source, n); got != len(frames) {
				t.Errorf("%s, %d at once: %d packets, want %d", name, n, got, len(frames))
			}
			source.Close()
		}
	}
}

// readKept reads all packets of source, n at once, and returns how many there are.
func readKept(t *testing.T, source Source, n int) (total int) {
	t.Helper()
	type read struct {
		packets []Packet
		copies  [][]byte
	}
	var valid []read // the last Kept+1
	for {
		packets, err := source.Read(make([]Packet, 0, n))
		r := read{packets: packets}
		for _, p := range packets {
			r.copies = append(r.copies, bytes.Clone(p.Data))
		}
		valid, total = append(valid, r), total+len(packets)
		for back, r := range valid {
			for i, p := range r.packets {
				if !bytes.Equal(p.Data, r.copies[i]) {
					t.Fatalf("a packet was overwritten %d calls after its own", len(valid)-1-back)
				}
			}
		}
		if len(valid) > Kept {
			valid = valid[1:]
		}
		if errors.Is(err, io.EOF) {
			return total
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestStreamsWait tells sources that may have to wait from those that do not.
func TestStreamsWait(t *testing.T) {
	file := classic(1, tcpFrame(1, 10))
	for name, open := range map[string]func() (Source, error){
		"stream":          func() (Source, error) { return OpenFile("-", bytes.NewReader(file), Options{}) },
		"libpcap, stream": func() (Source, error) { return openStream("-", bytes.NewReader(file), nil, Options{}) },
	} {
		source, err := open()
		if err != nil {
			t.Fatal(err)
		}
		if !source.Waits() {
			t.Errorf("%s: does not wait", name)
		}
		source.Close()
	}
}
