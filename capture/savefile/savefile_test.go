package savefile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/gopacket/pcap"
)

// base is the options of a file of Ethernet frames.
func base(path string) Options {
	return Options{Path: path, LinkType: 1, SnapLen: 262144}
}

// frame is a record of n bytes that differ with at.
func frame(at int64, n int) Record {
	return Record{Time: at, Data: bytes.Repeat([]byte{byte(at), byte(at >> 8)}, n/2), Len: n + 10}
}

func mustCreate(t *testing.T, opt Options) *File {
	t.Helper()
	f, err := Create(opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func mustWrite(t *testing.T, f *File, records ...Record) {
	t.Helper()
	for _, r := range records {
		if err := f.Write(r); err != nil {
			t.Fatal(err)
		}
	}
}

// readBack reads a file by libpcap.
func readBack(t *testing.T, path string) []Record {
	t.Helper()
	handle, err := pcap.OpenOffline(path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer handle.Close()
	var all []Record
	for {
		data, info, err := handle.ReadPacketData()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", path, handle.Error())
		}
		all = append(all, Record{Time: info.Timestamp.UnixNano(), Data: data, Len: info.Length})
	}
}

func TestLibpcapReadsWhatIsWritten(t *testing.T) {
	const second = int64(time.Second)
	in := []Record{
		{Time: 1701610180*second + 148304999, Data: []byte("x"), Len: 1},
		{Time: 0, Data: bytes.Repeat([]byte("ab"), 30000), Len: 100000},
		{Time: 2147483647*second + 999999999, Data: []byte("abc"), Len: 3},
		{Time: -1*second + 5000, Data: []byte("abcd"), Len: 4, Comment: []byte("SYN")},
	}
	for _, c := range []struct {
		name, file string
		nano       bool
		// time is what a reader gets for the time of a record.
		time func(int64) int64
	}{
		{"micro", "a.pcap", false, func(at int64) int64 { return at - (at%1000+1000)%1000 }},
		{"nano", "a.pcap", true, func(at int64) int64 { return at }},
		// Seconds of an unsigned 32-bit number come back as they were in the file.
		{"pcapng", "a.pcapng", false, func(at int64) int64 {
			if at < 0 {
				at += second << 32
			}
			return at
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := base(filepath.Join(t.TempDir(), c.file))
			opt.Nano = c.nano
			f := mustCreate(t, opt)
			mustWrite(t, f, in...)
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			out := readBack(t, opt.Path)
			if len(out) != len(in) {
				t.Fatalf("%d records of %d", len(out), len(in))
			}
			for i := range in {
				if out[i].Time != c.time(in[i].Time) || out[i].Len != in[i].Len || !bytes.Equal(out[i].Data, in[i].Data) {
					t.Errorf("record %d: time %d, length %d, %d bytes", i, out[i].Time, out[i].Len, len(out[i].Data))
				}
			}
		})
	}
}

func TestLinkTypeInFiles(t *testing.T) {
	for _, dlt := range []int{0, 1, 12, 108, 113, 228, 276} {
		opt := base(filepath.Join(t.TempDir(), "a.pcap"))
		opt.LinkType = dlt
		if err := mustCreate(t, opt).Close(); err != nil {
			t.Fatal(err)
		}
		handle, err := pcap.OpenOffline(opt.Path)
		if err != nil {
			t.Fatal(err)
		}
		links, err := handle.ListDataLinks()
		if err != nil || len(links) != 1 || pcap.DatalinkNameToVal(links[0].Name) != dlt {
			t.Errorf("link type %d is read as %v", dlt, links)
		}
		handle.Close()
	}
}

func TestFileIsTheSameAsTcpdumps(t *testing.T) {
	tcpdump := tool(t, "tcpdump")
	dir := t.TempDir()
	ours, theirs := filepath.Join(dir, "ours.pcap"), filepath.Join(dir, "theirs.pcap")
	f := mustCreate(t, base(ours))
	mustWrite(t, f, frame(1e9, 60), frame(2e9, 1000))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tcpdump, "-r", ours, "-w", theirs).CombinedOutput(); err != nil {
		t.Skipf("tcpdump does not write here: %v: %s", err, out)
	}
	a, b := read(t, ours), read(t, theirs)
	if !bytes.Equal(a, b) {
		t.Errorf("% x\nis not\n% x", a, b)
	}
}

func TestCommentsAreReadByTshark(t *testing.T) {
	tshark := tool(t, "tshark")
	opt := base(filepath.Join(t.TempDir(), "a.pcapng"))
	f := mustCreate(t, opt)
	long := bytes.Repeat([]byte("x"), 70000)
	for _, comment := range [][]byte{[]byte("SYN #1"), nil, []byte("é"), long} {
		r := frame(1e9, 60)
		r.Comment = comment
		mustWrite(t, f, r)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tshark, "-r", opt.Path, "-T", "fields", "-e", "frame.comment").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "SYN #1\n\né\n" + string(long[:maxComment]) + "\n"
	if string(out) != want {
		t.Errorf("tshark shows %.200q", out)
	}
}

func TestFileHoldsAtLeastTheHeaderAtOnce(t *testing.T) {
	for _, name := range []string{"a.pcap", "a.pcapng"} {
		opt := base(filepath.Join(t.TempDir(), name))
		f := mustCreate(t, opt)
		if got := readBack(t, opt.Path); len(got) != 0 {
			t.Errorf("%d records", len(got))
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestFlush(t *testing.T) {
	opt := base(filepath.Join(t.TempDir(), "a.pcap"))
	now := time.Unix(1000, 0)
	f, err := create(opt, nil, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	check := func(what string, want int) {
		t.Helper()
		if got := len(readBack(t, opt.Path)); got != want {
			t.Errorf("%s: %d records, not %d", what, got, want)
		}
	}
	mustWrite(t, f, frame(1e9, 60))
	check("in memory", 0)
	now = now.Add(flushPeriod - 1)
	if err := f.FlushDue(); err != nil {
		t.Fatal(err)
	}
	check("too early", 0)
	now = now.Add(1)
	if err := f.FlushDue(); err != nil {
		t.Fatal(err)
	}
	check("due", 1)
	for range bufferSize/1000 + 1 {
		mustWrite(t, f, frame(1e9, 1000))
	}
	if got := len(readBack(t, opt.Path)); got < 200 {
		t.Errorf("a full buffer is not written: %d records", got)
	}
}

func TestUnbuffered(t *testing.T) {
	opt := base(filepath.Join(t.TempDir(), "a.pcap"))
	opt.Unbuffered = true
	f := mustCreate(t, opt)
	defer f.Close()
	for i := range 3 {
		mustWrite(t, f, frame(1e9, 60))
		if got := len(readBack(t, opt.Path)); got != i+1 {
			t.Errorf("%d records after %d", got, i+1)
		}
	}
}

func TestStandardOutput(t *testing.T) {
	var out bytes.Buffer
	f, err := Create(base("-"), &out)
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, f, frame(1e9, 60))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.pcap")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := readBack(t, path); len(got) != 1 {
		t.Errorf("%d records", len(got))
	}
}

func TestWritingDoesNotAllocate(t *testing.T) {
	for _, name := range []string{"a.pcap", "a.pcapng"} {
		f := mustCreate(t, base(filepath.Join(t.TempDir(), name)))
		r := frame(1e9, 1000)
		r.Comment = []byte("ACK #1")
		mustWrite(t, f, r)
		if n := testing.AllocsPerRun(1000, func() { mustWrite(t, f, r) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// tool finds a program, or skips the test.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}
