package decode

import "testing"

func TestGRE(t *testing.T) {
	packet := ip4(6, tcpBytes())
	gre := func(flags, proto uint64, payload ...[]byte) []byte {
		return ip4(47, be(2, flags), be(2, proto), cat(payload...))
	}
	runWalks(t, []walkTest{
		{"IPv4", 101, gre(0, 0x0800, packet), "RAW IPv4 GRE IPv4 TCP", TCP},
		{"IPv6", 101, gre(0, 0x86dd, ip6(6, tcpBytes())), "RAW IPv4 GRE IPv6 TCP", TCP},
		{"in IPv6", 101, ip6(47, be(4, 0x0800), packet), "RAW IPv6 GRE IPv4 TCP", TCP},
		{"Ethernet", 101, gre(0, 0x6558, ether(0x0800, packet)), "RAW IPv4 GRE Ethernet IPv4 TCP", TCP},
		{"MPLS", 101, gre(0, 0x8847, be(4, 0x00010140), packet), "RAW IPv4 GRE MPLS IPv4 TCP", TCP},
		{"key", 101, gre(0x2000, 0x0800, be(4, 5), packet), "RAW IPv4 GRE IPv4 TCP", TCP},
		{"all fields", 101, gre(0xb000, 0x0800, be(4, 0), be(4, 5), be(4, 6), packet), "RAW IPv4 GRE IPv4 TCP", TCP},
		{"empty source route", 101, gre(0x4000, 0x0800, be(4, 0), be(4, 0), packet), "RAW IPv4 GRE IPv4 TCP", TCP},
		{"source route that begins with an offset", 101, gre(0x4000, 0x0800, be(4, 0), be(4, 0x0900), packet), "RAW IPv4 GRE IPv4 TCP", TCP},
		{"source route of no family", 101, gre(0x4000, 0x0800, be(4, 0), be(4, 0x0004), be(4, 1), be(4, 0), packet), "RAW IPv4 GRE[header length]", NotTCP},
		{"source route of no length", 101, gre(0x4000, 0x0800, be(4, 0), be(4, 0x0800_0000), packet), "RAW IPv4 GRE[header length]", NotTCP},
		{"source route", 101, gre(0x4000, 0x0800, be(4, 0), be(4, 0x0800_0004), be(4, 1), be(4, 0), packet), "RAW IPv4 GRE[header length]", NotTCP},
		{"PPTP", 101, gre(0x3001, 0x880b, be(4, 9), be(4, 1), be(4, 0xff030021), packet), "RAW IPv4 GRE PPP IPv4 TCP", TCP},
		{"PPTP with acknowledgment", 101, gre(0x3081, 0x880b, be(4, 9), be(4, 1), be(4, 2), be(4, 0xff030021), packet), "RAW IPv4 GRE PPP IPv4 TCP", TCP},
		{"PPTP acknowledgment alone", 101, gre(0x2081, 0x880b, be(4, 9), be(4, 2)), "RAW IPv4 GRE other", NotTCP},
		{"version 2", 101, gre(2, 0x0800, packet), "RAW IPv4 GRE[version]", NotTCP},
		{"unknown protocol", 101, gre(0, 0x1234, packet), "RAW IPv4 GRE other", NotTCP},
		{"cut", 101, ip4(47, be(3, 0)), "RAW IPv4 GRE[cut]", NotTCP},
		{"fields cut", 101, gre(0x2000, 0x0800, be(3, 0)), "RAW IPv4 GRE[cut]", NotTCP},
	})
}

func TestGREFields(t *testing.T) {
	h := GREHeader(cat(be(4, 0xb0000800), be(4, 0x12340007), be(4, 5), be(4, 6)))
	for flag, want := range map[GREFlags]uint32{GREChecksum: 0x12340007, GREKey: 5, GRESequence: 6} {
		if got, ok := h.Field(flag); !ok || got != want {
			t.Errorf("field of %#x = %#x, %v, want %#x", flag, got, ok, want)
		}
	}
	if got, ok := h.Field(GREAck); ok {
		t.Errorf("acknowledgment %d of version 0", got)
	}
	pptp := GREHeader(cat(be(4, 0xe081880b), be(4, 9), be(4, 2)))
	if _, ok := pptp.Field(GREChecksum); ok {
		t.Error("checksum of version 1")
	}
	if ack, ok := pptp.Field(GREAck); !ok || ack != 2 {
		t.Errorf("acknowledgment %d, %v", ack, ok)
	}
}

func TestMPLS(t *testing.T) {
	packet, packet6 := ip4(6, tcpBytes()), ip6(6, tcpBytes())
	entry := func(label, bottom uint64) []byte { return be(4, label<<12|bottom<<8|64) }
	runWalks(t, []walkTest{
		{"IPv4 by its first nibble", 1, ether(0x8847, entry(16, 1), packet), "Ethernet MPLS IPv4 TCP", TCP},
		{"IPv6 by its first nibble", 1, ether(0x8848, entry(16, 1), packet6), "Ethernet MPLS IPv6 TCP", TCP},
		{"two labels", 1, ether(0x8847, entry(16, 0), entry(17, 1), packet), "Ethernet MPLS IPv4 TCP", TCP},
		{"IPv4 explicit null", 1, ether(0x8847, entry(0, 1), packet), "Ethernet MPLS IPv4 TCP", TCP},
		{"IPv6 explicit null", 1, ether(0x8847, entry(2, 1), packet6), "Ethernet MPLS IPv6 TCP", TCP},
		{"explicit null contradicted", 1, ether(0x8847, entry(0, 1), packet6), "Ethernet MPLS IPv4[version]", NotTCP},
		{"pseudowire", 1, ether(0x8847, entry(16, 1), make([]byte, 4), ether(0x0800, packet)), "Ethernet MPLS other", NotTCP},
		{"IPv4 with a short header", 1, ether(0x8847, entry(16, 1), patch(packet, 0, 0x44)), "Ethernet MPLS other", NotTCP},
		{"no bottom", 1, ether(0x8847, entry(16, 0), entry(17, 0)), "Ethernet MPLS[cut]", NotTCP},
		{"nothing behind it", 1, ether(0x8847, entry(16, 1)), "Ethernet MPLS other", NotTCP},
		{"cut", 1, ether(0x8847, be(3, 1)), "Ethernet MPLS[cut]", NotTCP},
	})
}

func TestAH(t *testing.T) {
	header := func(next, words byte, icv int) []byte {
		return cat([]byte{next, words, 0, 0}, be(4, 5), be(4, 6), make([]byte, icv))
	}
	segment := tcpBytes()
	runWalks(t, []walkTest{
		{"TCP", 101, ip4(51, header(6, 4, 12), segment), "RAW IPv4 AH TCP", TCP},
		{"in IPv6", 101, ip6(51, header(6, 4, 12), segment), "RAW IPv6 AH TCP", TCP},
		{"without ICV", 101, ip4(51, header(6, 1, 0), segment), "RAW IPv4 AH TCP", TCP},
		{"tunnel", 101, ip4(51, header(4, 4, 12), ip4(6, segment)), "RAW IPv4 AH IPv4 TCP", TCP},
		{"twice", 101, ip4(51, header(51, 1, 0), header(6, 1, 0), segment), "RAW IPv4 AH AH TCP", TCP},
		{"shorter than AH can be", 101, ip4(51, header(6, 0, 0), segment), "RAW IPv4 AH[header length] TCP[header length]", Broken},
		{"shorter than AH can be, before TCP", 101, ip4(51, header(6, 0, 0)[:8], segment, be(4, 0)), "RAW IPv4 AH[header length] TCP", Broken},
		{"longer than the packet", 101, ip4(51, header(6, 200, 12), segment), "RAW IPv4 AH[cut]", Broken},
		{"cut behind next header", 101, ip4(51, []byte{6}), "RAW IPv4 AH[cut]", Broken},
		{"cut, UDP behind it", 101, ip4(51, []byte{17, 4, 0}), "RAW IPv4 AH[cut]", NotTCP},
		{"nothing", 101, ip4(51), "RAW IPv4 AH[cut]", NotTCP},
	})
}
