package tcpdump

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// optionText returns the text from "options" on of a segment with the flags and
// the option bytes given, of which cut and the payload are not captured.
func optionText(t *testing.T, flags, options string, cut int) string {
	t.Helper()
	length := 40 + len(strings.ReplaceAll(options, " ", ""))/2
	c, err := craft.Compile(fmt.Sprintf("link RAW\nC > S: %s seq =100 ack =1000 <hex %s> cap %d", flags, strings.ReplaceAll(options, " ", ""), length-cut))
	if err != nil {
		t.Fatal(err)
	}
	text := printed(t, c, "-nn -t", nil)[0]
	_, text, _ = strings.Cut(text, ", options ")
	return text
}

func TestOptionText(t *testing.T) {
	for _, test := range []struct {
		name    string
		flags   string
		options string
		cut     int
		want    string
	}{
		{name: "the usual", options: "0101 080a 00000001 ffffffff", want: "[nop,nop,TS val 1 ecr 4294967295], length 0"},
		{name: "of a SYN", options: "020405b4 0402 080a 00000001 00000000 01 030307", want: "[mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0"},
		{name: "eol ends", options: "00 020405", want: "[eol], length 0"},
		{name: "sack is relative", options: "0101 050a 00000400 00000500", want: "[nop,nop,sack 1 {25:281}], length 0"},
		{name: "sack empty", options: "0502 0101", want: "[sack 0 ,nop,nop], length 0"},
		{name: "sack of odd size", options: "0504 0102", want: "[sack invalid sack], length 0"},
		{name: "echo", options: "0606 00000007 0101", want: "[echo 7,nop,nop], length 0"},
		{name: "echo reply", options: "0706 00000007 0101", want: "[echoreply 7,nop,nop], length 0"},
		{name: "cc", options: "0b06 00000007 0101", want: "[cc 7,nop,nop], length 0"},
		{name: "ccnew", options: "0c06 00000007 0101", want: "[ccnew 7,nop,nop], length 0"},
		{name: "kind 13 has lost its name", options: "0d06 00000007 0101", want: "[ 7,nop,nop], length 0"},
		{name: "md5", options: "1312 00112233445566778899aabbccddeeff 0101", want: "[md5 shared secret not supplied with -M, can't check - 00112233445566778899aabbccddeeff,nop,nop], length 0"},
		{name: "scps", options: "1404 0a07", want: "[scps cap 0a id 7], length 0"},
		{name: "user timeout in seconds", options: "1c04 0014", want: "[uto 0x14 10], length 0"},
		{name: "user timeout in minutes", options: "1c04 0015", want: "[uto 0x15 600], length 0"},
		{name: "authentication", options: "1d08 0102 0a0b0c0d", want: "[tcp-ao keyid 1 rnextkeyid 2 mac 0x0a0b0c0d], length 0"},
		{name: "authentication without mac", options: "1d04 0102", want: "[tcp-ao keyid 1 rnextkeyid 2], length 0"},
		{name: "authentication without keys", options: "1d03 01 01", want: "[tcp-ao (invalid),nop], length 0"},
		{name: "fast open request", options: "2202 0101", want: "[tfo  cookiereq,nop,nop], length 0"},
		{name: "fast open cookie", options: "220a 0102030405060708 0101", want: "[tfo  cookie 0102030405060708,nop,nop], length 0"},
		{name: "fast open cookie too short", options: "2204 0102", want: "[tfo  (invalid)], length 0"},
		{name: "experimental fast open", options: "fe08 f989 01020304", want: "[exp-tfo cookie 01020304], length 0"},
		{name: "experimental fast open request", options: "fe04 f989", want: "[exp-tfo cookiereq], length 0"},
		{name: "experimental fast open cookie too short", options: "fe06 f989 0102 0101", want: "[exp-tfo (invalid),nop,nop], length 0"},
		{name: "other experiment", options: "fe06 0abc 0102 0101", want: "[exp-0abc,nop,nop], length 0"},
		{name: "experiment without a number", options: "01 fe03 f9", want: "[nop,exp[bad opt]]"},
		{name: "unknown", options: "4505 0a0b0c 010101", want: "[unknown-69 0x0a0b0c,nop,nop,nop], length 0"},
		{name: "unknown and empty", options: "4502 0101", want: "[unknown-69,nop,nop], length 0"},
		{name: "longer than its kind", options: "0404 0101", want: "[sackOK[len 4],nop,nop], length 0"},
		{name: "shorter than its kind", options: "0203 0100", want: "[mss 256[len 3]], length 0"},
		{name: "length 1", options: "0201 0101", want: "[[bad opt]"},
		{name: "length 1 after another", options: "01 0201 01", want: "[nop,[bad opt]]"},
		{name: "beyond the header", options: "0101 0204", want: "[nop,nop,[bad opt]]"},
		{name: "body beyond the header", options: "01 0803 00", want: "[nop,TS[bad opt]]"},
		{name: "length byte beyond the data", options: "010101 02", want: "[nop,nop,nop, [|tcp]"},
		{name: "kind cut", options: "020405b4", cut: 4, want: "[ [|tcp]"},
		{name: "length cut", options: "020405b4", cut: 3, want: "[ [|tcp]"},
		{name: "body cut", options: "020405b4", cut: 1, want: "[mss [|tcp]"},
		{name: "body cut after another", options: "0101 0402 020405b4", cut: 1, want: "[nop,nop,sackOK,mss [|tcp]>"},
		{name: "unknown cut", options: "4504 0a0b", cut: 1, want: "[unknown-69 0x0a [|tcp]"},
		{name: "authentication cut", options: "1d04 0102", cut: 1, want: "[tcp-ao keyid 1 [|tcp]"},
		{name: "sack cut", options: "050a 00000001 00000002 0101", cut: 6, want: "[sack 1  [|tcp]"},
		{name: "header cut behind eol", options: "00000000", cut: 2, want: "[eol], length 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			flags := test.flags
			if flags == "" {
				flags = "ACK"
			}
			if got := optionText(t, flags, test.options, test.cut); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestMPTCPText(t *testing.T) {
	const key = "0102030405060708"
	for _, test := range []struct {
		name    string
		flags   string
		options string
		want    string
	}{
		{"capable SYN of version 1", "SYN", "1e04 0181", "[mptcp 4 capable v1 csum]"},
		{"capable SYN-ACK", "SYN-ACK", "1e0c 0101" + key, "[mptcp 12 capable v1 {0x102030405060708}]"},
		{"capable ACK", "ACK", "1e14 0101" + key + key, "[mptcp 20 capable v1 {0x102030405060708,0x102030405060708}]"},
		{"capable ACK with data", "ACK", "1e16 0001" + key + key + "0005 0101", "[mptcp 22 capable v0 {0x102030405060708,0x102030405060708},nop,nop]"},
		{"capable of a version to come", "SYN", "1e04 0281", "[mptcp 4 capable Unknown Version (2)]"},
		{"capable on the wrong segment", "ACK", "1e04 0181", "[mptcp 4 capable[bad opt]"},
		{"join SYN", "SYN", "1e0c 1107 0000000a 0000000b", "[mptcp 12 join backup id 7 token 0xa nonce 0xb]"},
		{"join SYN-ACK", "SYN-ACK", "1e10 1007" + key + "0000000b", "[mptcp 16 join id 7 hmac 0x102030405060708 nonce 0xb]"},
		{"join ACK", "ACK", "1e18 1000 000102030405060708090a0b0c0d0e0f10111213", "[mptcp 24 join hmac 0x000102030405060708090a0b0c0d0e0f10111213]"},
		{"join on the wrong segment", "ACK", "1e0c 1007 0000000a 0000000b", "[mptcp 12 join[bad opt]"},
		{"dss ack", "ACK", "1e08 2001 00000007", "[mptcp 8 dss ack 7]"},
		{"dss long ack", "ACK", "1e0c 2003" + key, "[mptcp 12 dss ack 72623859790382856]"},
		{"dss map", "ACK", "1e0e 2004 00000007 00000008 0009 0101", "[mptcp 14 dss seq 7 subseq 8 len 9,nop,nop]"},
		{"dss long map, checksum and fin", "ACK", "1e14 201c" + key + "00000008 0009 abcd", "[mptcp 20 dss fin seq 72623859790382856 subseq 8 len 9 csum 0xabcd]"},
		{"dss with something left", "ACK", "1e08 2000 00000007", "[mptcp 8 dss[bad opt]"},
		{"dss too short", "ACK", "1e08 2003 00000007", "[mptcp 8 dss ack [bad opt]"},
		{"dss on a SYN", "SYN", "1e08 2001 00000007", "[mptcp 8 dss[bad opt]"},
		{"add-addr", "ACK", "1e08 3007 0a000001", "[mptcp 8 add-addr v1 id 7 10.0.0.1]"},
		{"add-addr echo with port", "ACK", "1e0a 3107 0a000001 0050 0101", "[mptcp 10 add-addr v1-echo id 7 10.0.0.1:80,nop,nop]"},
		{"add-addr with hmac", "ACK", "1e10 3007 0a000001" + key, "[mptcp 16 add-addr v1 id 7 10.0.0.1 hmac 0x102030405060708]"},
		{"add-addr of IPv6, port and hmac", "ACK", "1e1e 3607 20010db8000000000000000000000001 0050" + key + "0101", "[mptcp 30 add-addr v0-ip6 id 7 2001:db8::1:80 hmac 0x102030405060708,nop,nop]"},
		{"add-addr of no version", "ACK", "1e08 3507 0a000001", "[mptcp 8 add-addr [bad version/echo] id 7 10.0.0.1]"},
		{"add-addr of no length", "ACK", "1e09 3007 0a000001 00 010101", "[mptcp 9 add-addr[bad opt]"},
		{"rem-addr", "ACK", "1e05 4001 02 010101", "[mptcp 5 rem-addr id 1 2,nop,nop,nop]"},
		{"rem-addr of nothing", "ACK", "1e03 40 01", "[mptcp 3 rem-addr[bad opt]"},
		{"prio", "ACK", "1e03 51 01", "[mptcp 3 prio backup,nop]"},
		{"prio with id", "ACK", "1e04 5007", "[mptcp 4 prio non-backup id 7]"},
		{"fail", "ACK", "1e0c 6000" + key, "[mptcp 12 fail seq 72623859790382856]"},
		{"fast-close", "ACK", "1e0c 7000" + key, "[mptcp 12 fast-close key 0x102030405060708]"},
		{"tcprst has no name yet", "RST", "1e04 8001", "[mptcp 4 unknown]"},
		{"without subtype", "ACK", "1e02 0101", "[mptcp[bad opt]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, _, _ := strings.Cut(optionText(t, test.flags, test.options, 0), ", length")
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// Behind an MPTCP option a cut is one of MPTCP.
func TestMPTCPNameSticks(t *testing.T) {
	if got, want := optionText(t, "ACK", "1e03 51 01 020405b4", 1), "[mptcp 3 prio backup,nop,mss [|mptcp]>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every option, captured to every byte, and with every length byte.
func TestConformanceOptions(t *testing.T) {
	requireTCPDump(t)
	options := []string{
		"0101080a00000001000000020101", "020405b40402080a000000010000000001030307", "0512000000010000000200000003000000040101",
		"0606000000070706000000080b06000000090c060000000a0d060000000b0101", "131200112233445566778899aabbccddeeff0101",
		"14040a071c0400151c0480011d0801020a0b0c0d", "220a01020304050607082202", "fe08f98901020304fe04f989fe060abc0102",
		"45050a0b0cfd040102ac05010203010101", "1e0c01810102030405060708", "1e140101010203040506070801020304050607080101",
		"1e0c11070000000a0000000b", "1e10100701020304050607080000000b", "1e181000000102030405060708090a0b0c0d0e0f10111213",
		"1e14201c0102030405060708000000080009abcd", "1e0a31070a00000100500101", "1e1e360720010db80000000000000000000000010050010203040506070801",
		"1e05400102", "1e045007", "1e0c60000102030405060708", "1e0c70000102030405060708", "1e048001",
	}
	var script strings.Builder
	script.WriteString("link RAW\n")
	for _, option := range options {
		for len(option)%8 != 0 {
			option += "01"
		}
		length := 40 + len(option)/2
		for _, flags := range []string{"SYN", "SYN-ACK", "ACK"} {
			for captured := 40; captured <= length+3; captured++ {
				fmt.Fprintf(&script, "C > S: %s <hex %s> \"abc\" cap %d\n", flags, option, captured)
			}
			for size := range 42 {
				b, _ := hex.DecodeString(option)
				at := 1
				if decode.OptionKind(b[0]) == decode.KindNOP {
					at = 3
				}
				b[at] = byte(size)
				fmt.Fprintf(&script, "C > S: %s <hex %x> \"abc\"\n", flags, b)
			}
		}
	}
	c, err := craft.Compile(script.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, flags := range []string{"-nn", "-nn -S -X", "-nn -v"} {
		if n := conform(t, c, flags); n != len(c.Frames) {
			t.Errorf("[%s] %d of %d packets are TCP", flags, n, len(c.Frames))
		}
	}
}
