package craft_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"tcpshake/decode/craft"
)

// compile returns the capture of a script.
func compile(t *testing.T, src string) *craft.Capture {
	t.Helper()
	c, err := craft.Compile(src)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// decode returns the frame's layers as gopacket sees them.
func decode(t *testing.T, c *craft.Capture, i int) gopacket.Packet {
	t.Helper()
	p := gopacket.NewPacket(c.Frames[i].Data, layers.LinkType(c.LinkType), gopacket.Default)
	if err := p.ErrorLayer(); err != nil {
		t.Fatalf("frame %d: %v", i, err.Error())
	}
	return p
}

// show describes a TCP packet in one line.
func show(t *testing.T, c *craft.Capture, i int) string {
	t.Helper()
	tcp, ok := decode(t, c, i).Layer(layers.LayerTypeTCP).(*layers.TCP)
	if !ok {
		t.Fatalf("frame %d holds no TCP", i)
	}
	var flags string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{tcp.FIN, "F"}, {tcp.SYN, "S"}, {tcp.RST, "R"}, {tcp.PSH, "P"}, {tcp.ACK, "."},
		{tcp.URG, "U"}, {tcp.ECE, "E"}, {tcp.CWR, "W"}, {tcp.NS, "e"},
	} {
		if f.set {
			flags += f.name
		}
	}
	return fmt.Sprintf("%d>%d [%s] seq %d ack %d win %d urg %d len %d",
		tcp.SrcPort, tcp.DstPort, flags, tcp.Seq, tcp.Ack, tcp.Window, tcp.Urgent, len(tcp.Payload))
}

func TestPackets(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []string
	}{
		{"defaults follow a clean connection", `
			C > S: SYN
			S > C: SYN-ACK
			C > S: ACK
			C > S: PSH-ACK "SELECT 1"
			S > C: ACK
			C > S: FIN-ACK
			S > C: FIN-ACK
			C > S: ACK`,
			[]string{
				"40000>13306 [S] seq 1000 ack 0 win 65535 urg 0 len 0",
				"13306>40000 [S.] seq 5000 ack 1001 win 65535 urg 0 len 0",
				"40000>13306 [.] seq 1001 ack 5001 win 65535 urg 0 len 0",
				"40000>13306 [P.] seq 1001 ack 5001 win 65535 urg 0 len 8",
				"13306>40000 [.] seq 5001 ack 1009 win 65535 urg 0 len 0",
				"40000>13306 [F.] seq 1009 ack 5001 win 65535 urg 0 len 0",
				"13306>40000 [F.] seq 5001 ack 1010 win 65535 urg 0 len 0",
				"40000>13306 [.] seq 1010 ack 5002 win 65535 urg 0 len 0",
			}},
		{"numbers relative, absolute and as a range", `
			C > S: ACK seq 5:9 ack =7 win 3
			C > S: ACK seq =4294967295 ack -1
			C > S: URG-ACK seq 0x10 ack 2 urg 9 len 4`,
			[]string{
				"40000>13306 [.] seq 1005 ack 7 win 3 urg 0 len 4",
				"40000>13306 [.] seq 4294967295 ack 4999 win 65535 urg 0 len 0",
				"40000>13306 [.U] seq 1016 ack 5002 win 65535 urg 9 len 4",
			}},
		{"sequence numbers wrap", `
			client 10.0.0.1:1 iss 4294967295
			C > S: SYN
			C > S: ACK len 3
			C > S: ACK`,
			[]string{
				"1>13306 [S] seq 4294967295 ack 0 win 65535 urg 0 len 0",
				"1>13306 [.] seq 0 ack 5000 win 65535 urg 0 len 3",
				"1>13306 [.] seq 3 ack 5000 win 65535 urg 0 len 0",
			}},
		{"again repeats the numbers, and changes what it is told", `
			C > S: PSH-ACK seq 1 len 10
			again
			again win 7`,
			[]string{
				"40000>13306 [P.] seq 1001 ack 5000 win 65535 urg 0 len 10",
				"40000>13306 [P.] seq 1001 ack 5000 win 65535 urg 0 len 10",
				"40000>13306 [P.] seq 1001 ack 5000 win 7 urg 0 len 10",
			}},
		{"flags by letters and by names", `
			C > S: [none]
			C > S: [FSRP.UEWe]
			C > S: FIN-SYN-RST-PSH-ACK-URG-ECE-CWR-AE
			C > S: NONE`,
			[]string{
				"40000>13306 [] seq 1000 ack 0 win 65535 urg 0 len 0",
				"40000>13306 [FSRP.UEWe] seq 1000 ack 5000 win 65535 urg 0 len 0",
				"40000>13306 [FSRP.UEWe] seq 1000 ack 5000 win 65535 urg 0 len 0",
				"40000>13306 [] seq 1000 ack 0 win 65535 urg 0 len 0",
			}},
		{"a new definition is a new connection", `
			client 10.0.0.1:40000 iss 1
			C > S: ACK len 100
			client 10.0.0.1:40000 iss 2 win 9
			C > S: SYN`,
			[]string{
				"40000>13306 [.] seq 1 ack 5000 win 65535 urg 0 len 100",
				"40000>13306 [S] seq 2 ack 0 win 9 urg 0 len 0",
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compile(t, tt.src)
			if len(c.Frames) != len(tt.want) {
				t.Fatalf("%d frames, want %d", len(c.Frames), len(tt.want))
			}
			for i, want := range tt.want {
				if got := show(t, c, i); got != want {
					t.Errorf("frame %d:\n got %s\nwant %s", i, got, want)
				}
			}
		})
	}
}

func TestTimes(t *testing.T) {
	c := compile(t, `
		time 2023-12-03T21:29:40.148304+08:00
		C > S: SYN
		S > C: SYN-ACK
		+0.000048001 C > S: ACK
		-0.5 C > S: ACK
		22:00:00.25 C > S: ACK
		step 2
		C > S: ACK
		C > S: ACK`)
	start := time.Date(2023, 12, 3, 13, 29, 40, 148304000, time.UTC)
	ten := time.Date(2023, 12, 3, 14, 0, 0, 250e6, time.UTC)
	want := []time.Time{
		start, start.Add(time.Millisecond), start.Add(1048001), start.Add(1048001 - 500*time.Millisecond),
		ten, ten.Add(time.Millisecond), ten.Add(2001 * time.Millisecond),
	}
	for i, w := range want {
		if got := time.Unix(0, c.Frames[i].Time).UTC(); !got.Equal(w) {
			t.Errorf("frame %d: %v, want %v", i, got, w)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"C > S: SYN\nC > S: SYM", `line 2: want flags like SYN-ACK, [S.] or NONE, got "SYM"`},
		{"C > S: [X]", `line 1: no flag has the letter 'X'`},
		{"C S: SYN", `line 1: want FROM > TO:, got "S:" after FROM`},
		{"C > S SYN", `line 1: want a colon after TO, got "S"`},
		{"D > S: SYN", `line 1: no end is named "D"`},
		{"C > S: SYN seq x", `line 1: seq: want a sequence number, got "x"`},
		{"C > S: SYN seq 9:5", `line 1: seq: 9:5 ends before it begins`},
		{"C > S: SYN win 65536", `line 1: win: 65536 is too large`},
		{"C > S: SYN win", `line 1: win: want a number of at most 32 bits, got ""`},
		{"C > S: SYN sin 5", `line 1: unknown word "sin"`},
		{`C > S: ACK "abc`, `line 1: quoted text does not end: "abc`},
		{"C > S: SYN <mss 1", "line 1: option list does not end: <mss 1"},
		{"C > S: SYN <mss>", `line 1: option "mss": want a number of at most 16 bits, got ""`},
		{"C > S: SYN <nop,foo 1>", `line 1: option "foo 1": unknown option`},
		{"C > S: SYN <nop 1>", `line 1: option "nop 1": "1" is too much`},
		{"C > S: SYN <TS val 1>", `line 1: option "TS val 1": want TS val N ecr N, got ""`},
		{"C > S: SYN <opt 9 00112233445566778899,opt 9 00112233445566778899,opt 9 00112233445566778899,opt 9 00112233>",
			"line 1: 44 bytes of options do not fit into 40"},
		{"link FOO", `line 1: unknown link type "FOO"`},
		{"link NULL x", `line 1: "x" is too much`},
		{"file huge", `line 1: file: unknown word "huge"`},
		{"time yesterday", `line 1: want a time like 2023-12-03T21:29:40.148304+08:00, got "yesterday"`},
		{"+1e3 C > S: SYN", `line 1: want seconds like +0.000048, got "+1e3"`},
		{"25:00:00 C > S: SYN", `line 1: want a time like 21:29:40.148304, got "25:00:00"`},
		{"client here", `line 1: want ADDRESS or ADDRESS:PORT, got "here"`},
		{"server [::1]:80\nC > S: SYN", "line 2: 10.0.0.1 and ::1 are of different IP versions"},
		{"again", "line 1: no TCP packet before this one"},
		{"S > C: icmp 3/3", "line 1: nothing to quote: 10.0.0.1 has sent no packet"},
		{"S > C: icmp 3", `line 1: want TYPE/CODE, got "3"`},
		{"C > S: ACK fragment 12", "line 1: fragment: 12 is not a multiple of 8"},
		{"C > S: ACK patch ip+200 00", "line 1: patch: byte 214 is beyond the frame's 54 bytes"},
		{"C > S: ACK patch foo+2 00", `line 1: patch: no header is named "foo"`},
		{"raw 0", `line 1: want bytes in hexadecimal, got "0"`},
		{"raw 00 00", `line 1: "00" is too much`},
	} {
		t.Run(tt.src, func(t *testing.T) {
			_, err := craft.Parse(tt.src)
			var e *craft.Error
			if !errors.As(err, &e) {
				t.Fatalf("error is %v, want a *craft.Error", err)
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("\n got %s\nwant %s", err, tt.want)
			}
		})
	}
}
