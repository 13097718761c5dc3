package tcpdump

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// flagSets are the options under which a line has another form.
var flagSets = []string{
	"-nn", "-nn -v", "-nn -vv", "-nn -vvv -e -X", "-nn -S", "-nn -e", "-nn -q", "-nn -q -v", "-nn -qq -e", "-nn -K -v",
	"-nn -x", "-nn -xx", "-nn -X", "-nn -XX", "-nn -A", "-nn -AA",
	"-nn -t", "-nn -tt", "-nn -ttt", "-nn -tttt", "-nn -ttttt", "-nn --nano",
}

// requireTCPDump skips the test where the release is not there that this package
// equals: others print some packets differently.
func requireTCPDump(t testing.TB) {
	t.Helper()
	text, err := exec.Command("tcpdump", "--version").CombinedOutput()
	if err != nil {
		t.Skipf("tcpdump cannot be run: %v", err)
	}
	if !bytes.Contains(text, []byte("tcpdump version 4.99.3")) {
		first, _, _ := strings.Cut(string(text), "\n")
		t.Skipf("want tcpdump version 4.99.3, got %s", first)
	}
}

// oracle returns what tcpdump prints for each frame of c: dissectors of payload
// off, in the time zone TZ.
func oracle(t testing.TB, c *craft.Capture, flags, zone string) []string {
	t.Helper()
	cmd := exec.Command("tcpdump", append([]string{"-T", "carp", "-#", "-r", "-"}, strings.Fields(flags)...)...)
	cmd.Env = append(os.Environ(), "TZ="+zone, "LC_ALL=C")
	cmd.Stdin = bytes.NewReader(c.Bytes())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tcpdump %s: %v: %s", flags, err, stderr.Bytes())
	}
	return split(t, string(out), len(c.Frames))
}

// split cuts output at the packet numbers, which are left out.
func split(t testing.TB, out string, n int) []string {
	t.Helper()
	texts := make([]string, 0, n)
	for number := 1; number <= n; number++ {
		rest, ok := strings.CutPrefix(out, fmt.Sprintf("%5d  ", number))
		if !ok {
			t.Fatalf("want packet %d at %.100q", number, out)
		}
		end := strings.Index(rest, fmt.Sprintf("\n%5d  ", number+1))
		if end < 0 {
			end = len(rest) - 1
		}
		texts = append(texts, rest[:end])
		out = rest[end+1:]
	}
	return texts
}

// printed returns what this package prints for each frame of c; "" for a frame
// that is no TCP.
func printed(t testing.TB, c *craft.Capture, flags string, zone *time.Location) []string {
	t.Helper()
	decoder, err := decode.New(dlt(c.LinkType))
	if err != nil {
		t.Fatal(err)
	}
	opt := parseFlags(t, flags)
	opt.Zone = zone
	line, numbers := New(opt, noNames{}, 1<<16), numbering{}
	texts := make([]string, len(c.Frames))
	var segment decode.Segment
	for i, f := range c.Frames {
		decoder.Decode(f.Data, f.Len, &segment)
		if segment.Class == decode.NotTCP {
			line.Skip(f.Time, &segment)
			continue
		}
		texts[i] = string(line.AppendDump(line.Append(nil, uint64(i+1), f.Time, &segment, numbers.of(&segment))))
	}
	return texts
}

// dlt returns the number that libpcap gives a link type of a capture file.
func dlt(linkType int) int {
	const linkTypeRaw, dltRaw = 101, 12
	if linkType == linkTypeRaw {
		return dltRaw
	}
	return linkType
}

// parseFlags reads the options of tcpdump that change the line.
func parseFlags(t testing.TB, flags string) Options {
	t.Helper()
	var o Options
	for _, word := range strings.Fields(flags) {
		if word == "--nano" {
			o.Nano = true
			continue
		}
		letter, count := word[1:2], len(word)-1
		switch letter {
		case "n":
			o.Numeric = true
		case "v":
			o.Verbose = count
		case "t":
			o.Time = TimeStyle(count)
		case "e":
			o.Link = true
		case "q":
			o.Quiet = count
		case "S":
			o.Absolute = true
		case "K":
			o.NoCheck = true
		case "N":
			o.Short = true
		case "x":
			o.Dump = Hex + Dump(count-1)
		case "X":
			o.Dump = HexText + Dump(count-1)
		case "A":
			o.Dump = Text + Dump(count-1)
		default:
			t.Fatalf("flag %s is not known here", word)
		}
	}
	return o
}

// conform compares the two for every frame that is TCP and returns how many
// there were.
func conform(t testing.TB, c *craft.Capture, flags string) int {
	t.Helper()
	want, got := oracle(t, c, flags, "UTC0"), printed(t, c, flags, time.UTC)
	return compare(t, c, flags, want, got)
}

// maxShown is how many differences of one set of flags are shown.
const maxShown = 3

// showsTCP finds in tcpdump's text that the frame is TCP. GRE and LLC have flags
// behind a comma.
var showsTCP = regexp.MustCompile(`(?m): Flags \[|\[\|(mp)?tcp\]|: tcp \d|: ip-proto-6$|: tcp$`)

// compare reports the frames whose texts differ, and returns how many it
// compared: those that are printed here, and those where tcpdump shows TCP.
func compare(t testing.TB, c *craft.Capture, flags string, want, got []string) int {
	t.Helper()
	compared, wrong := 0, 0
	for i := range got {
		if got[i] == "" && !showsTCP.MatchString(want[i]) {
			continue
		}
		compared++
		if got[i] == want[i] {
			continue
		}
		if wrong++; wrong <= maxShown {
			t.Error(difference(i+1, flags, c.Frames[i], want[i], got[i]))
		}
	}
	if wrong > maxShown {
		t.Errorf("[%s] %d of %d packets differ", flags, wrong, compared)
	}
	return compared
}

// difference shows two texts one below the other, a mark where they part, and
// the beginning of the frame.
func difference(number int, flags string, f craft.Frame, want, got string) string {
	tcpdump, here := fmt.Sprintf("%q", want), fmt.Sprintf("%q", got)
	same := 0
	for same < min(len(tcpdump), len(here)) && tcpdump[same] == here[same] {
		same++
	}
	return fmt.Sprintf("packet %d [%s], %d bytes of %d captured\n tcpdump: %s\n    here: %s\n          %s^\n   frame: % x", number, flags,
		len(f.Data), f.Len, tcpdump, here, strings.Repeat(" ", same), f.Data[:min(len(f.Data), 200)])
}

// noNames names nothing but interfaces, which tcpdump looks up also with -n.
type noNames struct{}

func (noNames) Host(decode.Addr) string { return "" }
func (noNames) Port(uint16) string      { return "" }
func (noNames) MAC([6]byte) string      { return "" }

func (noNames) Interface(index uint32) string {
	i, err := net.InterfaceByIndex(int(index))
	if err != nil {
		return ""
	}
	return i.Name
}
