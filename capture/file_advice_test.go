package capture

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tcpshake/capture/savefile"
)

func TestFilesThatAreNoCaptures(t *testing.T) {
	const unknown = "unknown file format"
	for _, c := range []struct{ name, data, text, hint string }{
		{"empty", "", "truncated dump file; tried to read 4 file header bytes, only got 0", "the file is empty"},
		{"cut", "\xd4\xc3\xb2\xa1\x02\x00", "truncated dump file; tried to read 24 file header bytes, only got 2", "the file was cut within its header"},
		{"text", "to be or not to be, that is the question\n", unknown, "this is text; a capture file is pcap or pcapng"},
		{"short text", "hello", unknown, "this is text; a capture file is pcap or pcapng"},
		{"zstd", "\x28\xb5\x2f\xfd" + strings.Repeat("x", 40), unknown, "the file is packed by zstd:  zstd -dc FILE | tcpshake -r -"},
		{"snoop", "snoop\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x04" + strings.Repeat("x", 40), unknown, "the file is a capture of snoop:  editcap -F pcap FILE out.pcap"},
		{"ELF", "\x7fELF" + strings.Repeat("\x00", 60), unknown, "a capture file is pcap or pcapng; tshark knows others:  editcap -F pcap FILE out.pcap"},
		{"old version", string(layouts()["little endian, version 1.0"]), "archaic pcap savefile format", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := writeFile(t, []byte(c.data))
			for _, name := range []string{path, "-"} {
				_, err := OpenFile(name, bytes.NewReader([]byte(c.data)), Options{})
				checkAdvised(t, err, c.text, c.hint, path)
			}
		})
	}
}

func TestFilesThatEndTooEarly(t *testing.T) {
	data := layouts()["little endian, usual"]
	path := writeFile(t, data[:len(data)-1])
	source, err := OpenFile(path, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	_, err = readAll(t, source, 10)
	checkAdvised(t, err, "pcap_loop: truncated dump file; tried to read 3054 captured bytes, only got 3053",
		"the file was cut, or is still being written; the packets before that were read", path)
}

func TestSeveralLinkTypes(t *testing.T) {
	var file []byte
	for _, linkType := range []byte{1, 0} {
		out := filepath.Join(t.TempDir(), "one.pcapng")
		f, err := savefile.Create(savefile.Options{Path: out, LinkType: int(linkType), SnapLen: 100}, nil)
		if err == nil {
			err = errors.Join(f.Write(savefile.Record{Data: []byte("x"), Len: 1}), f.Close())
		}
		data, readErr := os.ReadFile(out)
		if err = errors.Join(err, readErr); err != nil {
			t.Fatal(err)
		}
		file = append(file, data...)
	}
	path := writeFile(t, file)
	source, err := OpenFile(path, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	_, err = readAll(t, source, 10)
	checkAdvised(t, err, "pcap_loop: an interface has a type 0 different from the type of the first interface", oneLinkType, path)
}

// checkAdvised checks an error's text, and its hints with FILE for the path.
func checkAdvised(t *testing.T, err error, text, hint, path string) {
	t.Helper()
	var advice advised
	if !errors.As(err, &advice) || err.Error() != text {
		t.Fatalf("error is %v, not %s", err, text)
	}
	if got := strings.ReplaceAll(strings.Join(advice.Hints(), "\n"), path, "FILE"); got != hint {
		t.Errorf("hint is %q, not %q", got, hint)
	}
}
