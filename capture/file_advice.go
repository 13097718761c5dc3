package capture

import (
	"bytes"
	"errors"
	"strings"
)

// withAdvice adds to an error of opening a file what the file seems to be by its
// first bytes.
func withAdvice(err error, head []byte) error {
	var failed *FileError
	if errors.As(err, &failed) && !failed.Reading {
		failed.hints = openAdvice(failed.Text, failed.Path, head)
	}
	return err
}

func openAdvice(text, path string, head []byte) hints {
	switch {
	case strings.HasSuffix(text, "only got 0"):
		return hints{"the file is empty"}
	case strings.Contains(text, "file header bytes"):
		return hints{"the file was cut within its header"}
	case severalLinkTypes(text):
		return hints{oneLinkType}
	case text != "unknown file format":
		return nil
	}
	for _, kind := range []struct{ magic, name, read string }{
		{"\x28\xb5\x2f\xfd", "packed by zstd", "zstd -dc FILE | tcpshake -r -"},
		{"\xfd7zXZ\x00", "packed by xz", "xz -dc FILE | tcpshake -r -"},
		{"BZh", "packed by bzip2", "bzip2 -dc FILE | tcpshake -r -"},
		{"\x04\x22\x4d\x18", "packed by lz4", "lz4 -dc FILE | tcpshake -r -"},
		{"PK\x03\x04", "a zip archive", "unzip -p FILE | tcpshake -r -"},
		{"snoop\x00", "a capture of snoop", "editcap -F pcap FILE out.pcap"},
		{"\x1f\x8b", "packed twice", "zcat FILE | tcpshake -r -"},
	} {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			name := "FILE"
			if path != "-" {
				name = shellQuote(path)
			}
			return hints{"the file is " + kind.name + ":  " + strings.Replace(kind.read, "FILE", name, 1)}
		}
	}
	if isText(head) {
		return hints{"this is text; a capture file is pcap or pcapng"}
	}
	return hints{"a capture file is pcap or pcapng; tshark knows others:  editcap -F pcap FILE out.pcap"}
}

func isText(head []byte) bool {
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return len(head) > 0
}

// readAdvice says what a file that ends with an error may be.
func readAdvice(text string) hints {
	switch {
	case strings.HasPrefix(text, "truncated"):
		return hints{"the file was cut, or is still being written; the packets before that were read"}
	case severalLinkTypes(text):
		return hints{oneLinkType}
	case strings.HasPrefix(text, "invalid"), strings.HasPrefix(text, "block"):
		return hints{"the file is damaged here; the packets before that were read"}
	}
	return nil
}

// oneLinkType is the way round a limit of libpcap.
const oneLinkType = "libpcap reads one link type of a file; take them apart:  tshark -r FILE -Y 'frame.interface_id == 0' -w one.pcapng"

func severalLinkTypes(text string) bool { return strings.HasPrefix(text, "an interface has a ") }
