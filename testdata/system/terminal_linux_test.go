package system

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"tcpshake/testdata/soak"
)

// evil is text that a terminal would obey: it sets the title, clears the screen,
// rings, starts a string of the terminal's in one byte (C1) and writes backwards.
const evil = "a\x1b]0;owned\x07\x1b[2Jb\u009b31mc\u202edrow\u2066"

// ourColours are the sequences that --color always may print.
var ourColours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// harmless demands that nothing in a text controls a terminal.
func harmless(t *testing.T, text string) {
	t.Helper()
	for at, r := range text {
		bad := r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 ||
			r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
		if _, size := utf8.DecodeRuneInString(text[at:]); bad || r == utf8.RuneError && size == 1 {
			t.Errorf("%q reaches the terminal in %q", text[at:at+size], text[max(0, at-60):min(len(text), at+60)])
			return
		}
	}
}

// TestSoakTerminal gives hostile text wherever text comes from.
func TestSoakTerminal(t *testing.T) {
	program(t)
	hostileNames(t)
	runs := 0
	for _, args := range append(hostileCaptures(t), hostileArguments(t)...) {
		for _, colour := range []string{"never", "always"} {
			runs++
			r := launch{args: append([]string{"--color", colour}, args...), dir: folder(t)}.run(t)
			if colour == "always" {
				r.stdout = ourColours.ReplaceAllString(r.stdout, "")
				r.stderr = ourColours.ReplaceAllString(r.stderr, "")
			}
			harmless(t, r.stdout)
			harmless(t, r.stderr)
			if len(r.stdout)+len(r.stderr) == 0 {
				t.Errorf("%q says nothing at all", args)
			}
			if t.Failed() {
				t.Fatalf("by %q", args)
			}
		}
	}
	soak.Figure(t, "ways of hostile text to the terminal closed", runs, "command-lines")
}

// hostileNames gives the addresses and ports of the captures names that are no
// names, until the test ends.
func hostileNames(t *testing.T) {
	t.Helper()
	for path, text := range map[string]string{
		"/etc/hosts":    "10.0.0.1 " + strings.ReplaceAll(evil, " ", "") + "\n10.0.0.2 b\x1b[31m\n",
		"/etc/services": "c\x1b[31m 13306/tcp\n",
	} {
		ours := filepath.Join(folder(t), "names")
		if err := os.WriteFile(ours, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := unix.Mount(ours, path, "", unix.MS_BIND, ""); err != nil {
			t.Skipf("%s: %v", path, err)
		}
		t.Cleanup(func() { unix.Unmount(path, unix.MNT_DETACH) })
	}
}

// hostileCaptures read captures whose packets, names and comments are hostile.
func hostileCaptures(t *testing.T) [][]string {
	t.Helper()
	captures, err := filepath.Abs(filepath.Join(module, "testdata/captures"))
	if err != nil {
		t.Fatal(err)
	}
	named := filepath.Join(folder(t), "f"+evil)
	command(t, "cp", filepath.Join(captures, "hostile-text.pcap"), named)
	var out [][]string
	for _, path := range []string{named, filepath.Join(captures, "reset-reason.pcap"), hostileSection(t)} {
		for _, format := range []string{"text", "tcpdump", "json", "connections", "ladder", "mermaid", "html", "github"} {
			for _, option := range []string{"-v", "-A", "-X", "-e", "--explain", "--summary"} {
				out = append(out, []string{"-r", path, "--format", format, option})
			}
		}
	}
	if !soak.Long() {
		// One in five, all of which differ in some way.
		for i := range len(out) / 5 {
			out[i] = out[5*i]
		}
		out = out[:len(out)/5]
	}
	return out
}

// hostileSection writes a pcapng file whose comments and names are hostile.
func hostileSection(t *testing.T) string {
	t.Helper()
	option := func(b []byte, code uint16, text string) []byte {
		b = binary.LittleEndian.AppendUint16(b, code)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(text)))
		return append(append(b, text...), make([]byte, -len(text)&3)...)
	}
	block := func(kind uint32, body []byte) []byte {
		size := uint32(len(body) + 12)
		b := binary.LittleEndian.AppendUint32(nil, kind)
		b = append(binary.LittleEndian.AppendUint32(b, size), body...)
		return binary.LittleEndian.AppendUint32(b, size)
	}
	end := make([]byte, 4)
	section := []byte{0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255}
	for _, code := range []uint16{1, 2, 3, 4} { // comment, hardware, system, application
		section = option(section, code, evil)
	}
	iface := []byte{1, 0, 0, 0, 0, 0, 4, 0}
	for _, code := range []uint16{1, 2, 3, 12} { // comment, name, description, system
		iface = option(iface, code, evil)
	}
	frame := frames(t, filepath.Join(module, "testdata/captures/refused.pcap"))[0]
	packet := binary.LittleEndian.AppendUint64(make([]byte, 4), 0)
	packet = binary.LittleEndian.AppendUint32(packet, uint32(len(frame)))
	packet = binary.LittleEndian.AppendUint32(packet, uint32(len(frame)))
	packet = append(append(packet, frame...), make([]byte, -len(frame)&3)...)
	packet = option(packet, 1, evil)
	var file bytes.Buffer
	file.Write(block(0x0a0d0d0a, append(section, end...)))
	file.Write(block(1, append(iface, end...)))
	file.Write(block(6, append(packet, end...)))
	path := filepath.Join(folder(t), "hostile.pcapng")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// hostileArguments are mistakes in which hostile text is repeated.
func hostileArguments(t *testing.T) [][]string {
	t.Helper()
	existing := filepath.Join(folder(t), "f"+evil)
	if err := os.WriteFile(existing, []byte(evil), 0o600); err != nil {
		t.Fatal(err)
	}
	capture, err := filepath.Abs(filepath.Join(module, "testdata/captures/refused.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	out := [][]string{
		{"-r", existing}, {"-r", existing + "x"}, {"-r", capture, "-w", existing}, {"-r", capture, "-w", existing + "/x"},
		{"-r", capture, "-F", existing}, {"-F", existing + "x"}, {"-V", existing}, {"-V", existing + "x"},
		{"-r", capture, evil}, {"-r", capture, "host " + evil}, {"-d", "port " + evil}, {"--count", "-r", existing},
		{"-i", evil}, {"-i", "lo", "-y", evil}, {"-i", "lo", "-j", evil}, {"-Z", evil, "-i", "lo"}, {"-Q", evil},
		{"--format", evil}, {"--only", evil}, {"--conn", evil}, {"--expect", evil}, {"--expect", evil + " == 1"},
		{"--fail-on", evil}, {"--until", evil}, {"--for", evil}, {"--time-wait", evil}, {"-c", evil}, {"-s", evil},
		{"-C", evil}, {"-G", evil}, {"--" + evil}, {"-" + evil}, {"--ready-file", existing + "/x", "-r", capture},
		{"--for", "10ms", "--", evil}, {"-r", capture, "--expect", "handshakes == 7"},
		{"-i", "lo", "--for", "10ms", "-v", "port 9 and host " + evil},
	}
	return append(out, hostileInterface(t)...)
}

// hostileInterface makes interfaces with names like that, which Linux allows: one
// that is up and one that is down.
func hostileInterface(t *testing.T) [][]string {
	t.Helper()
	const up, down = "e\x1b[31m\u202eu", "e\x1b[31m\u202ed"
	if out, err := exec.Command("ip", "link", "add", up, "type", "veth", "peer", "name", down).CombinedOutput(); err != nil {
		t.Logf("no such interfaces here: %v: %s", err, strconv.QuoteToASCII(string(out)))
		return nil
	}
	t.Cleanup(func() { command(t, "ip", "link", "del", up) })
	command(t, "ip", "link", "set", up, "up")
	return [][]string{
		{"-i", down}, {"-i", up, "--for", "10ms"}, {"-i", up, "--for", "10ms", "-v", "port 9"}, {"-D"}, {"-i", "nosuch"},
		{"-i", up[:len(up)-1]}, {"-L", "-i", up}, {"-J", "-i", up}, {"-i", up, "-y", "NOSUCH"},
	}
}
