package decode

import (
	"encoding/binary"
	"testing"
)

func TestEthernet(t *testing.T) {
	tag := be(4, 0x0005_0800)
	snap := cat(be(8, 0xaaaa03_000000_0800), ip4(6, tcpBytes()))
	long := ether(0x8100)
	for range 1000 {
		long = cat(long, be(4, 0x0005_8100))
	}
	runWalks(t, []walkTest{
		{"IPv4", 1, ether(0x0800, ip4(6, tcpBytes())), "Ethernet IPv4 TCP", TCP},
		{"IPv6", 1, ether(0x86dd, ip6(6, tcpBytes())), "Ethernet IPv6 TCP", TCP},
		{"padding", 1, ether(0x0800, ip4(6, tcpBytes()), make([]byte, 6)), "Ethernet IPv4 TCP", TCP},
		{"ARP", 1, ether(0x0806, make([]byte, 28)), "Ethernet other", NotTCP},
		{"header cut", 1, ether(0x0800)[:13], "Ethernet[cut]", NotTCP},
		{"nothing behind it", 1, ether(0x0800), "Ethernet IPv4[cut]", NotTCP},

		{"VLAN", 1, ether(0x8100, tag, ip4(6, tcpBytes())), "Ethernet VLAN IPv4 TCP", TCP},
		{"QinQ", 1, ether(0x88a8, be(4, 0x0005_8100), tag, ip4(6, tcpBytes())), "Ethernet VLAN IPv4 TCP", TCP},
		{"old QinQ", 1, ether(0x9100, be(4, 0x0005_9200), tag, ip4(6, tcpBytes())), "Ethernet VLAN IPv4 TCP", TCP},
		{"thousand tags", 1, cat(long, tag, ip4(6, tcpBytes())), "Ethernet VLAN IPv4 TCP", TCP},
		{"tag cut", 1, ether(0x8100, tag[:3]), "Ethernet VLAN[cut]", NotTCP},
		{"tag without packet", 1, ether(0x8100, be(4, 0x0005_0806)), "Ethernet VLAN other", NotTCP},

		{"802.3 SNAP", 1, ether(uint64(len(snap)), snap), "Ethernet LLC IPv4 TCP", TCP},
		{"802.3 SNAP padded", 1, ether(uint64(len(snap)), snap, make([]byte, 9)), "Ethernet LLC IPv4 TCP", TCP},
		{"802.3 IP", 1, ether(43, be(3, 0x060603), ip4(6, tcpBytes())), "Ethernet LLC IPv4 TCP", TCP},
		{"802.3 Cisco", 1, ether(48, be(8, 0xaaaa03_0000f8_0800), ip4(6, tcpBytes())), "Ethernet LLC IPv4 TCP", TCP},
		{"802.3 spanning tree", 1, ether(38, be(3, 0x424203), make([]byte, 35)), "Ethernet LLC other", NotTCP},
		{"802.3 too short a length", 1, ether(7, snap), "Ethernet LLC[cut]", NotTCP},
		{"802.3 length inside IPv4", 1, ether(8+12, snap), "Ethernet LLC IPv4[cut]", Broken},
	})
}

func TestPPPoE(t *testing.T) {
	session := func(length uint64, payload ...[]byte) []byte {
		return cat(be(2, 0x1100), be(2, 7), be(2, length), cat(payload...))
	}
	packet := ip4(6, tcpBytes())
	runWalks(t, []walkTest{
		{"Ethernet", 1, ether(0x8864, session(42, be(2, 0x21), packet)), "Ethernet PPPoE PPP IPv4 TCP", TCP},
		{"IPv6", 1, ether(0x8864, session(62, be(2, 0x57), ip6(6, tcpBytes()))), "Ethernet PPPoE PPP IPv6 TCP", TCP},
		{"link type", 51, session(42, be(2, 0x21), packet), "PPPoE PPP IPv4 TCP", TCP},
		{"control protocol", 51, session(10, be(2, 0xc021), make([]byte, 8)), "PPPoE PPP other", NotTCP},
		{"discovery", 51, patch(session(42, be(2, 0x21), packet), 1, 9), "PPPoE other", NotTCP},
		{"length too great", 51, session(99, be(2, 0x21), packet), "PPPoE PPP IPv4 TCP", TCP},
		{"length below a header", 51, session(21, be(2, 0x21), packet), "PPPoE PPP IPv4[short]", Broken},
		{"length below a protocol", 51, session(1, be(2, 0x21), packet), "PPPoE PPP[short]", NotTCP},
		{"cut", 51, session(42)[:5], "PPPoE[cut]", NotTCP},
		{"protocol cut", 51, session(42, []byte{0}), "PPPoE PPP[cut]", NotTCP},
	})
}

func TestPPP(t *testing.T) {
	packet := ip4(6, tcpBytes())
	runWalks(t, []walkTest{
		{"whole header", 9, cat(be(4, 0xff030021), packet), "PPP IPv4 TCP", TCP},
		{"no address", 9, cat(be(2, 0x0021), packet), "PPP IPv4 TCP", TCP},
		{"protocol of one byte", 9, cat(be(1, 0x21), packet), "PPP IPv4 TCP", TCP},
		{"address and protocol of one byte", 9, cat(be(3, 0xff0321), packet), "PPP IPv4 TCP", TCP},
		{"incoming", 9, cat(be(4, 0x00030021), packet), "PPP IPv4 TCP", TCP},
		{"IPv6", 9, cat(be(4, 0xff030057), ip6(6, tcpBytes())), "PPP IPv6 TCP", TCP},
		{"MPLS", 9, cat(be(4, 0xff030281), be(4, 0x00010140), packet), "PPP MPLS IPv4 TCP", TCP},
		{"VJ uncompressed", 9, cat(be(4, 0xff03002f), packet), "PPP IPv4 TCP", TCP},
		{"LCP", 9, cat(be(4, 0xff03c021), make([]byte, 8)), "PPP other", NotTCP},
		{"cut", 9, be(3, 0xff0300), "PPP[cut]", NotTCP},

		{"serial", 50, cat(be(4, 0xff030021), packet), "PPP_SERIAL IPv4 TCP", TCP},
		{"serial Cisco", 50, cat(be(4, 0x0f000800), packet), "HDLC IPv4 TCP", TCP},
		{"serial without address", 50, cat(be(4, 0x00214500), packet), "PPP_SERIAL other", NotTCP},
		{"serial cut", 50, be(3, 0xff0300), "PPP_SERIAL[cut]", NotTCP},

		{"Cisco HDLC", 104, cat(be(4, 0x0f000800), packet), "HDLC IPv4 TCP", TCP},
		{"Cisco HDLC IPv6", 104, cat(be(4, 0x8f0086dd), ip6(6, tcpBytes())), "HDLC IPv6 TCP", TCP},
		{"Cisco HDLC keep-alive", 104, cat(be(4, 0x8f008035), make([]byte, 14)), "HDLC other", NotTCP},
		{"Cisco HDLC cut", 104, be(3, 0x0f0008), "HDLC[cut]", NotTCP},
	})
}

func TestNullAndRaw(t *testing.T) {
	packet, packet6 := ip4(6, tcpBytes()), ip6(6, tcpBytes())
	runWalks(t, []walkTest{
		{"little-endian", 0, cat([]byte{2, 0, 0, 0}, packet), "NULL IPv4 TCP", TCP},
		{"big-endian", 0, cat([]byte{0, 0, 0, 2}, packet), "NULL IPv4 TCP", TCP},
		{"OpenBSD IPv6", 108, cat([]byte{0, 0, 0, 24}, packet6), "NULL IPv6 TCP", TCP},
		{"FreeBSD IPv6", 0, cat([]byte{28, 0, 0, 0}, packet6), "NULL IPv6 TCP", TCP},
		{"macOS IPv6", 0, cat([]byte{30, 0, 0, 0}, packet6), "NULL IPv6 TCP", TCP},
		{"other family", 0, cat([]byte{7, 0, 0, 0}, packet), "NULL other", NotTCP},
		{"null cut", 0, []byte{2, 0, 0}, "NULL[cut]", NotTCP},

		{"raw IPv4", 101, packet, "RAW IPv4 TCP", TCP},
		{"raw IPv6", 12, packet6, "RAW IPv6 TCP", TCP},
		{"IPV4 holds either", 228, packet6, "RAW IPv6 TCP", TCP},
		{"IPV6 holds either", 229, packet, "RAW IPv4 TCP", TCP},
		{"raw other version", 101, patch(packet, 0, 0x55), "RAW other", NotTCP},
		{"raw empty", 101, nil, "RAW", NotTCP},

		{"enc", 109, cat([]byte{2, 0, 0, 0, 0, 0, 0, 5, 0, 0xc, 0, 0}, packet), "ENC IPv4 TCP", TCP},
		{"enc IPv6 swapped", 109, cat([]byte{0, 0, 0, 24, 0, 0, 0, 5, 0, 0, 0xc, 0}, packet6), "ENC IPv6 TCP", TCP},
		{"enc cut", 109, make([]byte, 11), "ENC[cut]", NotTCP},
	})
}

func TestENCFlags(t *testing.T) {
	little := ENCHeader{2, 0, 0, 0, 0, 0, 0, 5, 0, 0x0c, 0, 0}
	big := ENCHeader{0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0x0c, 0}
	for name, h := range map[string]ENCHeader{"little": little, "big": big} {
		if h.Flags() != ENCAuthentic|ENCConfidential || h.SPI() != 5 {
			t.Errorf("%s-endian: flags %#x, SPI %d", name, h.Flags(), h.SPI())
		}
	}
}

func TestPFLOG(t *testing.T) {
	header := func(length, family byte) []byte {
		return patch(make([]byte, max(64, int(length+3)&^3)), 0, length, family)
	}
	packet := ip4(6, tcpBytes())
	runWalks(t, []walkTest{
		{"today", 117, cat(header(61, 2), packet), "PFLOG IPv4 TCP", TCP},
		{"IPv6", 117, cat(header(61, 30), ip6(6, tcpBytes())), "PFLOG IPv6 TCP", TCP},
		{"longer", 117, cat(header(100, 2), packet), "PFLOG IPv4 TCP", TCP},
		{"old", 117, cat(header(48, 2)[:48], packet), "PFLOG IPv4 TCP", TCP},
		{"too short a length", 117, cat(header(44, 2), packet), "PFLOG[header length]", NotTCP},
		{"other family", 117, cat(header(61, 9), packet), "PFLOG other", NotTCP},
		{"cut", 117, header(61, 2)[:63], "PFLOG[cut]", NotTCP},
	})
}

// attribute is the head of an NFLOG attribute, in host byte order.
func attribute(size, kind uint16, value ...[]byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, size)
	return cat(binary.NativeEndian.AppendUint16(b, kind), cat(value...))
}

func TestNFLOG(t *testing.T) {
	head := []byte{2, 0, 0, 5}
	padded := attribute(6, 1, []byte("xy\x00\x00"))
	packet := attribute(44, 9, ip4(6, tcpBytes()))
	runWalks(t, []walkTest{
		{"payload only", 239, cat(head, packet), "NFLOG IPv4 TCP", TCP},
		{"attributes", 239, cat(head, padded, padded, packet), "NFLOG IPv4 TCP", TCP},
		{"IPv6", 239, cat([]byte{10, 0, 0, 5}, attribute(64, 9, ip6(6, tcpBytes()))), "NFLOG IPv6 TCP", TCP},
		{"other family", 239, cat([]byte{7, 0, 0, 5}, packet), "NFLOG other", NotTCP},
		{"version", 239, cat([]byte{2, 1, 0, 5}, packet), "NFLOG[version]", NotTCP},
		{"attribute padded to its head", 239, cat(head, attribute(3, 1), packet), "NFLOG IPv4 TCP", TCP},
		{"attribute of length 0", 239, cat(head, attribute(0, 1), packet), "NFLOG[header length]", NotTCP},
		{"attribute overruns", 239, cat(head, attribute(200, 1), packet), "NFLOG[cut]", NotTCP},
		{"no payload", 239, cat(head, padded), "NFLOG[cut]", NotTCP},
		{"cut", 239, head[:3], "NFLOG[cut]", NotTCP},
	})
}

func TestPKTAP(t *testing.T) {
	header := func(size, record, dlt byte) []byte {
		return patch(make([]byte, max(108, int(size))), 0, size, 0, 0, 0, record, 0, 0, 0, dlt)
	}
	frame := ether(0x0800, ip4(6, tcpBytes()))
	runWalks(t, []walkTest{
		{"Ethernet", 258, cat(header(108, 1, 1), frame), "PKTAP Ethernet IPv4 TCP", TCP},
		{"as USER2", 149, cat(header(120, 1, 1), frame), "PKTAP Ethernet IPv4 TCP", TCP},
		{"RAW", 258, cat(header(108, 1, 12), ip4(6, tcpBytes())), "PKTAP RAW IPv4 TCP", TCP},
		{"no packet", 258, cat(header(108, 0, 1), frame), "PKTAP other", NotTCP},
		{"unknown link type", 258, cat(header(108, 1, 200), frame), "PKTAP other", NotTCP},
		{"header below the minimum", 258, cat(header(107, 1, 1), frame), "PKTAP[header length]", NotTCP},
		{"header beyond the frame", 258, header(200, 1, 1)[:150], "PKTAP[header length]", NotTCP},
		{"cut", 258, header(108, 1, 1)[:107], "PKTAP[cut]", NotTCP},
	})
}
