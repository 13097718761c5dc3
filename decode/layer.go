package decode

import "slices"

// MaxLayers bounds the walk: a frame with more headers than that is followed
// as far as they go. Runs of VLAN tags and MPLS labels are one header each.
const MaxLayers = 40

// Layer is one header that the walk met.
type Layer struct {
	Kind LayerKind
	// Fault says what is wrong with this header; the walk ends at most of them.
	Fault Fault
	// Off is where the header begins in Frame, Head how many bytes it has; Head is 0
	// when Fault says that not even its length can be told.
	Off, Head int
	// End is where its data end in Frame: the captured bytes or the end that an
	// enclosing header's length field gives, whichever comes first.
	End int
	// Len is how many bytes, header included, the enclosing layer says there are;
	// more than End-Off when the frame is cut.
	Len int
}

// LayerKind names a header.
type LayerKind uint8

// The headers that the walk knows.
const (
	LayerNone LayerKind = iota
	LayerEthernet
	LayerVLAN  // a run of 802.1Q, 802.1ad, 0x9100 or 0x9200 tags
	LayerLLC   // 802.2 LLC, with SNAP where there is one
	LayerMPLS  // the whole label stack
	LayerPPPoE // session stage
	LayerPPP
	LayerPPPSerial // PPP in HDLC-like framing
	LayerHDLC      // Cisco HDLC
	LayerNull      // the 4-byte family of NULL and LOOP
	LayerRaw       // no link header at all
	LayerSLL
	LayerSLL2
	LayerPFLOG
	LayerENC
	LayerPKTAP
	LayerNFLOG
	LayerIPv4
	LayerIPv6
	LayerHopByHop
	LayerDestination
	LayerRouting
	LayerFragment // the IPv6 fragment header
	LayerAH
	LayerGRE
	LayerICMP // ICMP or ICMPv6; the headers behind it are those that an ICMP error quotes
	LayerTCP
	LayerOther // something that is not followed: Fault says nothing about it
)

// String returns the name of the header.
func (k LayerKind) String() string { return layerNames[k] }

var layerNames = [...]string{
	LayerNone: "none", LayerEthernet: "Ethernet", LayerVLAN: "VLAN", LayerLLC: "LLC", LayerMPLS: "MPLS",
	LayerPPPoE: "PPPoE", LayerPPP: "PPP", LayerPPPSerial: "PPP_SERIAL", LayerHDLC: "HDLC", LayerNull: "NULL", LayerRaw: "RAW",
	LayerSLL: "SLL", LayerSLL2: "SLL2", LayerPFLOG: "PFLOG", LayerENC: "ENC", LayerPKTAP: "PKTAP",
	LayerNFLOG: "NFLOG", LayerIPv4: "IPv4", LayerIPv6: "IPv6", LayerHopByHop: "hop-by-hop options",
	LayerDestination: "destination options", LayerRouting: "routing", LayerFragment: "fragment", LayerAH: "AH",
	LayerGRE: "GRE", LayerICMP: "ICMP", LayerTCP: "TCP", LayerOther: "other",
}

// Fault says what is wrong with a header.
type Fault uint8

// The faults.
const (
	// FaultNone: the header is whole and the walk went on behind it, or it is
	// the last.
	FaultNone Fault = iota
	// FaultCut: the data end inside the header.
	FaultCut
	// FaultShort: the enclosing layer says that fewer bytes follow than the
	// shortest header has.
	FaultShort
	// FaultVersion: the version field contradicts the protocol that announced it.
	FaultVersion
	// FaultHeaderLen: the header length is below the minimum, or contradicts the
	// header's type.
	FaultHeaderLen
	// FaultTotalLen: the total length is below the header length.
	FaultTotalLen
	// FaultNoLen: the length field of the IP header is 0 although something follows,
	// as in segments that are captured before the interface splits them (TSO, BIG
	// TCP). The walk goes on with the length of the frame.
	FaultNoLen
	// FaultLaterFragment: not the first fragment, so no TCP header follows.
	FaultLaterFragment
	// FaultOrder: an IPv6 extension header stands where it must not, or twice.
	FaultOrder
	// FaultOption: an option of the header overruns it or is malformed.
	FaultOption
	// FaultDepth: more than MaxLayers headers.
	FaultDepth
)

// String returns the name of the fault.
func (f Fault) String() string { return faultNames[f] }

var faultNames = [...]string{
	FaultNone: "none", FaultCut: "cut", FaultShort: "short", FaultVersion: "version", FaultHeaderLen: "header length",
	FaultTotalLen: "total length", FaultNoLen: "no length", FaultLaterFragment: "later fragment",
	FaultOrder: "order", FaultOption: "option", FaultDepth: "depth",
}

// push records a header; it reports false, and marks the last header, when there
// is no room for another.
func (s *Segment) push(l Layer) bool {
	next := s.next()
	if next == nil {
		return false
	}
	*next = l
	return true
}

// next returns the place of the next header, whose fields are those of an old
// one. It returns nil, and marks the last header, when there is none. The usual
// headers are written there in place: building one elsewhere first takes as long
// as reading it.
func (s *Segment) next() *Layer {
	if s.n == MaxLayers {
		s.tooDeep()
		return nil
	}
	s.makeRoom()
	s.n++
	return &s.layers[s.n-1]
}

// tooDeep marks the last header of a frame with more than there is room for.
func (s *Segment) tooDeep() {
	// Whatever follows may be TCP: the frame is shown and counted, not dropped.
	s.layers[MaxLayers-1].Fault, s.Class = FaultDepth, Broken
	if !slices.ContainsFunc(s.layers[:], func(l Layer) bool { return l.Kind == LayerIPv4 || l.Kind == LayerIPv6 }) {
		s.Src, s.Dst = Endpoint{}, Endpoint{} // those of an earlier frame
	}
}

// makeRoom gives s room for its layers. It takes more memory than all the rest of
// s, and most segments never need it.
func (s *Segment) makeRoom() {
	if s.layers == nil {
		s.layers = new([MaxLayers]Layer)
	}
}

// fixed records a header of size bytes, and reports whether it is there.
func (s *Segment) fixed(kind LayerKind, size, off, end, length int) bool {
	l := s.next()
	if l == nil {
		return false
	}
	l.Kind, l.Fault = kind, FaultNone
	l.Off, l.Head, l.End, l.Len = off, size, end, length
	if end-off < size {
		l.Fault = FaultCut
		return false
	}
	return true
}

// other records that something follows at off which is not followed.
func (s *Segment) other(off, end, length int) {
	s.push(Layer{Kind: LayerOther, Off: off, End: end, Len: length})
}
