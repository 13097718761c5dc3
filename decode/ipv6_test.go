package decode

import "testing"

// fragmentOf is a fragment header.
func fragmentOf(next byte, field uint64, payload ...[]byte) []byte {
	return cat([]byte{next, 0}, be(2, field), be(4, 7), cat(payload...))
}

// routingOf is a routing header with addresses of zeros.
func routingOf(next, kind, units byte, payload ...[]byte) []byte {
	return cat([]byte{next, units, kind, 0, 0, 0, 0, 0}, make([]byte, 8*int(units)), cat(payload...))
}

func TestIPv6(t *testing.T) {
	whole := ip6(6, tcpBytes())
	runWalks(t, []walkTest{
		{"plain", 101, whole, "RAW IPv6 TCP", TCP},
		{"UDP", 101, ip6(17, make([]byte, 8)), "RAW IPv6 other", NotTCP},
		{"no next header", 101, ip6(59), "RAW IPv6 other", NotTCP},
		{"IPv4 where IPv6 is announced", 1, ether(0x86dd, ip4(6, tcpBytes())), "Ethernet IPv6[version]", NotTCP},
		{"version 5", 1, ether(0x86dd, patch(whole, 0, 0x50)), "Ethernet IPv6[version]", Broken},
		{"cut behind next header", 1, ether(0x86dd, whole[:7]), "Ethernet IPv6[cut]", Broken},
		{"cut before next header", 1, ether(0x86dd, whole[:6]), "Ethernet IPv6[cut]", NotTCP},
		{"payload length beyond the frame", 101, patch(whole, 4, 5, 0), "RAW IPv6 TCP", TCP},
		{"payload length cuts TCP", 101, patch(whole, 4, 0, 19), "RAW IPv6 TCP[short]", Broken},
		{"no payload length", 101, patch(whole, 4, 0, 0), "RAW IPv6[no length] TCP", TCP},
		{"IPv6 in IPv6", 101, ip6(41, whole), "RAW IPv6 IPv6 TCP", TCP},
		{"IPv4 in IPv6", 101, ip6(4, ip4(6, tcpBytes())), "RAW IPv6 IPv4 TCP", TCP},
	})
}

func TestIPv6Extensions(t *testing.T) {
	segment := tcpBytes()
	runWalks(t, []walkTest{
		{"hop-by-hop", 101, ip6(0, ext(6, segment)), "RAW IPv6 hop-by-hop options TCP", TCP},
		{"destination", 101, ip6(60, ext(6, segment)), "RAW IPv6 destination options TCP", TCP},
		{"routing", 101, ip6(43, routingOf(6, 4, 2, segment)), "RAW IPv6 routing TCP", TCP},
		{"routing of a type to come", 101, ip6(43, routingOf(6, 99, 1, segment)), "RAW IPv6 routing TCP", TCP},
		{"all", 101, ip6(0, ext(60), ext(43), routingOf(44, 2, 2), fragmentOf(51, 0),
			[]byte{6, 1, 0, 0, 0, 0, 0, 5, 0, 0, 0, 6}, segment),
			"RAW IPv6 hop-by-hop options destination options routing fragment AH TCP", TCP},

		{"atomic fragment", 101, ip6(44, fragmentOf(6, 0, segment)), "RAW IPv6 fragment TCP", TCP},
		{"first fragment", 101, ip6(44, fragmentOf(6, 1, segment)), "RAW IPv6 fragment TCP", Fragment},
		{"later fragment", 101, ip6(44, fragmentOf(6, 8, segment)), "RAW IPv6 fragment[later fragment]", Fragment},
		{"later fragment of UDP", 101, ip6(44, fragmentOf(17, 8, segment)), "RAW IPv6 fragment[later fragment]", NotTCP},
		{"first fragment of options", 101, ip6(44, fragmentOf(60, 1, ext(6, segment))), "RAW IPv6 fragment destination options TCP", Fragment},

		{"hop-by-hop twice", 101, ip6(0, ext(0), ext(6, segment)), "RAW IPv6 hop-by-hop options hop-by-hop options[order]", Broken},
		{"hop-by-hop not first", 101, ip6(60, ext(0), ext(6, segment)), "RAW IPv6 destination options hop-by-hop options[order]", Broken},
		{"hop-by-hop option overruns", 101, ip6(0, patch(ext(6, segment), 3, 5)), "RAW IPv6 hop-by-hop options[option]", Broken},
		{"destination option overruns", 101, ip6(60, patch(ext(6, segment), 3, 5)), "RAW IPv6 destination options TCP", TCP},
		{"source route of half an address", 101, ip6(43, routingOf(6, 0, 1, segment)), "RAW IPv6 routing[header length]", Broken},
		{"hop-by-hop cut", 101, ip6(0, ext(6, segment)[:7]), "RAW IPv6 hop-by-hop options[cut]", Broken},
		{"destination cut, UDP behind it", 101, ip6(60, ext(17)[:7]), "RAW IPv6 destination options[cut]", NotTCP},
		{"routing cut", 101, ip6(43, routingOf(6, 4, 2)[:23]), "RAW IPv6 routing[cut]", Broken},
		{"fragment cut", 101, ip6(44, fragmentOf(6, 0)[:7]), "RAW IPv6 fragment[cut]", Broken},
		{"fragment cut behind its offset", 101, ip6(44, fragmentOf(6, 8)[:4]), "RAW IPv6 fragment[later fragment]", Fragment},
		{"fragment cut behind next header", 101, ip6(44, fragmentOf(6, 8)[:1]), "RAW IPv6 fragment[cut]", Broken},
	})
}

func TestIPv6Fields(t *testing.T) {
	s := walk(t, 101, patch(ip6(6, tcpBytes()), 0, 0x60, 0x20))
	if s.Src.String() != "[fd00::1]:1000" || s.Dst.String() != "[fd00::2]:80" {
		t.Errorf("ends %v, %v", s.Src, s.Dst)
	}
	if s.TTL != 64 || s.ECN != 2 || s.IPID != 0 {
		t.Errorf("TTL %d, ECN %d, IPID %d", s.TTL, s.ECN, s.IPID)
	}
}

// A walk has no more than MaxLayers headers.
func TestDepth(t *testing.T) {
	packet := ip4(6, tcpBytes())
	for range MaxLayers - 3 {
		packet = ip4(4, packet)
	}
	if s := walk(t, 101, packet); s.Class != TCP || len(s.Layers()) != MaxLayers {
		t.Errorf("%d headers: %v, %d recorded", MaxLayers, s.Class, len(s.Layers()))
	}
	s := walk(t, 101, ip4(4, packet))
	if s.Class != Broken || len(s.Layers()) != MaxLayers || s.Layers()[MaxLayers-1].Fault != FaultDepth {
		t.Errorf("one header more: %v, %s", s.Class, headers(s))
	}
}

func TestJumboLen(t *testing.T) {
	jumbo := func(payload uint64, n uint64) []byte {
		hop := cat([]byte{6, 0, OptionJumbo, 4}, be(4, n))
		return patch(ip6(0, hop, tcpBytes()), 4, byte(payload>>8), byte(payload))
	}
	for _, tt := range []struct {
		name   string
		packet []byte
		want   int
	}{
		{"jumbogram", jumbo(0, 70000), 70000},
		{"least", jumbo(0, 65536), 65536},
		{"no longer than the field holds", jumbo(0, 65535), 0},
		{"payload length too", jumbo(28, 70000), 0},
		{"not in hop-by-hop", patch(jumbo(0, 70000), 6, 60), 0},
		{"header cut", jumbo(0, 70000)[:47], 0},
		{"option of wrong length", patch(jumbo(0, 70000), 43, 3), 0},
		{"behind other options", patch(ip6(0, cat([]byte{6, 1, OptionPad1, OptionPadN, 1, 0, OptionJumbo, 4}, be(4, 70000), make([]byte, 4)), tcpBytes()), 4, 0, 0), 70000},
		{"not in the first jumbo option", patch(ip6(0, cat([]byte{6, 1, OptionJumbo, 4}, be(4, 5), []byte{OptionJumbo, 4}, be(4, 70000), make([]byte, 2)), tcpBytes()), 4, 0, 0), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := IPv6Header(tt.packet).JumboLen(); got != tt.want {
				t.Errorf("JumboLen = %d, want %d", got, tt.want)
			}
		})
	}
	d, _ := New(101)
	s := new(Segment)
	d.Decode(jumbo(0, 70000), 70040, s)
	if s.Class != TCP || s.Len != 70000-8-20 {
		t.Errorf("%v, Len %d", s.Class, s.Len)
	}
}

func TestIPv6Options(t *testing.T) {
	type option struct {
		kind  uint8
		size  int
		fault Fault
	}
	for _, tt := range []struct {
		name string
		list []byte
		want []option
	}{
		{"padding", []byte{0, 1, 3, 0, 0, 0}, []option{{0, 0, 0}, {1, 3, 0}}},
		{"router alert", []byte{5, 2, 0, 1, 1, 0}, []option{{5, 2, 0}, {1, 0, 0}}},
		{"unknown", []byte{0x1e, 2, 0, 1, 1, 0}, []option{{0x1e, 2, 0}, {1, 0, 0}}},
		{"overruns", []byte{1, 5, 0, 0, 0, 0}, []option{{1, 0, FaultCut}}},
		{"no length byte", []byte{1, 3, 0, 0, 0, 1}, []option{{1, 3, 0}, {1, 0, FaultCut}}},
		{"router alert of wrong length", []byte{5, 3, 0, 1, 0, 0}, []option{{5, 3, FaultHeaderLen}}},
		{"router alert at the end", []byte{1, 1, 0, 5, 1, 0}, []option{{1, 1, 0}, {5, 1, FaultCut}}},
		{"jumbo of wrong length", []byte{0xc2, 2, 0, 1, 0, 0}, []option{{0xc2, 2, FaultHeaderLen}}},
		{"home address without room", []byte{0xc9, 2, 0, 1, 0, 0}, []option{{0xc9, 2, FaultCut}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			it := OptionsOf(Extension(cat([]byte{6, 0}, tt.list)))
			var got []option
			for o, ok := it.Next(); ok; o, ok = it.Next() {
				got = append(got, option{o.Kind, len(o.Body), o.Fault})
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("option %d: %v, want %v", i, got[i], tt.want[i])
				}
			}
		})
	}
}
