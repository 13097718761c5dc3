package replay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"tcpshake/annotate/render"
	"tcpshake/capture"
	"tcpshake/decode"
	"tcpshake/testdata/program"
	"tcpshake/testdata/soak"
)

// fixtures are the captures of the project, by path; every n-th in the short form.
func fixtures(t *testing.T, n int) []string {
	t.Helper()
	var list []string
	for _, pattern := range []string{"../captures/*.pcap*", "../captures/lab/*.pcap"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no captures: %v", err)
		}
		list = append(list, paths...)
	}
	if soak.Long() {
		return list
	}
	for i, path := range list {
		if i%n == 0 || strings.HasSuffix(path, "ng") {
			list[i/n] = path
		}
	}
	return list[:len(list)/n]
}

// opener opens bytes as the program opens standard input.
func opener(data []byte) func() (capture.Source, error) {
	return func() (capture.Source, error) { return capture.OpenFile("-", bytes.NewReader(data), capture.Options{}) }
}

// recordEnds returns where a cut leaves a file that is whole: after its header,
// and after each record; and how many packets there are before each.
func recordEnds(data []byte) map[int]int {
	ends := map[int]int{}
	if binary.LittleEndian.Uint32(data) == 0x0a0d0d0a {
		blockEnds(data, ends)
		return ends
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if data[0] == 0xa1 {
		order = binary.BigEndian
	}
	for at, n := 24, 0; at <= len(data); n++ {
		ends[at] = n
		if at+16 > len(data) {
			break
		}
		at += 16 + int(order.Uint32(data[at+8:]))
	}
	return ends
}

// blockEnds does the same for pcapng, which can be read once an interface is
// described.
func blockEnds(data []byte, ends map[int]int) {
	order := binary.ByteOrder(binary.LittleEndian)
	if data[8] == 0x1a {
		order = binary.BigEndian
	}
	described, n := false, 0
	for at := 0; at+8 <= len(data); {
		kind := order.Uint32(data[at:])
		at += int(order.Uint32(data[at+4:]))
		described = described || kind == 1
		if kind == 6 || kind == 3 || kind == 2 {
			n++
		}
		if described {
			ends[at] = n
		}
	}
}

// progress prints a file and returns what was there after each packet.
func progress(t *testing.T, data []byte, format render.Format) (after []string, all error) {
	t.Helper()
	var out bytes.Buffer
	after = []string{""}
	all = File(opener(data), format, &out, func() { after = append(after, out.String()) })
	return after, all
}

// A file that is cut anywhere prints the packets before the cut exactly as the
// whole file does, and only a cut between two records is no error.
func TestSoakFilesCutAtEveryByte(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1000)) // each cut has buffers of its own
	cuts, atEnds := 0, 0
	for _, path := range fixtures(t, 40) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		ends := recordEnds(data)
		for _, format := range []render.Format{render.Text, render.JSON} {
			whole, _ := progress(t, data, format)
			packets := 0
			for n := 0; n < len(data); n++ {
				if count, ok := ends[n]; ok {
					packets = count
				} else if !soak.Long() && n%9 != 0 {
					continue
				}
				var out bytes.Buffer
				err := File(opener(data[:n]), format, &out, nil)
				_, atEnd := ends[n]
				if atEnd != (err == nil) {
					t.Fatalf("%s cut to %d bytes, which is a record's end: %v; the error is %v", path, n, atEnd, err)
				}
				if got, want := packetLines(out.String()), packetLines(whole[packets]); got != want {
					t.Fatalf("%s as %v cut to %d bytes:\n%s\nis not\n%s", path, format, n, got, want)
				}
				cuts++
				if atEnd {
					atEnds++
				}
			}
		}
	}
	soak.Figure(t, "cuts of capture files", cuts, "cuts")
	soak.Figure(t, "of them at the end of a record", atEnds, "cuts")
}

// packetLines leaves out what JSON says of connections, which depends on the end.
func packetLines(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, `{"type":"`) || strings.HasPrefix(line, `{"type":"packet"`) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// The program itself: exit status 0 for a cut between two records, else 2, and the
// same lines as in one process.
func TestSoakExitStatusOfCutFiles(t *testing.T) {
	tcpshake := program.Build(t, "../..")
	path, runs := filepath.Join(t.TempDir(), "cut.pcap"), 0
	for _, name := range []string{"open-close.pcap", "big-endian.pcap", "pcapng.pcapng"} {
		data, err := os.ReadFile(filepath.Join("../captures", name))
		if err != nil {
			t.Fatal(err)
		}
		ends := recordEnds(data)
		whole, _ := progress(t, data, render.Text)
		packets := 0
		for n := range data {
			count, atEnd := ends[n]
			if atEnd {
				packets = count
			} else if n%soak.Pick(101, 1) != 0 {
				continue
			}
			if err := os.WriteFile(path, data[:n], 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(tcpshake, "-n", "-r", path)
			cmd.Env = append(os.Environ(), "TZ=UTC")
			out, err := cmd.Output()
			status := cmd.ProcessState.ExitCode()
			if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if atEnd && status != 0 || !atEnd && status != 2 || string(out) != whole[packets] {
				t.Fatalf("%s cut to %d bytes, which is a record's end: %v; exit status %d\n%s\nis not\n%s", name, n, atEnd, status, out, whole[packets])
			}
			runs++
		}
	}
	soak.Figure(t, "runs on cut files with the right exit status", runs, "runs")
}

// Whatever the snapshot length, no packet is lost, nothing is out of order, and
// the label shows the flags when the capture holds them.
func TestSoakEverySnapshotLength(t *testing.T) {
	frames, labels := 0, 0
	for _, path := range fixtures(t, 10) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for snap := 1; snap <= 128; snap += soak.Pick(9, 1) {
			f, l := checkSnapped(t, path+" at "+strconv.Itoa(snap), data, snap)
			frames, labels = frames+f, labels+l
		}
	}
	soak.Figure(t, "frames cut by a snapshot length", frames, "frames")
	soak.Figure(t, "of them with the flags in the label", labels, "frames")
}

// checkSnapped prints a file as it is with a snapshot length.
func checkSnapped(t *testing.T, name string, data []byte, snap int) (frames, labels int) {
	t.Helper()
	source, err := opener(data)()
	if err != nil {
		t.Fatal(err)
	}
	decoder, err := decode.New(source.LinkType())
	source.Close()
	if err != nil {
		t.Fatal(err)
	}
	var want []string // the labels of packets whose flags are captured
	var out, whole bytes.Buffer
	see := func(p *capture.Packet) {
		var seg decode.Segment
		decoder.Decode(p.Data, p.Len, &seg)
		label := ""
		if l := seg.Layers(); seg.Class == decode.TCP && l[len(l)-1].Off+14 <= snap {
			label = "flags"
		}
		if seg.Class != decode.NotTCP {
			want = append(want, label)
		}
		frames++
	}
	fullErr := File(opener(data), render.Text, &whole, nil)
	cutErr := File(func() (capture.Source, error) {
		source, err := opener(data)()
		return &snapped{source, snap, see}, err
	}, render.Text, &out, nil)
	if (fullErr == nil) != (cutErr == nil) {
		t.Fatalf("%s: %v, without the snapshot length %v", name, cutErr, fullErr)
	}
	got, full := strings.Split(out.String(), "\n"), strings.Split(whole.String(), "\n")
	for i, line := range full[:len(full)-1] {
		if want[i] == "" {
			continue
		}
		labels++
		// The frames that are no TCP when they are cut are missing in got.
		label, _, _ := strings.Cut(line, " ")
		at := len(got) - 1
		for k, g := range got {
			if stamp(g) == stamp(line) && strings.HasPrefix(g, label+" ") {
				at = k
				break
			}
		}
		if at == len(got)-1 {
			t.Fatalf("%s: no line has the label of %q in\n%s", name, line, out.String())
		}
	}
	return frames, labels
}

// stamp is the time stamp of a line.
func stamp(line string) string {
	if len(line) < 24 {
		return ""
	}
	return line[9:24]
}

// snapped is a source with a snapshot length.
type snapped struct {
	capture.Source
	length int
	see    func(*capture.Packet)
}

// Read implements capture.Source.
func (s *snapped) Read(packets []capture.Packet) ([]capture.Packet, error) {
	packets, err := s.Source.Read(packets)
	for i := range packets {
		s.see(&packets[i])
		packets[i].Data = packets[i].Data[:min(len(packets[i].Data), s.length)]
	}
	return packets, err
}
