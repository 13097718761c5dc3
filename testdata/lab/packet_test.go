package lab

import (
	"testing"

	"tcpshake/decode/craft"
)

// frame returns the last frame of a script.
func frame(t *testing.T, script string) []byte {
	t.Helper()
	frames, err := craft.Parse(script)
	if err != nil {
		t.Fatal(err)
	}
	return frames[len(frames)-1].Data
}

func TestMatches(t *testing.T) {
	matches := []struct {
		name  string
		match Match
	}{{"SYN", SYN}, {"SYNACK", SYNACK}, {"FIN", FIN}, {"RST", RST}, {"PureACK", PureACK}, {"Data", Data}}
	for _, tt := range []struct{ script, want string }{
		{"C > S: SYN <mss 1460>", " SYN"},
		{"C > S: SYN len 5", " SYN Data"},
		{"S > C: SYN-ACK", " SYNACK"},
		{"C > S: ACK <nop,nop,TS>", " PureACK"},
		{"C > S: PSH-ACK len 1", " Data"},
		{"C > S: FIN-ACK", " FIN"},
		{"C > S: FIN-ACK len 1", " FIN Data"},
		{"C > S: RST-ACK", " RST"},
		{"client [::1]:5\nserver [::2]:6\nC > S: PSH-ACK len 1", " Data"},
		{"C > S: SYN\nS > C: icmp 3/3", ""},
	} {
		t.Run(tt.script, func(t *testing.T) {
			p, ok := parse(frame(t, tt.script))
			if !ok {
				t.Fatal("not taken for TCP or ICMP")
			}
			var got string
			for _, m := range matches {
				if m.match(p) {
					got += " " + m.name
				}
			}
			if got != tt.want {
				t.Errorf("matches%s, want%s", got, tt.want)
			}
			if !Any(p) {
				t.Error("Any does not match")
			}
		})
	}
}

func TestParse(t *testing.T) {
	p, ok := parse(frame(t, "client 10.9.0.1:40001 iss 7\nC > S: SYN len 3"))
	if !ok || p.srcPort != 40001 || p.dstPort != 13306 || p.seq != 7 || p.length != 3 {
		t.Errorf("%+v", p)
	}
	for _, script := range []string{
		"raw 00",
		"raw ffffffffffff02000a0000010806000108000604000102000a0000010a0000010000000000000a000002",         // ARP
		"raw 02000a00000202000a00000108004500002000014000401126ca0a0000010a0000029c40270f000c0000deadbeef", // UDP
		"client [::1]:5\nserver [::2]:6\nend R ::3\nC > S: SYN\nR > C: icmp 134/0",                         // router advertisement
	} {
		if _, ok := parse(frame(t, script)); ok {
			t.Errorf("%s: taken for TCP or an ICMP error", script)
		}
	}
}

func TestAfter(t *testing.T) {
	m := After(2, Data)
	data, pure := packet{length: 1}, packet{flags: ack}
	for i, tt := range []struct {
		p    packet
		want bool
	}{{data, false}, {pure, false}, {data, false}, {pure, false}, {data, true}, {data, true}} {
		if got := m(tt.p); got != tt.want {
			t.Errorf("packet %d: %v, want %v", i, got, tt.want)
		}
	}
}
