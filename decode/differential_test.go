package decode_test

import (
	"net/netip"
	"regexp"
	"slices"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"tcpshake/decode"
	"tcpshake/decode/craft/mutate"
	"tcpshake/testdata/soak"
)

// fields are those of a segment that gopacket has too.
type fields struct {
	src, dst           netip.AddrPort
	seq, ack           uint32
	flags, window, sum uint16
	urgent             uint16
	length             int
}

func ourFields(s *decode.Segment) fields {
	return fields{
		netip.AddrPortFrom(s.Src.Addr.Netip(), s.Src.Port), netip.AddrPortFrom(s.Dst.Addr.Netip(), s.Dst.Port),
		uint32(s.Seq), uint32(s.Ack), uint16(s.Flags), s.Window, s.Checksum, s.Urgent, len(s.Payload()),
	}
}

// theirFields finds the innermost TCP header and the IP header around it.
func theirFields(p gopacket.Packet) (f fields, found bool) {
	var src, dst netip.Addr
	for _, l := range p.Layers() {
		switch l := l.(type) {
		case *layers.IPv4:
			src, _ = netip.AddrFromSlice(l.SrcIP)
			dst, _ = netip.AddrFromSlice(l.DstIP)
		case *layers.IPv6:
			src, _ = netip.AddrFromSlice(l.SrcIP)
			dst, _ = netip.AddrFromSlice(l.DstIP)
		case *layers.TCP:
			found = true
			f = fields{
				netip.AddrPortFrom(src, uint16(l.SrcPort)), netip.AddrPortFrom(dst, uint16(l.DstPort)),
				l.Seq, l.Ack, gopacketFlags(l), l.Window, l.Checksum, l.Urgent, len(l.Payload),
			}
		}
	}
	return f, found
}

// difference is a way in which gopacket 1.1.19 differs, and why that is right.
type difference struct {
	reason string
	// error is what gopacket's error says when only we find a segment.
	error *regexp.Regexp
	// fault is the fault of our last header when only gopacket finds one; for
	// LayerNone any header's will do.
	fault decode.Fault
	kind  decode.LayerKind
}

// onlyOurs are the reasons why gopacket finds no segment where we do.
var onlyOurs = []difference{
	{reason: "a bad or cut TCP option: ports, flags and numbers are there nevertheless", error: regexp.MustCompile("TCP option|TCP data offset")},
	{reason: "IPv4 options are the routers' business: the header length says where they end", error: regexp.MustCompile("IP option|ip4 option")},
	{reason: "IPv6 payload length 0 is what large segments have that the interface splits, and jumbograms", error: regexp.MustCompile("(?i)jumbo|HopByHop")},
	{reason: "IPv6 routing types, authentication and fragment headers are skipped by their length", error: regexp.MustCompile("routing header|^$|AH")},
	{reason: "options of IPv6 extension headers that only the destination looks at", error: regexp.MustCompile("extension header|TLV|header option")},
	{reason: "gopacket panics, and recovers: addresses of SLL that are longer than 8 bytes", error: regexp.MustCompile("runtime error")},
	{reason: "PPP with its direction, and compressed protocol fields", error: regexp.MustCompile("PPPType|PPP has")},
	{reason: "the length of PPPoE, 802.3 and GRE is not relied on where IP tells its own",
		error: regexp.MustCompile("TCP header|IPv4 header|IP header length|ip[46] header|IP header bytes|Ethernet packet too small")},
	{reason: "VLAN tags of type 0x9100, and GRE with a routing entry or version that is only reserved", error: regexp.MustCompile("EthernetType|Layer type")},
}

// onlyTheirs are the reasons why gopacket finds a segment where we do not.
var onlyTheirs = []difference{
	{reason: "the version field contradicts what announced the header", fault: decode.FaultVersion},
	{reason: "a hop-by-hop option overruns its header: every host drops that packet", kind: decode.LayerHopByHop, fault: decode.FaultOption},
	{reason: "an extension header ends beyond the IPv6 payload", fault: decode.FaultCut},
	{reason: "hop-by-hop options not directly behind the IPv6 header", fault: decode.FaultOrder},
	{reason: "the IP payload is shorter than the smallest TCP header", kind: decode.LayerTCP, fault: decode.FaultShort},
	{reason: "data offset beyond the IP payload", kind: decode.LayerTCP, fault: decode.FaultHeaderLen},
	{reason: "GRE version 1 carries PPP only; IPv4 without a length carries TCP only", kind: decode.LayerOther},
}

// explain returns why gopacket differs, "" when that is not known.
func explain(s *decode.Segment, p gopacket.Packet, theirs fields, found bool) string {
	all := s.Layers()
	switch {
	case s.Class == decode.TCP && found:
		ours := ourFields(s)
		ours.length = theirs.length
		has := func(ok func(decode.Layer) bool) bool { return ours == theirs && slices.ContainsFunc(all, ok) }
		if has(func(l decode.Layer) bool { return l.Kind == decode.LayerHopByHop || l.Fault == decode.FaultNoLen }) {
			return "its payload is longer by the extension headers, or modulo 65,536"
		}
		if has(func(l decode.Layer) bool { return l.Kind == decode.LayerPPPoE || l.Kind == decode.LayerLLC }) {
			return "its payload ends where PPPoE or 802.3 says, although IP says it goes on"
		}
	case s.Class == decode.TCP:
		text := ""
		if l := p.ErrorLayer(); l != nil {
			text = l.Error().Error()
		}
		for _, d := range onlyOurs {
			if d.error.MatchString(text) {
				return d.reason
			}
		}
	default:
		last := all[len(all)-1]
		for _, d := range onlyTheirs {
			if (d.kind == decode.LayerNone || d.kind == last.Kind) && d.fault == last.Fault {
				return d.reason
			}
		}
	}
	return ""
}

// Damaged frames decode to what gopacket makes of them, but for listed
// differences.
func TestSoakDecodeAgainstGopacketMutated(t *testing.T) {
	first := map[int]gopacket.LayerType{0: layers.LayerTypeLoopback, 1: layers.LayerTypeEthernet, 9: layers.LayerTypePPP, 113: layers.LayerTypeLinuxSLL}
	source := mutate.New(3, 0, 1, 9, 12, 113)
	total, equal, reasons := soak.Pick(20_000, 5_000_000), 0, map[string]int{}
	var s decode.Segment
	var f mutate.Frame
	for range total {
		source.Next(&f)
		f.Len = max(f.Len, len(f.Data))
		d, err := decode.New(f.DLT)
		if err != nil {
			t.Fatal(err)
		}
		d.Decode(f.Data, f.Len, &s)
		from, known := first[f.DLT]
		if !known {
			from = layers.LayerTypeIPv4
			if len(f.Data) > 0 && f.Data[0]>>4 == 6 {
				from = layers.LayerTypeIPv6
			}
		}
		p := gopacket.NewPacket(f.Data, from, gopacket.NoCopy)
		theirs, found := theirFields(p)
		found = found && p.ErrorLayer() == nil
		if ours := s.Class == decode.TCP; ours == found && (!ours || ourFields(&s) == theirs) {
			equal++
			continue
		}
		reason := explain(&s, p, theirs, found)
		if reason == "" {
			t.Fatalf("link type %d, %d bytes on the wire: %x\nours:   %v %+v\ntheirs: %v %+v %v", f.DLT, f.Len, f.Data,
				s.Class, ourFields(&s), found, theirs, p.ErrorLayer())
		}
		reasons[reason]++
	}
	for reason, n := range reasons {
		t.Logf("%d: %s", n, reason)
	}
	soak.Figure(t, "damaged frames compared with gopacket", total, "frames")
	soak.Figure(t, "of them decoded alike", equal, "frames")
}
