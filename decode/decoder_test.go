package decode

import (
	"bytes"
	"errors"
	"testing"
)

// linkTypes are those that New knows.
var linkTypes = []int{0, 1, 9, 12, 50, 51, 101, 104, 108, 109, 113, 117, 149, 228, 229, 239, 258, 276}

func TestNew(t *testing.T) {
	known := make(map[int]bool)
	for _, dlt := range linkTypes {
		known[dlt] = true
	}
	for dlt := -1; dlt < 400; dlt++ {
		d, err := New(dlt)
		var unknown LinkTypeError
		switch {
		case known[dlt] && (d == nil || err != nil):
			t.Errorf("link type %d: %v", dlt, err)
		case !known[dlt] && (d != nil || !errors.As(err, &unknown) || unknown.DLT != dlt):
			t.Errorf("link type %d: %v, %v", dlt, d, err)
		}
	}
}

// frames are one frame of each link type, and some with more headers.
func frames() []struct {
	dlt   int
	frame []byte
} {
	packet, packet6 := ip4(6, tcpBytes(), []byte("hello")), ip6(6, tcpBytes(), []byte("hello"))
	return []struct {
		dlt   int
		frame []byte
	}{
		{0, cat([]byte{2, 0, 0, 0}, packet)},
		{1, ether(0x0800, packet)},
		{1, ether(0x86dd, ip6(0, ext(60), ext(43), routingOf(44, 4, 2), fragmentOf(6, 0, tcpBytes())))},
		{1, ether(0x88a8, be(4, 0x0005_8100), be(4, 0x0006_8847), be(4, 0x00010140), ip4(47, be(4, 0x6558), ether(0x0800, packet)))},
		{1, ether(0x0800, ip4(1, icmpOf(3, 3, 0, packet)))},
		{1, ether(0x86dd, ip6(58, icmpOf(1, 4, 0, packet6)))},
		{9, cat(be(4, 0xff030021), packet)},
		{12, packet6},
		{50, cat(be(4, 0xff030057), packet6)},
		{51, cat(be(2, 0x1100), be(2, 7), be(2, uint64(len(packet)+2)), be(2, 0x21), packet)},
		{101, ip4(51, []byte{6, 1, 0, 0, 0, 0, 0, 5, 0, 0, 0, 6}, tcpBytes())},
		{104, cat(be(4, 0x0f000800), packet)},
		{108, cat([]byte{0, 0, 0, 2}, packet)},
		{109, cat([]byte{2, 0, 0, 0, 0, 0, 0, 5, 0, 0xc, 0, 0}, packet)},
		{113, sllFrame(0, 0x8100, be(4, 0x0005_0800), packet)},
		{117, cat(patch(make([]byte, 64), 0, 61, 2), packet)},
		{149, cat(patch(make([]byte, 108), 0, 108, 0, 0, 0, 1, 0, 0, 0, 1), ether(0x0800, packet))},
		{228, packet},
		{229, packet6},
		{239, cat([]byte{2, 0, 0, 5}, attribute(uint16(4+len(packet)), 9, packet))},
		{258, cat(patch(make([]byte, 108), 0, 108, 0, 0, 0, 1, 0, 0, 0, 12), packet)},
		{276, sll2Frame(4, 0x0800, 3, packet)},
		{1, ether(0x0800, ip4(6, withOptions([]byte{30, 4, MPTCPRST << 4, 5})))},
		{1, ether(0x0800, ip4(6, withOptions([]byte{30, 3, MPTCPRST << 4, 0})))},
		{1, ether(0x0800, ip4(6, withOptions([]byte{5, 10, 0, 0, 0, 1, 0, 0, 0, 2, 34, 6, 1, 2, 3, 4})))},
		{1, ether(0x0800, ip4(6, withOptions([]byte{2, 4, 5, 0xb4, 3, 3, 7, 0, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0})))},
		{258, bytes.Repeat(patch(make([]byte, 108), 0, 108, 0, 0, 0, 1, 0, 0, 0, 2, 1), MaxLayers+1)},
	}
}

// withOptions is tcpBytes with options, a multiple of four bytes.
func withOptions(options []byte) []byte {
	return cat(patch(tcpBytes(), 12, byte(5+len(options)/4)<<4), options)
}

func TestDecodeAllocatesNothing(t *testing.T) {
	s := new(Segment)
	for _, f := range frames() {
		d, err := New(f.dlt)
		if err != nil {
			t.Fatal(err)
		}
		n := testing.AllocsPerRun(10, func() {
			for captured := range len(f.frame) + 1 {
				d.Decode(f.frame[:captured], len(f.frame), s)
			}
		})
		if n != 0 {
			t.Errorf("link type %d: %v allocations", f.dlt, n)
		}
	}
}

// What a Segment held before does not show in what is valid of it now.
func TestDecodeForgets(t *testing.T) {
	for _, before := range frames() {
		for _, f := range frames() {
			used := walk(t, before.dlt, before.frame)
			d, err := New(f.dlt)
			if err != nil {
				t.Fatal(err)
			}
			for captured := range len(f.frame) + 1 {
				d.Decode(f.frame[:captured:captured], len(f.frame), used)
				fresh := walkCut(t, f.dlt, f.frame, captured)
				if why := different(used, fresh); why != "" {
					t.Fatalf("link type %d, %d bytes, after link type %d: %s", f.dlt, captured, before.dlt, why)
				}
			}
		}
	}
}

// different says what differs in the valid part of two segments.
func different(a, b *Segment) string {
	la, lb := a.Layers(), b.Layers()
	if a.Class != b.Class || len(la) != len(lb) {
		return "class or number of headers"
	}
	for i := range la {
		if la[i] != lb[i] {
			return "header " + la[i].Kind.String()
		}
	}
	switch {
	case a.Class == NotTCP:
		return ""
	case a.Src != b.Src || a.Dst != b.Dst:
		return "ends"
	case a.Seq != b.Seq || a.Ack != b.Ack || a.Flags != b.Flags || a.Window != b.Window || a.Urgent != b.Urgent || a.Checksum != b.Checksum:
		return "TCP header"
	case a.Len != b.Len || string(a.Payload()) != string(b.Payload()):
		return "payload"
	case a.Options.Set != b.Options.Set || valid(&a.Options) != valid(&b.Options):
		return "options"
	case a.TTL != b.TTL || a.ECN != b.ECN || a.IPID != b.IPID:
		return "IP header"
	case a.Outgoing != b.Outgoing || a.LinkHash != b.LinkHash:
		return "link header"
	case a.Class == ICMPError && a.ICMP != b.ICMP:
		return "ICMP"
	}
	return ""
}

// valid returns o without the values that are not valid.
func valid(o *Options) Options {
	v := Options{Set: o.Set}
	if o.Has(OptMSS) {
		v.MSS = o.MSS
	}
	if o.Has(OptWScale) {
		v.WScale = o.WScale
	}
	if o.Has(OptTimestamp) {
		v.TSVal, v.TSEcr = o.TSVal, o.TSEcr
	}
	if o.Has(OptTFO) {
		v.TFOCookieLen = o.TFOCookieLen
	}
	if o.Has(OptSACK) {
		v.SACKBlocks = o.SACKBlocks
		copy(v.SACK[:], o.SACK[:o.SACKBlocks])
	}
	if o.Has(OptMPTCP) {
		v.MPTCPSubtype = o.MPTCPSubtype
	}
	if o.Has(OptMPTCP) && o.MPTCPSubtype == MPTCPRST {
		v.MPTCPReason = o.MPTCPReason
	}
	return v
}
