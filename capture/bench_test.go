package capture

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkRead measures the reading of a packet, in our own reader and in libpcap's.
func BenchmarkRead(b *testing.B) {
	const count = 200_000
	records := make([]rawRecord, count)
	for i := range records {
		records[i] = plainRecord(uint32(i), tcpFrame(uint16(i), i%60))
	}
	path := filepath.Join(b.TempDir(), "bench.pcap")
	data := layout{binary.LittleEndian, 0xa1b2c3d4, [2]uint16{2, 4}, 262144, 1, records}.build()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name, filter string
		open         func(opt Options) (Source, error)
	}{
		{"own", "", func(opt Options) (Source, error) { return OpenFile(path, nil, opt) }},
		{"own with filter", "tcp port 80", func(opt Options) (Source, error) { return OpenFile(path, nil, opt) }},
		{"libpcap", "", func(opt Options) (Source, error) { return openPcapFile(path, opt) }},
		{"libpcap with filter", "tcp port 80", func(opt Options) (Source, error) { return openPcapFile(path, opt) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			packets := make([]Packet, 0, 512)
			for b.Loop() {
				source, err := c.open(Options{Filter: c.filter})
				if err != nil {
					b.Fatal(err)
				}
				for !errors.Is(err, io.EOF) {
					if packets, err = source.Read(packets); err != nil && !errors.Is(err, io.EOF) {
						b.Fatal(err)
					}
				}
				source.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/packet")
		})
	}
}
