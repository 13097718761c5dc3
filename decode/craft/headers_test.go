package craft_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

const v6 = "client [2001:db8::1]:40000\nserver [2001:db8::2]:13306\n"

// TestLayers checks which headers a script gives, as gopacket names them.
func TestLayers(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"ethernet", "C > S: SYN", "Ethernet IPv4 TCP"},
		{"one tag", "C > S: SYN vlan 5", "Ethernet Dot1Q IPv4 TCP"},
		{"two tags", "C > S: SYN vlan 5.6", "Ethernet Dot1Q Dot1Q IPv4 TCP"},
		{"null", "link NULL\nC > S: SYN", "Loopback IPv4 TCP"},
		{"null, big-endian", "file big\nlink NULL\nC > S: SYN", "Loopback IPv4 TCP"},
		{"null, IPv6", v6 + "link NULL\nC > S: SYN", "Loopback IPv6 TCP"},
		{"loop", "link LOOP\nC > S: SYN", "Loopback IPv4 TCP"},
		{"raw", "link RAW\nC > S: SYN", "IPv4 TCP"},
		{"sll", "link LINUX_SLL\nC > S: SYN", "Linux SLL IPv4 TCP"},
		{"payload", "C > S: ACK len 1", "Ethernet IPv4 TCP Payload"},
		{"IPv6", v6 + "C > S: SYN", "Ethernet IPv6 TCP"},
		{"IPv6 headers", v6 + "C > S: SYN ext hbh,dst,rt", "Ethernet IPv6 IPv6HopByHop IPv6Destination IPv6Routing TCP"},
		{"IPv6 fragment", v6 + "C > S: SYN fragment 1024", "Ethernet IPv6 IPv6Fragment Fragment"},
		{"IPv4 options", "C > S: SYN ipopt 94040000", "Ethernet IPv4 TCP"},
		{"ICMP", "C > S: SYN\nS > C: icmp 3/3", "Ethernet IPv4 ICMPv4 Payload"},
		{"ICMPv6", v6 + "C > S: SYN\nS > C: icmp 1/4", "Ethernet IPv6 ICMPv6 Payload"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compile(t, tt.src)
			link := c.LinkType
			first := gopacket.Decoder(layers.LinkType(link))
			if link == 101 {
				first = layers.LayerTypeIPv4
			}
			p := gopacket.NewPacket(c.Frames[len(c.Frames)-1].Data, first, gopacket.Default)
			var names []string
			for _, l := range p.Layers() {
				names = append(names, l.LayerType().String())
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestBytes checks what gopacket does not know: whole frames.
func TestBytes(t *testing.T) {
	const tcp = "9c4033fa000003e8000000005002ffff" // ports, seq, ack, offset, window
	for _, tt := range []struct{ name, src, want string }{
		{"sll2", "link LINUX_SLL2\nC > S: SYN out if 7",
			"08000000" + "00000007" + "0001" + "04" + "06" + "02000a0000010000" +
				"4500002800014000400626cd0a0000010a000002" + tcp + "c7bd0000"},
		{"ppp", "link PPP\nC > S: SYN", "ff030021" + "4500002800014000400626cd0a0000010a000002" + tcp + "c7bd0000"},
		{"hdlc", "link C_HDLC\nC > S: SYN", "0f000800" + "4500002800014000400626cd0a0000010a000002" + tcp + "c7bd0000"},
		{"a header of one's own", "link 147\nC > S: SYN head 0102",
			"0102" + "4500002800014000400626cd0a0000010a000002" + tcp + "c7bd0000"},
		{"a link type by number", "link 0\nC > S: SYN", "02000000" + "4500002800014000400626cd0a0000010a000002" + tcp + "c7bd0000"},
		{"a frame", "raw 0102ff", "0102ff"},
		{"patches", "link RAW\nC > S: SYN patch 0 46 patch ip+8 01 patch tcp+0 0000",
			"4600002800014000010626cd0a0000010a000002" + "0000" + tcp[4:] + "c7bd0000"},
		{"a patch of the payload", "link RAW\nC > S: SYN \"ab\" sum 0 patch payload+1 ff",
			"4500002a00014000400626cb0a0000010a000002" + tcp + "00000000" + "61ff"},
		{"IP fields", "link RAW\nC > S: SYN ttl 1 tos 0x10 id 0x1234 nodf",
			"45100028123400000106938a" + "0a0000010a000002" + tcp + "c7bd0000"},
		{"cut by cap", "link RAW\nC > S: SYN cap 4", "45000028"},
		{"cut by the snapshot length", "snaplen 3\nlink RAW\nC > S: SYN", "450000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := compile(t, tt.src).Frames[0]
			if got := hex.EncodeToString(f.Data); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLengths(t *testing.T) {
	c := compile(t, "link RAW\nsnaplen 24\nC > S: SYN\nC > S: SYN cap 20\nC > S: SYN wire 9000")
	for i, want := range []struct{ captured, wire int }{{24, 40}, {20, 40}, {24, 9000}} {
		if f := c.Frames[i]; len(f.Data) != want.captured || f.Len != want.wire {
			t.Errorf("frame %d: %d of %d bytes, want %d of %d", i, len(f.Data), f.Len, want.captured, want.wire)
		}
	}
}

// TestChecksums has gopacket compute each checksum again.
func TestChecksums(t *testing.T) {
	for _, src := range []string{
		"C > S: SYN <mss 1460,sackOK,TS,nop,wscale 7>",
		"C > S: PSH-ACK \"odd\"",
		"client 255.255.255.255:65535 iss 4294967295\nC > S: [FSRP.UEWe] win 65535 urg 65535 len 1000",
		v6 + "C > S: SYN <mss 1440>",
		v6 + "C > S: PSH-ACK len 1001 ext hbh",
		"C > S: SYN ipopt 94040000",
	} {
		t.Run(src, func(t *testing.T) {
			p := decode(t, compile(t, src), 0)
			tcp := p.Layer(layers.LayerTypeTCP).(*layers.TCP)
			if err := tcp.SetNetworkLayerForChecksum(p.NetworkLayer()); err != nil {
				t.Fatal(err)
			}
			sum := tcp.Checksum
			var payload gopacket.Payload
			if app := p.ApplicationLayer(); app != nil {
				payload = app.Payload()
			}
			buf := gopacket.NewSerializeBuffer()
			if err := gopacket.SerializeLayers(buf, gopacket.SerializeOptions{ComputeChecksums: true}, tcp, payload); err != nil {
				t.Fatal(err)
			}
			if tcp.Checksum != sum {
				t.Errorf("TCP checksum %#04x, want %#04x", sum, tcp.Checksum)
			}
			if ip, ok := p.NetworkLayer().(*layers.IPv4); ok && onesSum(ip.Contents) != 0xffff {
				t.Errorf("IP checksum %#04x is wrong", ip.Checksum)
			}
		})
	}
}

// onesSum returns the ones' complement sum, 0xffff over a header whose checksum
// is right (RFC 1071).
func onesSum(b []byte) (sum uint32) {
	for i := 0; i < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
		sum = sum>>16 + sum&0xffff
	}
	return sum
}

func TestFragments(t *testing.T) {
	c := compile(t, "C > S: PSH-ACK len 100 fragment 48")
	var got []string
	for i := range c.Frames {
		ip := decode(t, c, i).Layer(layers.LayerTypeIPv4).(*layers.IPv4)
		got = append(got, fmt.Sprintf("%d@%d id %d %v", len(ip.Payload), ip.FragOffset*8, ip.Id, ip.Flags))
	}
	want := "[48@0 id 1 MF 48@48 id 1 MF 24@96 id 1 ]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// TestTimeStamps checks what TS alone stands for (RFC 7323 section 3.2).
func TestTimeStamps(t *testing.T) {
	c := compile(t, `
		client 10.0.0.1:40000 ts 100 <TS>
		server 10.0.0.2:13306 ts 4294967295 <TS>
		C > S: SYN
		+0.002 S > C: SYN-ACK
		+0.005 C > S: ACK
		C > S: ACK <TS val 7 ecr 8>
		S > C: ACK
		C > S: SYN <>`)
	for i, want := range []string{"00000064 00000000", "00000001 00000064", "0000006b 00000001", "00000007 00000008", "00000008 00000007", ""} {
		tcp := decode(t, c, i).Layer(layers.LayerTypeTCP).(*layers.TCP)
		var got string
		if len(tcp.Options) > 0 {
			d := tcp.Options[0].OptionData
			got = fmt.Sprintf("%x %x", d[:4], d[4:])
		}
		if got != want {
			t.Errorf("packet %d: TS %q, want %q", i, got, want)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, tt := range []struct{ list, want string }{
		{"mss 1460", "020405b4"},
		{"nop,eol", "01000000"},
		{"wscale 7,sackOK", "0303070402000000"},
		{"sack 100:200 =1:=2", "0512" + "000013ec" + "00001450" + "00000001" + "00000002" + "0000"},
		{"uto 5", "1c040005"},
		{"md5 00112233445566778899aabbccddeeff", "131200112233445566778899aabbccddeeff0000"},
		{"tfo cookiereq", "22020000"},
		{"tfo cookie 01020304", "2206010203040000"},
		{"mptcp 0001", "1e040001"},
		{"opt 200", "c8020000"},
		{"opt 254 f989", "fe04f989"},
		{"hex 0a0b0c0d", "0a0b0c0d"},
	} {
		t.Run(tt.list, func(t *testing.T) {
			c := compile(t, "link RAW\nC > S: ACK <"+tt.list+">")
			if got := hex.EncodeToString(c.Frames[0].Data[40:]); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}
