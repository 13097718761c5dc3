package decode

import "testing"

func TestIPv4(t *testing.T) {
	whole := ip4(6, tcpBytes())
	options := ip4Options(6, []byte{1, 1, 1, 0}, tcpBytes())
	runWalks(t, []walkTest{
		{"plain", 101, whole, "RAW IPv4 TCP", TCP},
		{"options", 101, options, "RAW IPv4 TCP", TCP},
		{"UDP", 101, ip4(17, make([]byte, 8)), "RAW IPv4 other", NotTCP},
		{"IPv6 where IPv4 is announced", 1, ether(0x0800, ip6(6, tcpBytes())), "Ethernet IPv4[version]", NotTCP},
		{"version 5", 1, ether(0x0800, patch(whole, 0, 0x55)), "Ethernet IPv4[version]", Broken},
		{"header length below the minimum", 101, patch(whole, 0, 0x44), "RAW IPv4[header length]", Broken},
		{"header length beyond the total length", 101, patch(whole, 0, 0x4f), "RAW IPv4[total length]", Broken},
		{"total length below the header", 101, patch(whole, 2, 0, 19), "RAW IPv4[total length]", Broken},
		{"total length cuts TCP", 101, patch(whole, 2, 0, 39), "RAW IPv4 TCP[short]", Broken},
		{"total length beyond the frame", 101, patch(whole, 2, 5, 0), "RAW IPv4 TCP", TCP},
		{"no total length", 101, patch(whole, 2, 0, 0), "RAW IPv4[no length] TCP", TCP},
		{"no total length, not TCP", 101, patch(ip4(17, make([]byte, 8)), 2, 0, 0), "RAW IPv4[no length] other", Broken},
		{"no total length, header beyond the frame", 101, patch(whole[:24], 0, 0x4f, 0, 0, 0), "RAW IPv4[no length]", Broken},
		{"no total length, later fragment", 101, patch(whole, 2, 0, 0, 0, 7, 0, 1), "RAW IPv4[no length]", Broken},

		{"first fragment", 101, patch(whole, 6, 0x20), "RAW IPv4 TCP", Fragment},
		{"first fragment with a part of the header", 101, patch(whole[:28], 2, 0, 28, 0, 7, 0x20), "RAW IPv4 TCP[short]", Fragment},
		{"later fragment", 101, patch(whole, 6, 0x20, 1), "RAW IPv4[later fragment]", Fragment},
		{"last fragment", 101, patch(whole, 6, 0, 5), "RAW IPv4[later fragment]", Fragment},
		{"later fragment of UDP", 101, patch(ip4(17, make([]byte, 8)), 6, 0, 5), "RAW IPv4[later fragment]", NotTCP},
		{"don't fragment", 101, patch(whole, 6, 0x40), "RAW IPv4 TCP", TCP},
		{"reserved flag", 101, patch(whole, 6, 0x80), "RAW IPv4 TCP", TCP},

		{"IP in IP", 101, ip4(4, whole), "RAW IPv4 IPv4 TCP", TCP},
		{"IPv6 in IP", 101, ip4(41, ip6(6, tcpBytes())), "RAW IPv4 IPv6 TCP", TCP},
		{"first fragment of a tunnel", 101, patch(ip4(4, whole), 6, 0x20), "RAW IPv4 IPv4 TCP", Fragment},
	})
}

func TestIPv4Fields(t *testing.T) {
	s := walk(t, 101, ip4(6, tcpBytes()))
	if s.Src.String() != "10.0.0.1:1000" || s.Dst.String() != "10.0.0.2:80" {
		t.Errorf("ends %v, %v", s.Src, s.Dst)
	}
	if s.TTL != 64 || s.ECN != 3 || s.IPID != 7 {
		t.Errorf("TTL %d, ECN %d, IPID %d", s.TTL, s.ECN, s.IPID)
	}
	s = walk(t, 101, patch(ip4(4, ip4(6, tcpBytes())), 8, 1, 4, 0, 0, 1, 1, 1, 1))
	if s.Src.String() != "10.0.0.1:1000" || s.TTL != 64 {
		t.Errorf("of a tunnel want the inner header: %v, TTL %d", s.Src, s.TTL)
	}
}

// How a cut header is classed depends on whether its protocol field is there.
func TestIPv4Cut(t *testing.T) {
	frame := ether(0x0800, ip4Options(6, []byte{1, 1, 1, 0}, tcpBytes()))
	for captured := 14; captured <= len(frame); captured++ {
		s := walkCut(t, 1, frame, captured)
		want, class := "Ethernet IPv4 TCP", TCP
		switch {
		case captured < 14+10:
			want, class = "Ethernet IPv4[cut]", NotTCP
		case captured < 14+24:
			want, class = "Ethernet IPv4[cut]", Broken
		case captured < 14+24+20:
			want, class = "Ethernet IPv4 TCP[cut]", Broken
		}
		if got := headers(s); got != want || s.Class != class {
			t.Errorf("%d bytes: %s, %v, want %s, %v", captured, got, s.Class, want, class)
		}
		if known := s.Src.Addr != (Addr{}); known != (captured >= 14+20) && class != NotTCP {
			t.Errorf("%d bytes: source %v", captured, s.Src)
		}
	}
}

// Without a length field the frame tells how long the segment is; with one that
// goes beyond the frame, the field does.
func TestIPv4Lengths(t *testing.T) {
	packet := ip4(6, tcpBytes(), make([]byte, 100))
	for _, tt := range []struct {
		name     string
		frame    []byte
		wire     int
		len, got int
	}{
		{"whole", packet, 140, 100, 100},
		{"cut", packet[:60], 140, 100, 20},
		{"padding", cat(packet, make([]byte, 9)), 149, 100, 100},
		{"no length", patch(packet, 2, 0, 0), 140, 100, 100},
		{"no length, cut", patch(packet[:60], 2, 0, 0), 70000, 70000 - 40, 20},
		{"length beyond the frame", patch(packet, 2, 1, 0), 140, 216, 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, _ := New(101)
			s := new(Segment)
			d.Decode(tt.frame, tt.wire, s)
			if s.Class != TCP || s.Len != tt.len || len(s.Payload()) != tt.got {
				t.Errorf("%v, Len %d, %d captured, want %d, %d", s.Class, s.Len, len(s.Payload()), tt.len, tt.got)
			}
		})
	}
}

func TestIPv4Options(t *testing.T) {
	type option struct {
		kind  uint8
		len   int
		fault Fault
	}
	for _, tt := range []struct {
		name    string
		options []byte
		cut     int // bytes of header and payload that are not there
		want    []option
	}{
		{"padding", []byte{1, 1, 1, 0}, 0, []option{{1, 1, 0}, {1, 1, 0}, {1, 1, 0}, {0, 1, 0}}},
		{"end stops", []byte{0, 7, 3, 4}, 0, []option{{0, 1, 0}}},
		{"route", []byte{7, 7, 4, 1, 2, 3, 4, 0}, 0, []option{{7, 7, 0}, {0, 1, 0}}},
		{"length 0", []byte{7, 0, 0, 0}, 0, []option{{7, 0, FaultHeaderLen}}},
		{"length 1", []byte{1, 1, 7, 1}, 0, []option{{1, 1, 0}, {1, 1, 0}, {7, 1, FaultHeaderLen}}},
		{"length 2", []byte{150, 2, 0, 0}, 0, []option{{150, 2, 0}, {0, 1, 0}}},
		{"overruns the header", []byte{7, 5, 0, 0}, 0, []option{{7, 5, FaultHeaderLen}}},
		{"length byte behind the header", []byte{1, 1, 1, 7}, 0, []option{{1, 1, 0}, {1, 1, 0}, {1, 1, 0}, {7, 3, FaultHeaderLen}}},
		{"cut", []byte{7, 7, 4, 1, 2, 3, 4, 0}, 22, []option{{7, 7, FaultCut}}},
		{"length cut", []byte{7, 7, 4, 1}, 23, []option{{7, 0, FaultCut}}},
		{"kind cut", []byte{7, 7, 4, 1}, 24, []option{{0, 1, FaultCut}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			packet := ip4Options(6, tt.options, tcpBytes())
			it := IPv4Header(packet[:len(packet)-tt.cut]).Options()
			var got []option
			for o, ok := it.Next(); ok; o, ok = it.Next() {
				got = append(got, option{o.Kind, o.Len, o.Fault})
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
