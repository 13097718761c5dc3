package decode

import (
	"bytes"
	"fmt"
	"testing"
)

// field is what a view says of a field, and what stands in its bytes.
type field struct {
	name      string
	got, want any
}

func checkFields(t *testing.T, fields []field) {
	t.Helper()
	for _, f := range fields {
		if got, want := fmt.Sprint(f.got), fmt.Sprint(f.want); got != want {
			t.Errorf("%s = %s, want %s", f.name, got, want)
		}
	}
}

// Every field of every header stands where its document says: the bytes here
// are all different.
func TestIPViews(t *testing.T) {
	v4 := IPv4Header(unhex(t, "46 b9 1234 5678 e123 40 06 abcd 0a010203 0b040506 01010100"))
	high := func(w Words) string { return fmt.Sprintf("%016x %016x", w.High, w.Low) }
	src4, dst4 := v4.Ends()
	checkFields(t, []field{
		{"Version", v4.Version(), 4},
		{"HeaderLen", v4.HeaderLen(), 24},
		{"TOS", v4.TOS(), 0xb9},
		{"TotalLen", v4.TotalLen(), 0x1234},
		{"ID", v4.ID(), 0x5678},
		{"Flags", v4.Flags(), MoreFragments | DontFragment | ReservedFlag},
		{"FragmentOffset", v4.FragmentOffset(), 0x123 * 8},
		{"TTL", v4.TTL(), 64},
		{"Protocol", v4.Protocol(), 6},
		{"Checksum", v4.Checksum(), 0xabcd},
		{"Src", v4.Src(), "10.1.2.3"},
		{"Dst", v4.Dst(), "11.4.5.6"},
		{"Ends source", high(src4), "0a01020300000000 0000000000000000"},
		{"Ends destination", high(dst4), "0b04050600000000 0000000000000000"},
	})
	v6 := IPv6Header(unhex(t, "6ab12345 0678 2b 3f 20010db8000000000000000000000001 20010db8000000000000000000000002"))
	src6, dst6 := v6.Ends()
	checkFields(t, []field{
		{"Version", v6.Version(), 6},
		{"TrafficClass", v6.TrafficClass(), 0xab},
		{"FlowLabel", v6.FlowLabel(), 0x12345},
		{"PayloadLen", v6.PayloadLen(), 0x678},
		{"NextHeader", v6.NextHeader(), 43},
		{"HopLimit", v6.HopLimit(), 63},
		{"Src", v6.Src(), "2001:db8::1"},
		{"Dst", v6.Dst(), "2001:db8::2"},
		{"Ends source", high(src6), "20010db800000000 0000000000000001"},
		{"Ends destination", high(dst6), "20010db800000000 0000000000000002"},
	})
}

func TestExtensionViews(t *testing.T) {
	fragment := Extension(unhex(t, "06 00 1239 89abcdef"))
	route := RoutingHeader(unhex(t, "06 04 04 01 02 03 0405 20010db8000000000000000000000001 20010db8000000000000000000000002"))
	auth := AHHeader(unhex(t, "06 04 0007 89abcdef 12345678 000102030405060708090a0b ffff"))
	checkFields(t, []field{
		{"next header", fragment.NextHeader(), 6},
		{"fragment offset", fragment.FragmentOffset(), 0x1238},
		{"more fragments", fragment.MoreFragments(), true},
		{"fragment ID", fragment.FragmentID(), 0x89abcdef},

		{"route units", route.Units(), 4},
		{"route type", route.Type(), RoutingSegment},
		{"segments left", route.SegmentsLeft(), 1},
		{"reserved", route.Reserved(), 0x02030405},
		{"last entry", route.LastEntry(), 2},
		{"route flags", route.Flags(), 3},
		{"tag", route.Tag(), 0x0405},
		{"addresses", route.Addrs(), 2},
		{"first address", route.Addr(0), "2001:db8::1"},
		{"second address", route.Addr(1), "2001:db8::2"},

		{"AH next header", auth.NextHeader(), 6},
		{"AH payload length", auth.PayloadLen(), 4},
		{"AH header length", auth.HeaderLen(), 24},
		{"AH reserved", auth.Reserved(), 7},
		{"SPI", auth.SPI(), 0x89abcdef},
		{"AH sequence", auth.Sequence(), 0x12345678},
		{"ICV", auth.ICV(), unhex(t, "000102030405060708090a0b")},
		{"ICV cut", auth[:15].ICV(), unhex(t, "000102")},
		{"ICV of a header that is too short", AHHeader(patch(auth, 1, 0)).ICV(), []byte{}},
	})
}

func TestIPv6OptionValues(t *testing.T) {
	const home = "c9 14 20010db8000000000000000000000009 01 00 00 00"
	it := OptionsOf(Extension(unhex(t, "06 04 05 02 1234 c2 04 00012345"+home+"01 04 00000000")))
	alert, _ := it.Next()
	jumbo, _ := it.Next()
	address, ok := it.Next()
	if !ok || alert.Fault != FaultNone || jumbo.Fault != FaultNone || address.Fault != FaultNone {
		t.Fatalf("options %+v %+v %+v", alert, jumbo, address)
	}
	checkFields(t, []field{
		{"router alert", alert.RouterAlert(), 0x1234},
		{"jumbo", jumbo.Jumbo(), 0x12345},
		{"home address", address.HomeAddress(), "2001:db8::9"},
	})
	var kinds []uint8
	for sub := address.SubOptions(); ; {
		o, more := sub.Next()
		if !more {
			break
		}
		kinds = append(kinds, o.Kind)
	}
	if !bytes.Equal(kinds, []byte{OptionPadN, OptionPad1, OptionPad1}) {
		t.Errorf("suboptions %v", kinds)
	}
	if o, more := it.Next(); !more || o.Kind != OptionPadN || o.Fault != FaultNone {
		t.Errorf("last option: %+v, %v", o, more)
	}
	if o, more := it.Next(); more {
		t.Errorf("one more option: %+v", o)
	}
}

func TestLinkViews(t *testing.T) {
	ethernet := EthernetHeader(unhex(t, "010203040506 0708090a0b0c 86dd"))
	tag := VLANTag(unhex(t, "b123 0800"))
	snap := LLCHeader(unhex(t, "aaaa03 0000f8 86dd"))
	sll := SLLHeader(unhex(t, "0004 0001 0006 0102030405060708 0800"))
	sll2 := SLL2Header(unhex(t, "86dd 0000 01020304 0001 03 06 0102030405060708"))
	pppoe := PPPoEHeader(unhex(t, "12 09 1234 5678"))
	hdlc := HDLCHeader(unhex(t, "8f 00 0800"))
	nflog := NFLOGHeader(unhex(t, "02 01 1234"))
	label := MPLSEntryAt(unhex(t, "12345b40"))
	pktap := PKTAPHeader(append(unhex(t, "6c000000 01000000 14010000"), make([]byte, 96)...))
	checkFields(t, []field{
		{"Ethernet Dst", ethernet.Dst(), [6]byte{1, 2, 3, 4, 5, 6}},
		{"Ethernet Src", ethernet.Src(), [6]byte{7, 8, 9, 10, 11, 12}},
		{"Ethernet Type", ethernet.Type(), 0x86dd},
		{"VLAN ID", tag.ID(), 0x123},
		{"VLAN Priority", tag.Priority(), 5},
		{"VLAN DropEligible", tag.DropEligible(), true},
		{"VLAN Type", tag.Type(), 0x0800},
		{"LLC DSAP", snap.DSAP(), 0xaa},
		{"LLC SSAP", snap.SSAP(), 0xaa},
		{"LLC Control", snap.Control(), 3},
		{"SNAP", snap.IsSNAP(), true},
		{"SNAP OUI", snap.OUI(), 0xf8},
		{"SNAP Type", snap.Type(), 0x86dd},
		{"SLL Type", sll.Type(), PacketOutgoing},
		{"SLL AddrLen", sll.AddrLen(), 6},
		{"SLL MAC", sll.MAC(), [6]byte{1, 2, 3, 4, 5, 6}},
		{"SLL Protocol", sll.Protocol(), 0x0800},
		{"SLL2 Type", sll2.Type(), PacketOtherHost},
		{"SLL2 AddrLen", sll2.AddrLen(), 6},
		{"SLL2 MAC", sll2.MAC(), [6]byte{1, 2, 3, 4, 5, 6}},
		{"SLL2 Protocol", sll2.Protocol(), 0x86dd},
		{"SLL2 Interface", sll2.Interface(), 0x01020304},
		{"PPPoE Version", pppoe.Version(), 1},
		{"PPPoE Type", pppoe.Type(), 2},
		{"PPPoE Code", pppoe.Code(), 9},
		{"PPPoE Session", pppoe.Session(), 0x1234},
		{"PPPoE PayloadLen", pppoe.PayloadLen(), 0x5678},
		{"HDLC Address", hdlc.Address(), HDLCBroadcast},
		{"HDLC Protocol", hdlc.Protocol(), 0x0800},
		{"NFLOG Family", nflog.Family(), 2},
		{"NFLOG Version", nflog.Version(), 1},
		{"NFLOG Resource", nflog.Resource(), 0x1234},
		{"MPLS Label", label.Label(), 0x12345},
		{"MPLS TrafficClass", label.TrafficClass(), 5},
		{"MPLS Bottom", label.Bottom(), true},
		{"MPLS TTL", label.TTL(), 64},
		{"PKTAP HeaderLen", pktap.HeaderLen(), 108},
		{"PKTAP RecordType", pktap.RecordType(), 1},
		{"PKTAP DLT", pktap.DLT(), 276},
	})
}

func TestPFLOGView(t *testing.T) {
	name := "em0\x00............"
	h := PFLOGHeader(cat(unhex(t, "3d 1e 01 08"), []byte(name), []byte("sixteen letters!"),
		unhex(t, "01020304 05060708"), make([]byte, 16), []byte{2, 0, 0, 0}))
	checkFields(t, []field{
		{"HeaderLen", h.HeaderLen(), 61},
		{"Family", h.Family(), 30},
		{"Action", h.Action(), 1},
		{"Reason", h.Reason(), 8},
		{"Interface", string(h.Interface()), name},
		{"Ruleset", string(h.Ruleset()), "sixteen letters!"},
		{"Rule", h.Rule(), 0x01020304},
		{"Subrule", h.Subrule(), 0x05060708},
		{"Direction", h.Direction(), 2},
	})
}

func TestPPPProtocol(t *testing.T) {
	for _, tt := range []struct {
		header string
		prefix uint16
		proto  uint16
		head   int
	}{
		{"ff03 0021", PPPAddressControl, PPPIPv4, 4},
		{"0003 0057", PPPIncoming, PPPIPv6, 4},
		{"0103 0281", PPPOutgoing, PPPMPLS, 4},
		{"0021 4500", 0, PPPIPv4, 2},
		{"21 4500", 0, PPPIPv4, 1},
		{"ff03 21", PPPAddressControl, PPPIPv4, 3},
		{"ff03", PPPAddressControl, 0, 0},
		{"ff03 00", PPPAddressControl, 0, 0},
	} {
		h := PPPHeader(unhex(t, tt.header))
		proto, head := h.Protocol()
		if h.Prefix() != tt.prefix || proto != tt.proto || head != tt.head {
			t.Errorf("%s: prefix %#x, protocol %#x, %d bytes", tt.header, h.Prefix(), proto, head)
		}
	}
	if proto, head := PPPHeader([]byte{0x21}).Protocol(); proto != 0 || head != 0 {
		t.Errorf("one byte: protocol %#x, %d bytes", proto, head)
	}
}

func TestICMPViews(t *testing.T) {
	h := ICMPHeader(unhex(t, "03 04 abcd 05060708 4500"))
	checkFields(t, []field{
		{"Type", h.Type(), 3},
		{"Code", h.Code(), 4},
		{"Checksum", h.Checksum(), 0xabcd},
		{"Word", h.Word(), 0x05060708},
		{"MTU", h.MTU(), 0x0708},
		{"Pointer", h.Pointer(), 5},
		{"Gateway", h.Gateway(), "5.6.7.8"},
		{"Quoted", h.Quoted(), []byte{0x45, 0}},
	})
}
