package capture

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// layout is a capture file to be built.
type layout struct {
	order    binary.AppendByteOrder
	magic    uint32
	version  [2]uint16
	snapLen  uint32
	linkType uint32
	records  []rawRecord
}

// rawRecord is a record with any numbers in its header.
type rawRecord struct {
	sec, fraction, captured, length uint32
	data                            []byte
}

func plainRecord(sec uint32, data []byte) rawRecord {
	return rawRecord{sec, 5, uint32(len(data)), uint32(len(data)), data}
}

func (l layout) build() []byte {
	b := l.order.AppendUint32(nil, l.magic)
	b = l.order.AppendUint16(b, l.version[0])
	b = l.order.AppendUint16(b, l.version[1])
	b = append(b, make([]byte, 8)...)
	b = l.order.AppendUint32(b, l.snapLen)
	b = l.order.AppendUint32(b, l.linkType)
	for _, r := range l.records {
		b = l.order.AppendUint32(b, r.sec)
		b = l.order.AppendUint32(b, r.fraction)
		b = l.order.AppendUint32(b, r.captured)
		b = l.order.AppendUint32(b, r.length)
		b = append(b, r.data...)
	}
	return b
}

// tcpFrame is an Ethernet frame with a TCP segment to a port, and n more bytes.
func tcpFrame(port uint16, n int) []byte {
	b := append(make([]byte, 12), 8, 0)
	b = append(b, 0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2)
	b = binary.BigEndian.AppendUint16(b, 1234)
	b = binary.BigEndian.AppendUint16(b, port)
	b = append(b, make([]byte, 16)...)
	return append(b, bytes.Repeat([]byte{byte(n)}, n)...)
}

// layouts are files of every kind, usual and not.
func layouts() map[string][]byte {
	records := []rawRecord{
		plainRecord(1701610180, tcpFrame(80, 0)), plainRecord(1701610181, nil),
		{1701610182, 999999, 60, 1514, tcpFrame(443, 6)}, plainRecord(1701610183, tcpFrame(80, 3000)),
	}
	le, be := binary.AppendByteOrder(binary.LittleEndian), binary.AppendByteOrder(binary.BigEndian)
	out := map[string][]byte{}
	for name, order := range map[string]binary.AppendByteOrder{"little": le, "big": be} {
		usual := layout{order, 0xa1b2c3d4, [2]uint16{2, 4}, 262144, 1, records}
		add := func(what string, change func(*layout)) {
			l := usual
			l.records = append([]rawRecord(nil), records...)
			change(&l)
			out[name+" endian, "+what] = l.build()
		}
		add("usual", func(*layout) {})
		add("nanoseconds", func(l *layout) { l.magic = 0xa1b23c4d })
		add("Kuznetzov", func(l *layout) { l.magic = 0xa1b2cd34 })
		add("version 2.3", func(l *layout) { l.version[1] = 3 })
		add("version 2.2", func(l *layout) { l.version[1] = 2 })
		add("version 2.9", func(l *layout) { l.version[1] = 9 })
		add("version 1.0", func(l *layout) { l.version = [2]uint16{1, 0} })
		add("version 543.0", func(l *layout) { l.version = [2]uint16{543, 0} })
		add("snapshot length 0", func(l *layout) { l.snapLen = 0 })
		add("snapshot length -1", func(l *layout) { l.snapLen = 0xffffffff })
		add("snapshot length 20", func(l *layout) { l.snapLen = 20 })
		add("snapshot length 400000", func(l *layout) { l.snapLen = 400000 })
		add("frame check sequence", func(l *layout) { l.linkType |= 0x24000000 })
		for _, linkType := range []uint32{0, 9, 12, 14, 50, 51, 101, 104, 107, 108, 109, 113, 127, 147, 189, 220, 228, 229, 239, 258, 276, 999} {
			add(fmt.Sprintf("link type %d", linkType), func(l *layout) { l.linkType = linkType })
		}
		odd := func(what string, r rawRecord) {
			add(what, func(l *layout) { l.records[1] = r })
		}
		odd("time of 2038", rawRecord{1 << 31, 5, 0, 0, nil})
		odd("last time", rawRecord{0xffffffff, 999999, 0, 0, nil})
		odd("time 0", rawRecord{0, 0, 0, 0, nil})
		odd("fraction of a second", rawRecord{1701610180, 1000000, 0, 0, nil})
		odd("fraction of hours", rawRecord{1701610180, 4294968, 0, 0, nil})
		odd("fraction below 0", rawRecord{1701610180, 0xffffffff, 0, 0, nil})
		odd("captured more than there was", rawRecord{1, 2, 4, 2, []byte("abcd")})
		odd("length of all bits", rawRecord{1, 2, 4, 0xffffffff, []byte("abcd")})
		odd("largest packet", rawRecord{1, 2, 262144, 262144, make([]byte, 262144)})
		odd("too large a packet", rawRecord{1, 2, 262145, 262145, make([]byte, 262145)})
		odd("absurd length", rawRecord{1, 2, 0xffffffff, 60, nil})
	}
	return out
}

// outcome is all that a source gives.
type outcome struct {
	linkType, snapLen int
	packets           []Packet
	err               string
}

func (o outcome) String() string {
	return fmt.Sprintf("link type %d, snapshot length %d, %d packets, %q", o.linkType, o.snapLen, len(o.packets), o.err)
}

// drain opens and reads a source in batches.
func drain(source Source, err error, batch int) outcome {
	if err != nil {
		return outcome{err: "open: " + err.Error()}
	}
	defer source.Close()
	o := outcome{linkType: source.LinkType(), snapLen: source.SnapLen()}
	for packets := make([]Packet, 0, batch); ; {
		packets, err = source.Read(packets)
		for _, p := range packets {
			p.Data = bytes.Clone(p.Data)
			o.packets = append(o.packets, p)
		}
		if err != nil {
			o.err = err.Error()
			return o
		}
	}
}

func (o outcome) diff(other outcome) string {
	if o.String() != other.String() {
		return fmt.Sprintf("%v\nis not\n%v", o, other)
	}
	for i := range o.packets {
		a, b := o.packets[i], other.packets[i]
		if a.Time != b.Time || a.Len != b.Len || !bytes.Equal(a.Data, b.Data) {
			return fmt.Sprintf("packet %d: time %d, length %d, %d bytes\nis not time %d, length %d, %d bytes",
				i+1, a.Time, a.Len, len(a.Data), b.Time, b.Len, len(b.Data))
		}
	}
	return ""
}

// checkSame compares what OpenFile gives, from a file and from standard input,
// with what libpcap gives.
func checkSame(t *testing.T, path string, opt Options, batches ...int) {
	t.Helper()
	source, err := openPcapFile(path, opt)
	want := drain(source, err, 100)
	for _, batch := range batches {
		source, err = OpenFile(path, nil, opt)
		if diff := drain(source, err, batch).diff(want); diff != "" {
			t.Fatalf("%s, filter %q, %d at once: %s", path, opt.Filter, batch, diff)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	source, err = OpenFile("-", file, opt)
	if diff := drain(source, err, 10).diff(want); diff != "" {
		t.Fatalf("%s from standard input, filter %q: %s", path, opt.Filter, diff)
	}
}

func TestOwnReaderGivesWhatLibpcapGives(t *testing.T) {
	filters := []string{"", "tcp port 80", "less 30", "ip protochain 6", "not ip broadcast", "inbound", "tcp prt 80"}
	for name, data := range layouts() {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, data)
			for _, filter := range filters {
				checkSame(t, path, Options{Filter: filter}, 1, 3, 512)
			}
		})
	}
}

func TestOwnReaderGivesWhatLibpcapGivesOfCutFiles(t *testing.T) {
	all := layouts()
	for _, name := range []string{"little endian, usual", "big endian, nanoseconds", "little endian, snapshot length 20", "big endian, Kuznetzov"} {
		data := all[name]
		path := filepath.Join(t.TempDir(), "cut.pcap")
		for n := 0; n < len(data); n++ {
			// The long payload at the end is cut here and there only.
			if n > 230 && n%397 != 0 && n < len(data)-20 {
				continue
			}
			if err := os.WriteFile(path, data[:n], 0o600); err != nil {
				t.Fatal(err)
			}
			checkSame(t, path, Options{}, 3)
		}
	}
}

func TestOwnReaderGivesWhatLibpcapGivesOfTheFixtures(t *testing.T) {
	paths, err := filepath.Glob("../testdata/captures/*.pcap*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no captures: %v", err)
	}
	for _, path := range paths {
		for _, filter := range []string{"", "tcp[tcpflags] & tcp-syn != 0", "src port 13306"} {
			checkSame(t, path, Options{Filter: filter}, 1, 3, 512)
		}
	}
}

func TestOwnReaderIsUsed(t *testing.T) {
	path := writeFile(t, layouts()["little endian, usual"])
	for _, filter := range []string{"", "port 80"} {
		source, err := OpenFile(path, nil, Options{Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := source.(*classicFile); !ok {
			t.Errorf("filter %q: the reader is %T", filter, source)
		}
		source.Close()
	}
}

func pack(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGzip(t *testing.T) {
	plain := layouts()["little endian, usual"]
	for _, name := range []string{"little endian, usual", "little endian, Kuznetzov", "little endian, version 2.9"} {
		data := layouts()[name]
		source, err := openPcapFile(writeFile(t, data), Options{})
		want := drain(source, err, 10)
		source, err = OpenFile(writeFile(t, pack(t, data)), nil, Options{})
		if diff := drain(source, err, 10).diff(want); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	source, err := OpenFile(writeFile(t, plain), nil, Options{})
	want := drain(source, err, 10)
	for name, data := range map[string][]byte{
		"filled up with zeros": append(pack(t, plain), make([]byte, 1000)...),
		"in members":           slices.Concat(pack(t, plain[:50]), pack(t, plain[50:60]), pack(t, plain[60:])),
		"an empty member":      slices.Concat(pack(t, plain), pack(t, nil)),
	} {
		source, err := OpenFile("-", bytes.NewReader(data), Options{})
		if diff := drain(source, err, 10).diff(want); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// The blocks of a section and of an interface, which no compression shortens much.
	pcapngHead := slices.Concat(
		[]byte("\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x1c\x00\x00\x00"),
		[]byte("\x01\x00\x00\x00\x14\x00\x00\x00\x01\x00\x00\x00\x00\x00\x04\x00\x14\x00\x00\x00"))
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"cut", "pcap_loop: error reading dump file: the compressed file is cut", pack(t, plain)[:80]},
		{"cut at once", "open: error reading dump file: the compressed file is cut", pack(t, plain)[:20]},
		{"cut in its header", "open: error reading dump file: the compressed file is cut", pack(t, plain)[:7]},
		{"twice", "open: unknown file format", pack(t, pack(t, plain))},
		{"empty", "open: truncated dump file; tried to read 4 file header bytes, only got 0", pack(t, nil)},
		{"broken", "pcap_loop: error reading dump file: gzip: invalid checksum", broken(pack(t, plain))},
		{"something behind it", "pcap_loop: error reading dump file: something else follows the compressed data", append(pack(t, plain), "more"...)},
		{"a pcapng file that is cut", "open: error reading dump file: the compressed file is cut", pack(t, pcapngHead)[:30]},
	} {
		t.Run(c.name, func(t *testing.T) {
			source, err := OpenFile("-", bytes.NewReader(c.data), Options{})
			if got := drain(source, err, 10); got.err != c.want {
				t.Errorf("%v, not %q", got, c.want)
			}
		})
	}
}

// broken changes the checksum at the end.
func broken(packed []byte) []byte {
	packed[len(packed)-8] ^= 1
	return packed
}

// failing gives some bytes and then an error.
type failing struct {
	data []byte
	err  error
}

func (f *failing) Read(b []byte) (int, error) {
	if len(f.data) == 0 {
		return 0, f.err
	}
	n := copy(b, f.data)
	f.data = f.data[n:]
	return n, nil
}

func TestBrokenStreamIsNoEndOfFile(t *testing.T) {
	for _, name := range []string{"little endian, usual", "little endian, version 2.3"} {
		source, err := OpenFile("-", &failing{layouts()[name], errors.New("line is dead")}, Options{})
		got := drain(source, err, 10)
		if got.err != "pcap_loop: error reading dump file: line is dead" || len(got.packets) != 4 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReadOfASilentPipeReturns(t *testing.T) {
	for _, name := range []string{"little endian, usual", "little endian, version 2.3"} {
		r, w := io.Pipe()
		go w.Write(layouts()[name])
		source, err := OpenFile("-", r, Options{})
		if err != nil {
			t.Fatal(err)
		}
		packets := make([]Packet, 0, 10)
		for n := 0; n < 4; n += len(packets) {
			if packets, err = source.Read(packets); err != nil {
				t.Fatal(err)
			}
		}
		if packets, err = source.Read(packets); len(packets) != 0 || err != nil {
			t.Errorf("%s: %d packets, %v", name, len(packets), err)
		}
		source.Close()
		w.Close()
	}
}

func TestClassicReaderDoesNotAllocate(t *testing.T) {
	records := make([]rawRecord, 20000)
	for i := range records {
		records[i] = plainRecord(uint32(i), tcpFrame(80, i%100))
	}
	path := writeFile(t, layout{binary.LittleEndian, 0xa1b2c3d4, [2]uint16{2, 4}, 262144, 1, records}.build())
	for _, filter := range []string{"", "tcp port 80"} {
		source, err := OpenFile(path, nil, Options{Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		packets := make([]Packet, 0, 100)
		if n := testing.AllocsPerRun(150, func() {
			if packets, err = source.Read(packets); err != nil {
				t.Error(err)
			}
		}); n != 0 {
			t.Errorf("filter %q: %v allocations", filter, n)
		}
		source.Close()
	}
}

func FuzzOpenFile(f *testing.F) {
	for _, data := range layouts() {
		if len(data) < 10000 {
			f.Add(data, "")
		}
	}
	f.Add(layouts()["big endian, usual"], "tcp port 80")
	for _, name := range []string{"pcapng.pcapng", "pcapng-big-endian.pcapng", "truncated-file.pcap", "truncated-header.pcap"} {
		data, err := os.ReadFile(filepath.Join("../testdata/captures", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "")
		f.Add(pack(f, data), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, filter string) {
		if filter != "" && filter != "tcp port 80" {
			return
		}
		path := filepath.Join(t.TempDir(), "fuzz.pcap")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if isGzip(data) {
			source, err := OpenFile(path, nil, Options{})
			drain(source, err, 100)
			return
		}
		source, err := openPcapFile(path, Options{Filter: filter})
		want := drain(source, err, 100)
		source, err = OpenFile(path, nil, Options{Filter: filter})
		if diff := drain(source, err, 100).diff(want); diff != "" {
			t.Error(diff)
		}
	})
}

// TestLinkTypesThatLibpcapMends leaves files to libpcap in which it swaps numbers of CAN:
// those of the other byte order.
func TestLinkTypesThatLibpcapMends(t *testing.T) {
	for linkType, mended := range map[uint32]bool{1: false, 113: true, 276: true} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			head := order.AppendUint32(nil, 0xa1b2c3d4)
			head = order.AppendUint16(order.AppendUint16(head, 2), 4)
			head = order.AppendUint32(append(head, make([]byte, 8)...), MaxSnapLen)
			head = order.AppendUint32(head, linkType)
			h, ours := parseClassic(head)
			if want := !mended || !h.swapped(); ours != want {
				t.Errorf("%v, link type %d: own reader %v, want %v", order, linkType, ours, want)
			}
		}
	}
}
