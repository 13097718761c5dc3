package decode_test

import (
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// benchmarks are the plain frames of the usual link types.
var benchmarks = []struct{ name, script string }{
	{"Ethernet-IPv4", "C > S: PSH-ACK <nop,nop,TS val 1 ecr 2> len 100"},
	{"Ethernet-IPv4-no-options", "C > S: PSH-ACK <> len 100"},
	{"Ethernet-IPv6", "client [fd00::1]:40000\nserver [fd00::2]:80\nC > S: PSH-ACK <nop,nop,TS val 1 ecr 2> len 100"},
	{"VLAN-IPv4", "C > S: PSH-ACK <nop,nop,TS val 1 ecr 2> len 100 vlan 5"},
	{"NULL", "link NULL\nC > S: PSH-ACK <nop,nop,TS val 1 ecr 2> len 100"},
	{"RAW", "link RAW\nC > S: PSH-ACK <nop,nop,TS val 1 ecr 2> len 100"},
	{"LINUX_SLL2", "link LINUX_SLL2\nC > S: PSH-ACK <nop,nop,TS val 1 ecr 2> len 100"},
}

func BenchmarkDecode(b *testing.B) {
	for _, bm := range benchmarks {
		c, err := craft.Compile(bm.script)
		if err != nil {
			b.Fatal(err)
		}
		d, err := decode.New(c.LinkType)
		if err != nil {
			b.Fatal(err)
		}
		frame, s := c.Frames[0], new(decode.Segment)
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Decode(frame.Data, frame.Len, s)
			}
			if s.Class != decode.TCP || len(s.Payload()) != 100 {
				b.Fatalf("Class %v, %d bytes of payload", s.Class, len(s.Payload()))
			}
		})
	}
}
