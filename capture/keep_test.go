package capture

import (
	"bytes"
	"testing"
)

// TestPacketsOutliveTheNextRead compares the packets of each call with a copy
// once the next one has come.
func TestPacketsOutliveTheNextRead(t *testing.T) {
	frames := make([][]byte, 3000)
	for i := range frames {
		frames[i] = tcpFrame(uint16(i), i%1400) // more than a buffer holds
	}
	file := classic(1, frames...)
	sources := map[string]func() (Source, error){
		"own reader": func() (Source, error) { return OpenFile(writeFile(t, file), nil, Options{}) },
		"stream":     func() (Source, error) { return OpenFile("-", bytes.NewReader(file), Options{}) },
		"libpcap":    func() (Source, error) { return openPcapFile(writeFile(t, file), Options{}) },
		"libpcap, stream": func() (Source, error) {
			return openStream("-", bytes.NewReader(file), nil, Options{})
		},
	}
	for name, open := range sources {
		t.Run(name, func(t *testing.T) {
			source, err := open()
			if err != nil {
				t.Fatal(err)
			}
			defer source.Close()
			checkKept(t, source, len(frames))
		})
	}
}

// checkKept reads n packets.
func checkKept(t *testing.T, source Source, n int) {
	t.Helper()
	var before []Packet
	var copies [][]byte
	for n > 0 {
		packets, err := source.Read(make([]Packet, 0, 100))
		for i, p := range before {
			if !bytes.Equal(p.Data, copies[i]) {
				t.Fatalf("%d packets before the end a packet was overwritten", n)
			}
		}
		if before, copies = packets, copies[:0]; len(packets) == 0 && err != nil {
			t.Fatal(err)
		}
		for _, p := range packets {
			copies = append(copies, bytes.Clone(p.Data))
		}
		n -= len(packets)
	}
}
