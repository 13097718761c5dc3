package annotate

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tcpshake/decode/craft"
)

// TestCompatStoriesWithTshark asks tshark whether the stories tell its words.
func TestCompatStoriesWithTshark(t *testing.T) {
	needTshark(t)
	stories := compatStories()
	var b strings.Builder
	for i, c := range stories {
		fmt.Fprintf(&b, "client 10.0.0.1:%d iss 1000\nserver 10.0.0.2:80 iss 5000\n", 40000+i)
		for _, l := range c.lines {
			b.WriteString(l.send + "\n")
		}
	}
	words := tsharkWords(t, "link RAW\n"+b.String())
	for _, c := range stories {
		for i, l := range c.lines {
			if words[i] != l.want {
				t.Errorf("%s: packet %d %q: tshark says %q, the story %q", c.name, i+1, l.send, words[i], l.want)
			}
		}
		words = words[len(c.lines):]
	}
}

// TestCompatRandomWithTshark compares streams of random segments near the edges
// that the rules depend on.
func TestCompatRandomWithTshark(t *testing.T) {
	needTshark(t)
	const streams, packets = 4, 2000
	for seed := range uint64(4) {
		script := randomStreams(rand.New(rand.NewPCG(seed, 1)), streams, packets)
		want := tsharkWords(t, "link RAW\n"+script)
		state := map[key]*compatState{}
		list := compile(t, script)
		flagged := 0
		for i := range list {
			k, from := keyOf(&list[i].seg.Src, &list[i].seg.Dst)
			if state[k] == nil {
				state[k] = new(compatState)
			}
			got := compatShown(&list[i].seg, state[k].observe(int(from), &list[i].seg, list[i].time)).String()
			if got != want[i] {
				t.Fatalf("seed %d packet %d: %q, tshark %q", seed, i+1, got, want[i])
			}
			if got != "" {
				flagged++
			}
		}
		if flagged < packets/4 {
			t.Errorf("seed %d: only %d packets have words", seed, flagged)
		}
	}
}

// TestCompatShortCut checks that what is thought to be in order has no words.
func TestCompatShortCut(t *testing.T) {
	shortCuts := 0
	for seed := range uint64(20) {
		state := map[key]*compatState{}
		list := compile(t, randomStreams(rand.New(rand.NewPCG(seed, 2)), 4, 2000))
		for i := range list {
			seg := &list[i].seg
			k, from := keyOf(&seg.Src, &seg.Dst)
			if state[k] == nil {
				state[k] = new(compatState)
			}
			c := state[k]
			s := compatSegment{list[i].time, seg.Seq, seg.Ack, seg.Len, seg.Flags, seg.Window}
			if c.phase != rttSYN && c.ends[from].inOrder(&c.ends[from.other()], &s) {
				shortCuts++
				long := *c
				if words := long.observeLong(int(from), seg, &s); words != 0 {
					t.Fatalf("seed %d packet %d: %s", seed, i+1, words)
				}
				c.observe(int(from), seg, list[i].time)
				if long != *c {
					t.Fatalf("seed %d packet %d: the short cut leaves %+v, not %+v", seed, i+1, *c, long)
				}
				continue
			}
			c.observe(int(from), seg, list[i].time)
		}
	}
	if shortCuts < 1000 {
		t.Errorf("only %d segments took the short cut", shortCuts)
	}
}

// needTshark skips the test without the version whose words are followed; later
// ones set other words.
func needTshark(t *testing.T) {
	t.Helper()
	out, err := exec.Command("tshark", "--version").Output()
	if err != nil {
		t.Skip("tshark is not installed")
	}
	line, _, _ := strings.Cut(string(out), "\n")
	if !strings.Contains(line, " 4.0.") {
		t.Skipf("the words are those of tshark 4.0, this is %s", line)
	}
}

// tsharkWords returns tshark's words for each packet of a script. tshark reads
// once, as we do: reading twice it also marks a SYN-ACK whose successor has
// another number.
func tsharkWords(t *testing.T, script string) []string {
	t.Helper()
	c, err := craft.Compile(script)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "c.pcap")
	if err := os.WriteFile(file, c.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-n", "-r", file, "-T", "fields", "-E", "occurrence=f", "-e", "frame.number"}
	for _, w := range compatWords {
		args = append(args, "-e", "tcp.analysis."+w)
	}
	out, err := exec.Command("tshark", args...).Output()
	if err != nil {
		t.Fatalf("tshark: %v", err)
	}
	words := make([]string, len(c.Frames))
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		n, err := strconv.Atoi(fields[0])
		if err != nil || len(fields) != 1+len(compatWords) || n > len(words) {
			t.Fatalf("tshark printed %q", line)
		}
		var c Compat
		for i, f := range fields[1:] {
			if f != "" {
				c |= 1 << i
			}
		}
		words[n-1] = c.String()
	}
	return words
}

// randomEnd is one end of a random stream.
type randomEnd struct {
	iss, next, before, acked uint32
}

// randomStreams returns a script of segments that often repeat, overlap, leave
// gaps, go back in time, and cross 2^31 and 2^32.
func randomStreams(r *rand.Rand, streams, packets int) string {
	var b strings.Builder
	ends := make([][2]randomEnd, streams)
	for i := range ends {
		for j, fixed := range [...][]uint32{{0, 1000, 1<<32 - 256, 1<<31 - 1}, {0, 5000, 1<<32 - 16, 1 << 31}} {
			iss := pick(r, append(fixed, r.Uint32())...)
			ends[i][j] = randomEnd{iss: iss, next: iss, before: iss}
		}
		fmt.Fprintf(&b, "end C%d 10.0.0.1:%d iss 0\nend S%d 10.0.0.2:80 iss 0\n", i, 40000+i, i)
	}
	for n := range packets {
		i, j := r.IntN(streams), r.IntN(2)
		names := [...]string{fmt.Sprintf("C%d", i), fmt.Sprintf("S%d", i)}
		step := pick(r, "+0", "+0.000001", "+0.001", "+0.001", "+0.0029", "+0.003", "+0.0199", "+0.02", "+0.3", "-0.001", "-0.5")
		line := ends[i][j].segment(r, &ends[i][1-j], n < 5*streams)
		fmt.Fprintf(&b, "%s %s > %s: %s\n", step, names[j], names[1-j], line)
	}
	return b.String()
}

// segment returns what e sends to p.
func (e *randomEnd) segment(r *rand.Rand, p *randomEnd, opening bool) string {
	flags := pick(r, "ACK", "ACK", "ACK", "ACK", "ACK", "ACK", "PSH-ACK", "FIN-ACK", "RST-ACK", "RST", "SYN", "SYN-ACK", "NONE", "FIN", "SYN-FIN")
	if opening {
		flags = pick(r, "SYN", "SYN-ACK", "ACK")
	}
	seq := pick(r, e.next, e.next, e.next, e.next, e.next, e.next-1, e.next+1, e.next+1448, e.before, e.before-1, e.next-10, e.iss)
	length := pick(r, 0, 0, 0, 0, 1, 1, 2, 10, 1448)
	options := ""
	if strings.Contains(flags, "SYN") {
		seq = pick(r, e.iss, e.iss, e.iss, e.iss, e.iss+1000, e.next)
		length = pick(r, 0, 0, 0, 0, 0, length)
		options = pick(r, "", "<wscale 0>", "<wscale 7>", "<wscale 15>", "<mss 1460,wscale 1>")
	} else if r.IntN(4) == 0 {
		options = "<nop,nop,TS val 1 ecr 2>"
	}
	if r.IntN(8) == 0 { // the capture ends inside the options, or the data
		options += pick(r, " cap 40", " cap 41", " cap 44", " cap 46", " cap 48", " cap 52")
	}
	ack := pick(r, p.next, p.next, p.next, e.acked, e.acked, e.acked, p.next+1, p.next-1, p.before, p.next+1000, 0)
	win := pick(r, 0, 0, 1, 10, 10, 10, 10, 512, uint16(e.next+uint32(length)-p.acked))
	e.acked = ack
	end := seq + uint32(length)
	if strings.Contains(flags, "SYN") || strings.Contains(flags, "FIN") {
		end++
	}
	if int32(end-e.next) > 0 || r.IntN(30) == 0 {
		e.before, e.next = e.next, end
	}
	return fmt.Sprintf("%s seq =%d ack =%d win %d len %d %s", flags, seq, ack, win, length, options)
}

func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }
