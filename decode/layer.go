package decode

// MaxLayers bounds the walk: a frame with more headers than that is printed as
// far as they go and not followed (gopacket walks 3,000 VLAN tags).
const MaxLayers = 24

// Layer is one header that the walk met.
type Layer struct {
	Kind LayerKind
	// Fault says what is wrong with this header; the walk ends at most of them.
	Fault Fault
	// Off is where the header begins in Frame, Head how many bytes it has.
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
	LayerVLAN  // one 802.1Q, 802.1ad, 0x9100 or 0x9200 tag
	LayerLLC   // 802.2 LLC with SNAP
	LayerMPLS  // the whole label stack
	LayerPPPoE // session stage, with the PPP protocol field
	LayerPPP
	LayerHDLC // Cisco HDLC
	LayerNull // the 4-byte family of NULL and LOOP
	LayerRaw  // no link header at all
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
	LayerICMP
	LayerTCP
	LayerOther // something that is not followed: Fault says nothing about it
)

// Fault says what is wrong with a header. Names follow the text that tcpdump
// prints where there is one.
type Fault uint8

// The faults.
const (
	// FaultNone: the header is whole and the walk went on behind it, or it is
	// the last.
	FaultNone Fault = iota
	// FaultCut: the captured bytes end inside the header.
	FaultCut
	// FaultShort: the enclosing layer says that fewer bytes follow than the
	// shortest header has.
	FaultShort
	// FaultVersion: the version field contradicts the protocol that announced it.
	FaultVersion
	// FaultHeaderLen: the header length is below the minimum, or beyond the data.
	FaultHeaderLen
	// FaultTotalLen: the total length is below the header length.
	FaultTotalLen
	// FaultLaterFragment: not the first fragment, so no TCP header follows.
	FaultLaterFragment
	// FaultOrder: an IPv6 extension header stands where it must not, or twice.
	FaultOrder
	// FaultOption: an option of the header overruns it or is malformed.
	FaultOption
	// FaultDepth: more than MaxLayers headers.
	FaultDepth
)

// push records a header; it reports false, and marks the last header, when there
// is no room for another.
func (s *Segment) push(l Layer) bool {
	if s.n == MaxLayers {
		s.layers[MaxLayers-1].Fault = FaultDepth
		return false
	}
	s.layers[s.n] = l
	s.n++
	return true
}
