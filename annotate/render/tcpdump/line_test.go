package tcpdump

import (
	"net/netip"
	"strings"
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// someNames names a few things, as the files of a machine do.
type someNames struct{}

func (someNames) Host(a decode.Addr) string {
	if a == decode.AddrFromNetip(netip.MustParseAddr("10.0.0.1")) {
		return "client.example.net"
	}
	return ""
}

func (someNames) Port(port uint16) string {
	if port == 80 {
		return "http"
	}
	return ""
}

func (someNames) MAC([6]byte) string      { return "" }
func (someNames) Interface(uint32) string { return "eth7" }

func TestNames(t *testing.T) {
	all, _ := segments(t, "link RAW\nclient 10.0.0.1:1000 iss 1\nserver 10.0.0.2:80 iss 1\nC > S: SYN win 10\nS > C: SYN-ACK win 10")
	for _, test := range []struct {
		flags string
		want  string
	}{
		{"-t", "IP client.example.net.1000 > 10.0.0.2.http: Flags [S], seq 1, win 10, length 0\nIP 10.0.0.2.http > client.example.net.1000: Flags [S.], seq 1, ack 2, win 10, length 0"},
		{"-t -N", "IP client.1000 > 10.0.0.2.http: Flags [S], seq 1, win 10, length 0\nIP 10.0.0.2.http > client.1000: Flags [S.], seq 1, ack 2, win 10, length 0"},
		{"-t -n", "IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [S], seq 1, win 10, length 0\nIP 10.0.0.2.80 > 10.0.0.1.1000: Flags [S.], seq 1, ack 2, win 10, length 0"},
	} {
		l, numbers := New(parseFlags(t, test.flags), someNames{}, 10), numbering{}
		// Twice: the second time the text of the ends is remembered.
		for range 2 {
			var got []string
			for i := range all {
				got = append(got, string(l.Append(nil, 1, 0, &all[i], numbers.of(&all[i]))))
			}
			if got := strings.Join(got, "\n"); got != test.want {
				t.Errorf("[%s]\n got %q\nwant %q", test.flags, got, test.want)
			}
		}
	}
}

// Names longer than the cache of ends has room for are printed all the same.
func TestLongNames(t *testing.T) {
	all, _ := segments(t, "link RAW\nC > S: SYN win 10")
	name := strings.Repeat("long.", 30)
	l := New(Options{Time: NoTime}, oneName(name), 10)
	for range 2 {
		if got := string(l.Append(nil, 1, 0, &all[0], 1)); !strings.HasPrefix(got, "IP "+name+".40000 > "+name+".13306: Flags [S]") {
			t.Errorf("got %q", got)
		}
	}
}

// oneName names every host the same.
type oneName string

func (n oneName) Host(decode.Addr) string { return string(n) }
func (oneName) Port(uint16) string        { return "" }
func (oneName) MAC([6]byte) string        { return "" }
func (oneName) Interface(uint32) string   { return "" }

// Packets that are skipped count for relative numbers as if they were printed.
func TestSkip(t *testing.T) {
	all, times := segments(t, story)
	for _, flags := range []string{"-nn", "-nn -S", "-nn -q", "-nn -ttt", "-nn -ttttt"} {
		numbers, whole, gaps := numbering{}, New(parseFlags(t, flags), noNames{}, 100), New(parseFlags(t, flags), noNames{}, 100)
		for i := range all {
			want := string(whole.Append(nil, 1, times[i], &all[i], numbers.of(&all[i])))
			if i%2 == 0 {
				gaps.Skip(times[i], &all[i])
				continue
			}
			if got := string(gaps.Append(nil, 1, times[i], &all[i], numbers.of(&all[i]))); got != want {
				t.Errorf("[%s] packet %d\n got %q\nwant %q", flags, i+1, got, want)
			}
		}
	}
}

func TestLineAllocatesNothing(t *testing.T) {
	all, times := segments(t, conversation+story[strings.Index(story, "C > S"):])
	decoder, err := decode.New(linkEN10MB)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range newGenerator(3).capture(linkEN10MB, 300).Frames {
		var s decode.Segment
		decoder.Decode(f.Data, f.Len, &s)
		all, times = append(all, s), append(times, f.Time)
	}
	buf := make([]byte, 0, 1<<16)
	for _, flags := range append(flagSets, "-v -e", "") {
		l, numbers := New(parseFlags(t, flags), someNames{}, 100), numbering{}
		print := func() {
			for i := range all {
				buf = l.AppendDump(l.Append(buf[:0], uint64(i), times[i], &all[i], numbers.of(&all[i])))
				l.Skip(times[i], &all[i])
			}
		}
		print() // makes room for all connections
		if n := testing.AllocsPerRun(3, print); n != 0 {
			t.Errorf("[%s] %v allocations for %d packets", flags, n, len(all))
		}
	}
}

// FuzzLine prints any frame of any link type in every form. What the text must
// be the conformance tests say; here it must end, stay within the frame, and be
// the same when the packet is printed again by a new Line.
func FuzzLine(f *testing.F) {
	c, err := craft.Compile("C > S: SYN <mss 1460,sackOK>\nC > S: PSH-ACK vlan 5 ipopt 0101 len 10\nS > C: icmp 3/1")
	if err != nil {
		f.Fatal(err)
	}
	for _, frame := range c.Frames {
		f.Add(frame.Data, frame.Len, uint8(1), uint8(0))
	}
	g := newGenerator(1)
	for i := range 50 {
		f.Add(g.link(linkEN10MB), 0, uint8(1), uint8(i))
	}
	f.Fuzz(func(t *testing.T, b []byte, wire int, link, flags uint8) {
		decoder, err := decode.New(int(link))
		if err != nil {
			return
		}
		var s decode.Segment
		decoder.Decode(b[:len(b):len(b)], max(wire, len(b)), &s)
		opt := parseFlags(t, flagSets[int(flags)%len(flagSets)])
		first := New(opt, noNames{}, 10)
		text := first.AppendDump(first.Append(nil, 1, 1e9, &s, 0))
		second := New(opt, noNames{}, 10)
		again := second.AppendDump(second.Append(make([]byte, 0, 1<<20), 1, 1e9, &s, 0))
		if string(text) != string(again) {
			t.Errorf("%q, then %q", text, again)
		}
	})
}
