package tcpdump

import (
	"strings"
	"testing"

	"tcpshake/decode/craft"
)

// lines returns the lines of the packets of a script.
func lines(t *testing.T, script, flags string) []string {
	t.Helper()
	c, err := craft.Compile("link RAW\nclient 10.0.0.1:1000 iss 100\nserver 10.0.0.2:80 iss 200\n" + script)
	if err != nil {
		t.Fatal(err)
	}
	return printed(t, c, flags, nil)
}

func TestTCPText(t *testing.T) {
	const (
		ends    = "IP 10.0.0.1.1000 > 10.0.0.2.80: "
		verbose = "IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 40)\n    10.0.0.1.1000 > 10.0.0.2.80: "
	)
	for _, test := range []struct {
		name   string
		flags  string
		script string
		want   string
	}{
		{"SYN", "-nn -t", "C > S: SYN win 10", ends + "Flags [S], seq 100, win 10, length 0"},
		{"SYN with data", "-nn -t", "C > S: SYN win 10 len 4", ends + "Flags [S], seq 100:104, win 10, length 4"},
		{"first ACK is absolute", "-nn -t", "C > S: ACK seq =7 ack =9 win 10", ends + "Flags [.], ack 9, win 10, length 0"},
		{"ACK without payload has no seq", "-nn -t -S", "C > S: ACK seq =7 ack =9 win 10", ends + "Flags [.], ack 9, win 10, length 0"},
		{"but with -vv", "-nn -t -S -K -vv", "C > S: ACK seq =7 ack =9 win 10", verbose + "Flags [.], seq 7, ack 9, win 10, length 0"},
		{"quiet and verbose", "-nn -t -q -v", "C > S: ACK seq =7 ack =9 win 10", verbose + "tcp 0"},
		{"FIN has a seq", "-nn -t", "C > S: FIN-ACK seq =7 ack =9 win 10", ends + "Flags [F.], seq 7, ack 9, win 10, length 0"},
		{"RST without ACK", "-nn -t", "C > S: RST seq =7 ack =9 win 10", ends + "Flags [R], seq 7, win 10, length 0"},
		{"no flags", "-nn -t", "C > S: NONE win 10 len 1", ends + "Flags [none], seq 100:101, win 10, length 1"},
		{"all flags", "-nn -t", "C > S: FIN-SYN-RST-PSH-ACK-URG-ECE-CWR-AE seq =7 ack =9 win 10 urg 5", ends + "Flags [FSRP.UEW], seq 7, ack 9, win 10, urg 5, length 0"},
		{"urgent pointer without URG", "-nn -t", "C > S: ACK ack =9 win 10 urg 5", ends + "Flags [.], ack 9, win 10, length 0"},
		{"seq wraps", "-nn -t", "C > S: PSH seq =0xfffffffe win 10 len 4", ends + "Flags [P], seq 4294967294:2, win 10, length 4"},
		{"quiet", "-nn -t -q", "C > S: ACK len 4", ends + "tcp 4"},
		{"4 bytes captured", "-nn -t", "C > S: ACK cap 24", ends + " [|tcp]"},
		{"3 bytes captured", "-nn -t", "C > S: ACK cap 23", "IP 10.0.0.1 > 10.0.0.2: [|tcp]"},
		{"19 bytes captured", "-nn -t", "C > S: ACK cap 39", ends + " [|tcp]"},
		{"header length too short", "-nn -t", "C > S: ACK patch tcp+12 40", ends + " tcp 4 [bad hdr length 16 - too short, < 20]"},
		{"header length beyond data", "-nn -t", "C > S: ACK ack =9 patch tcp+12 60", ends + "Flags [.] [bad hdr length 24 - too long, > 20]"},
		{"quiet, header length beyond data", "-nn -t -q", "C > S: ACK patch tcp+12 60", ends + "tcp 4294967292 [bad hdr length 24 - too long, > 20]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := lines(t, test.script, test.flags)[0]
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestResetText(t *testing.T) {
	for _, test := range []struct{ name, clauses, want string }{
		{"plain", `"go away"`, " [RST go away]"},
		{"thirty bytes", `"0123456789abcdefghijklmnopqrst"`, " [RST 0123456789abcdefghijklmnopqrst]"},
		{"more", `"0123456789abcdefghijklmnopqrstu"`, " [RST+ 0123456789abcdefghijklmnopqrst]"},
		{"cut", `"go away" cap 43`, " [!RST go ]"},
		{"more, and cut", `"0123456789abcdefghijklmnopqrstu" cap 42`, " [!RST+ 01]"},
		{"not captured", `"go away" cap 40`, " [!RST ]"},
		{"control characters", "hex 001b7f0a", " [RST ^@^[^?^J]"},
		{"high bytes", "hex c180ff", " [RST M-AM-^@M-^?]"},
		{"none", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			line := lines(t, "C > S: RST "+test.clauses, "-nn -v -t")[0]
			_, got, _ := strings.Cut(line, ", length ")
			_, got, _ = strings.Cut(got, ", length ") // the first is that of IP
			got = strings.TrimLeft(got, "0123456789")
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestChecksumText(t *testing.T) {
	for _, test := range []struct{ name, flags, script, want string }{
		{"right", "-nn -v", "C > S: SYN win 10", "cksum 0x973a (correct)"},
		{"wrong", "-nn -v", "C > S: SYN win 10 sum 0x1234", "cksum 0x1234 (incorrect -> 0x973a)"},
		{"zero padded", "-nn -v", "C > S: SYN win 10 sum 1", "cksum 0x0001 (incorrect -> 0x973a)"},
		{"not wanted", "-nn -v -K", "C > S: SYN win 10 sum 1", ""},
		{"without -v", "-nn", "C > S: SYN win 10 sum 1", ""},
		{"payload cut", "-nn -v", "C > S: SYN win 10 sum 1 len 4 cap 43", ""},
		{"fragment", "-nn -v", "C > S: SYN win 10 len 20 fragment 32", ""},
		{"to the last hop of a source route", "-nn -v", "C > S: SYN win 10 ipopt 83070400000000 sum 0x1234", "cksum 0x1234 (incorrect -> 0xa13c)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, got, _ := strings.Cut(lines(t, test.script, test.flags)[0], "cksum")
			got, _, _ = strings.Cut(got, ", seq")
			if want := strings.TrimPrefix(test.want, "cksum"); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// story is what makes tcpdump's relative numbers differ from the true ones.
const story = `link RAW
client 10.0.0.1:1000 iss 4294967000
server 10.0.0.2:80 iss 100
C > S: SYN
C > S: SYN
S > C: SYN-ACK
C > S: ACK
C > S: PSH-ACK len 500
S > C: ACK
S > C: PSH-ACK <sack 1:200 300:400> len 10
C > S: ACK seq 0 len 1
C > S: RST
C > S: SYN seq =77
S > C: RST-ACK seq =0 ack =78
S > C: SYN-ACK seq =5 ack =78
C > S: ACK seq =78 ack =6
end X 10.0.0.3:2000
end Y 10.0.0.4:2000
X > Y: ACK seq =10 ack =20 len 3
Y > X: ACK seq =20 ack =13
end Z 127.0.0.1:3000
Z > Z: SYN
Z > Z: SYN-ACK
Z > Z: ACK
end V fe80::1:1000
end W fe80::2:80
V > W: ACK seq =10 ack =20 len 3
W > V: ACK seq =20 ack =13
`

func TestConformanceNumbers(t *testing.T) {
	requireTCPDump(t)
	c, err := craft.Compile(story)
	if err != nil {
		t.Fatal(err)
	}
	for _, flags := range flagSets {
		if n := conform(t, c, flags); n != len(c.Frames) {
			t.Errorf("[%s] %d of %d packets are TCP", flags, n, len(c.Frames))
		}
	}
}
