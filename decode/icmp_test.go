package decode

import (
	"net/netip"
	"testing"
)

// icmpOf is an ICMP or ICMPv6 message.
func icmpOf(kind, code byte, word uint64, quoted ...[]byte) []byte {
	return cat([]byte{kind, code, 0, 0}, be(4, word), cat(quoted...))
}

func TestICMP(t *testing.T) {
	quoted, quoted6 := ip4(6, tcpBytes()), ip6(6, tcpBytes())
	runWalks(t, []walkTest{
		{"unreachable", 101, ip4(1, icmpOf(3, 1, 0, quoted)), "RAW IPv4 ICMP IPv4 TCP", ICMPError},
		{"eight bytes", 101, ip4(1, icmpOf(3, 3, 0, quoted[:28])), "RAW IPv4 ICMP IPv4 TCP", ICMPError},
		{"options quoted", 101, ip4(1, icmpOf(11, 0, 0, ip4Options(6, be(4, 0x01010100), tcpBytes()))), "RAW IPv4 ICMP IPv4 TCP", ICMPError},
		{"no total length quoted", 101, ip4(1, icmpOf(3, 4, 1400, patch(quoted, 2, 0, 0))), "RAW IPv4 ICMP IPv4[no length] TCP", ICMPError},
		{"ports only", 101, ip4(1, icmpOf(3, 3, 0, quoted[:27])), "RAW IPv4 ICMP IPv4 TCP", Broken},
		{"quoted header cut", 101, ip4(1, icmpOf(3, 3, 0, patch(quoted, 0, 0x4f)[:40])), "RAW IPv4 ICMP IPv4[total length]", Broken},
		{"later fragment quoted", 101, ip4(1, icmpOf(11, 1, 0, patch(quoted, 6, 0, 9))), "RAW IPv4 ICMP IPv4[later fragment]", Fragment},
		{"UDP quoted", 101, ip4(1, icmpOf(3, 3, 0, ip4(17, make([]byte, 8)))), "RAW IPv4 ICMP", NotTCP},
		{"echo", 101, ip4(1, icmpOf(8, 0, 1, quoted)), "RAW IPv4 ICMP", NotTCP},
		{"cut", 101, ip4(1, icmpOf(3, 3, 0)[:7]), "RAW IPv4 ICMP[cut]", NotTCP},
		{"no quote", 101, ip4(1, icmpOf(3, 3, 0)), "RAW IPv4 ICMP", NotTCP},

		{"v6 unreachable", 101, ip6(58, icmpOf(1, 4, 0, quoted6)), "RAW IPv6 ICMP TCP", ICMPError},
		{"v6 extension quoted", 101, ip6(58, icmpOf(3, 0, 0, ip6(0, ext(60), ext(6, tcpBytes())))), "RAW IPv6 ICMP TCP", ICMPError},
		{"v6 later fragment quoted", 101, ip6(58, icmpOf(3, 0, 0, ip6(44, fragmentOf(6, 8, tcpBytes())))), "RAW IPv6 ICMP", NotTCP},
		{"v6 ports only", 101, ip6(58, icmpOf(1, 4, 0, quoted6[:44])), "RAW IPv6 ICMP TCP", Broken},
		{"v6 UDP quoted", 101, ip6(58, icmpOf(1, 4, 0, ip6(17, make([]byte, 8)))), "RAW IPv6 ICMP", NotTCP},
		{"v6 echo", 101, ip6(58, icmpOf(128, 0, 1, quoted6)), "RAW IPv6 ICMP", NotTCP},
		{"v6 behind extensions", 101, ip6(0, ext(58, icmpOf(1, 0, 0, quoted6))), "RAW IPv6 hop-by-hop options ICMP TCP", ICMPError},
		{"ICMP in IPv6", 101, ip6(1, icmpOf(3, 3, 0, quoted)), "RAW IPv6 other", NotTCP},
		{"ICMPv6 in IPv4", 101, ip4(58, icmpOf(1, 4, 0, quoted6)), "RAW IPv4 other", NotTCP},
	})
}

func TestICMPFields(t *testing.T) {
	from4 := patch(ip4(1, icmpOf(3, 4, 1400, ip4(6, tcpBytes()))), 12, 192, 0, 2, 1)
	s := walk(t, 101, from4)
	want := ICMP{
		From: AddrFrom4([4]byte{192, 0, 2, 1}), Version: 4, Type: 3, Code: 4, MTU: 1400,
		Src: Endpoint{AddrFrom4([4]byte{10, 0, 0, 1}), 1000}, Dst: Endpoint{AddrFrom4([4]byte{10, 0, 0, 2}), 80}, Seq: 5000,
	}
	if s.ICMP != want {
		t.Errorf("ICMP = %+v\nwant   %+v", s.ICMP, want)
	}
	s = walk(t, 101, ip6(58, icmpOf(2, 0, 1280, ip6(6, tcpBytes()))))
	a, b := AddrFrom16([16]byte{0xfd, 15: 1}), AddrFrom16([16]byte{0xfd, 15: 2})
	want = ICMP{From: a, Version: 6, Type: 2, MTU: 1280, Src: Endpoint{a, 1000}, Dst: Endpoint{b, 80}, Seq: 5000}
	if s.ICMP != want {
		t.Errorf("ICMP = %+v\nwant   %+v", s.ICMP, want)
	}
	if s = walk(t, 101, ip4(1, icmpOf(3, 1, 1400, ip4(6, tcpBytes())))); s.ICMP.MTU != 0 {
		t.Errorf("MTU %d of host unreachable", s.ICMP.MTU)
	}
}

func TestICMPChecksums(t *testing.T) {
	m := icmpOf(3, 3, 0, ip4(6, tcpBytes()))
	sum := ICMPChecksum(m)
	if sum.Good || sum.Stored != 0 {
		t.Fatalf("%+v of a checksum of 0", sum)
	}
	if fixed := ICMPChecksum(patch(m, 2, byte(sum.Want>>8), byte(sum.Want))); !fixed.Good {
		t.Errorf("%+v with the checksum that was wanted", fixed)
	}
	packet := ipHeader(netip.MustParseAddr("fd00::1"), netip.MustParseAddr("fd00::2"))
	sum = ICMPv6Checksum(packet, m)
	fixed := patch(m, 2, byte(sum.Want>>8), byte(sum.Want))
	if !ICMPv6Checksum(packet, fixed).Good {
		t.Errorf("%+v with the checksum that was wanted", ICMPv6Checksum(packet, fixed))
	}
	if ICMPChecksum(fixed).Good || SumsUp(fixed) {
		t.Error("the ICMPv6 checksum does not count the addresses")
	}
}
