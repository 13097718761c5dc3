package tcpdump

import (
	"strings"
	"testing"

	"tcpshake/decode"
)

// dumped returns the dump of a frame whose first link bytes are a link header.
func dumped(frame string, link int, dump Dump, ended stop) string {
	l := New(Options{Dump: dump}, nil, 1)
	l.seg, l.linkLen, l.ended = &decode.Segment{Frame: []byte(frame)}, link, ended
	return string(l.AppendDump([]byte("line")))
}

func TestDump(t *testing.T) {
	for _, test := range []struct {
		name  string
		frame string
		link  int
		dump  Dump
		ended stop
		want  string
	}{
		{"none", "abc", 0, NoDump, soft, ""},
		{"hex", "abcde", 0, Hex, soft, "\n\t0x0000:  6162 6364 65"},
		{"hex without link", "abcde", 2, Hex, soft, "\n\t0x0000:  6364 65"},
		{"hex with link", "abcde", 2, HexLink, soft, "\n\t0x0000:  6162 6364 65"},
		{"hard stop shows the link", "abcde", 2, Hex, hard, "\n\t0x0000:  6162 6364 65"},
		{"all is link", "abcde", 5, Hex, soft, ""},
		{"link beyond the frame", "abcde", 9, Hex, soft, ""},
		{"two lines", "0123456789abcdefg", 0, Hex, soft, "\n\t0x0000:  3031 3233 3435 3637 3839 6162 6364 6566\n\t0x0010:  67"},
		{"hex and text", "0123456789abcdef \x7f\xe9", 0, HexText, soft, "\n\t0x0000:  3031 3233 3435 3637 3839 6162 6364 6566  0123456789abcdef\n" +
			"\t0x0010:  207f e9                                  ..."},
		{"hex and text with link", "ab", 1, HexTextLink, soft, "\n\t0x0000:  6162                                     ab"},
		{"text", "a b\tc\nd\x00\x7f\xe9~", 0, Text, soft, "\na b\tc\nd...~"},
		{"text without link", "abc", 2, Text, soft, "\nc"},
		{"text with link", "abc", 2, TextLink, soft, "\nabc"},
		{"carriage return before newline vanishes", "a\r\nbc", 0, Text, soft, "\na\nbc"},
		{"carriage return alone", "a\rbc", 0, Text, soft, "\na.bc"},
		{"carriage return near the end vanishes", "a\rb", 0, Text, soft, "\nab"},
		{"carriage return at the end vanishes", "a\r", 0, Text, soft, "\na"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := dumped(test.frame, test.link, test.dump, test.ended); got != "line"+test.want {
				t.Errorf("got  %q\nwant %q", got, "line"+test.want)
			}
		})
	}
}

// Offsets above 0xffff take a fifth digit.
func TestDumpOffsets(t *testing.T) {
	got := dumped(strings.Repeat("x", 0x10011), 0, Hex, soft)
	for _, want := range []string{"\n\t0xfff0:  ", "\n\t0x10000:  ", "\n\t0x10010:  78"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}
