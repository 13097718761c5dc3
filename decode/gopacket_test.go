package decode_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// wellFormed are packets that gopacket, which loses a segment with a bad option
// or a cut header, decodes as well.
const wellFormed = `
C > S: SYN <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>
S > C: SYN-ACK <mss 1400,sackOK,TS val 9 ecr 1,nop,wscale 9>
C > S: ACK <>
C > S: PSH-ACK <nop,nop,TS val 2 ecr 9> "hello" tos 0xb9 ttl 3 id 4711
S > C: PSH-ACK <> len 1448 urg 7
C > S: ACK <nop,nop,sack 1:100 200:300>
C > S: FIN-ACK <> win 65535
S > C: RST-ACK <>
C > S: [SEW] <mss 536>
`

// Well-formed segments decode to what gopacket/layers makes of them.
func TestDecodeAgainstGopacket(t *testing.T) {
	for _, tt := range []struct {
		name, setting string
		first         gopacket.LayerType
	}{
		{"Ethernet", "", layers.LayerTypeEthernet},
		{"NULL", "link NULL", layers.LayerTypeLoopback},
		{"RAW", "link RAW", layers.LayerTypeIPv4},
		{"LINUX_SLL", "link LINUX_SLL", layers.LayerTypeLinuxSLL},
		{"IPv6", "client [fd00::1]:40000\nserver [fd00::2]:80", layers.LayerTypeEthernet},
		{"RAW IPv6", "link RAW\nclient [fd00::1]:40000\nserver [fd00::2]:80", layers.LayerTypeIPv6},
	} {
		t.Run(tt.name, func(t *testing.T) { compareAll(t, tt.setting+wellFormed, tt.first) })
	}
	for name, clause := range map[string]string{"VLAN": " vlan 5", "QinQ": " vlan 100.5", "IPv4 options": " ipopt 01010100"} {
		script := strings.ReplaceAll(strings.TrimSpace(wellFormed), "\n", clause+"\n") + clause
		t.Run(name, func(t *testing.T) { compareAll(t, script, layers.LayerTypeEthernet) })
	}
}

func compareAll(t *testing.T, script string, first gopacket.LayerType) {
	t.Helper()
	c, err := craft.Compile(script)
	if err != nil {
		t.Fatal(err)
	}
	dlt := c.LinkType
	d, err := decode.New(dlt)
	if err != nil {
		t.Fatal(err)
	}
	s := new(decode.Segment)
	for i, f := range c.Frames {
		d.Decode(f.Data, f.Len, s)
		p := gopacket.NewPacket(f.Data, first, gopacket.NoCopy)
		if got, want := described(s), describedByGopacket(t, p); got != want {
			t.Errorf("packet %d:\n got %s\nwant %s", i+1, got, want)
		}
	}
	if len(c.Frames) == 0 {
		t.Fatal("no packets")
	}
}

// described prints every field that both decoders have.
func described(s *decode.Segment) string {
	return fmt.Sprintf("%v > %v ttl %d ecn %d id %d seq %d ack %d flags %#x win %d sum %#x urg %d len %d payload %x",
		s.Src, s.Dst, s.TTL, s.ECN, s.IPID, s.Seq, s.Ack, uint16(s.Flags), s.Window, s.Checksum, s.Urgent, s.Len,
		bytes.Clone(s.Payload()))
}

func describedByGopacket(t *testing.T, p gopacket.Packet) string {
	t.Helper()
	tcp, ok := p.TransportLayer().(*layers.TCP)
	if !ok {
		t.Fatalf("gopacket finds no TCP: %v", p)
	}
	flow, ports := p.NetworkLayer().NetworkFlow(), "%s:%d"
	var ttl, tos uint8
	var id uint16
	switch ip := p.NetworkLayer().(type) {
	case *layers.IPv4:
		ttl, tos, id = ip.TTL, ip.TOS, ip.Id
	case *layers.IPv6:
		ttl, tos, ports = ip.HopLimit, ip.TrafficClass, "[%s]:%d"
	}
	return fmt.Sprintf(ports+" > "+ports+" ttl %d ecn %d id %d seq %d ack %d flags %#x win %d sum %#x urg %d len %d payload %x",
		flow.Src(), tcp.SrcPort, flow.Dst(), tcp.DstPort, ttl, tos&3, id, tcp.Seq, tcp.Ack, gopacketFlags(tcp), tcp.Window,
		tcp.Checksum, tcp.Urgent, len(tcp.Payload), []byte(tcp.Payload))
}

func gopacketFlags(tcp *layers.TCP) uint16 {
	var flags uint16
	for i, set := range []bool{tcp.FIN, tcp.SYN, tcp.RST, tcp.PSH, tcp.ACK, tcp.URG, tcp.ECE, tcp.CWR, tcp.NS} {
		if set {
			flags |= 1 << i
		}
	}
	return flags
}
