package decode

// Link types as libpcap numbers them (the DLT values; a savefile's value where
// it differs is in brackets).
const (
	dltNull     = 0
	dltEthernet = 1
	dltPPP      = 9
	dltRawBSD   = 12 // RAW on most systems
	dltPPPSer   = 50
	dltPPPEther = 51
	dltRaw      = 101 // [LINKTYPE_RAW]
	dltCHDLC    = 104
	dltLoop     = 108
	dltENC      = 109
	dltSLL      = 113
	dltPFLOG    = 117
	dltUser2    = 149 // PKTAP where Apple's libpcap wrote it
	dltIPv4     = 228
	dltIPv6     = 229
	dltNFLOG    = 239
	dltPKTAP    = 258
	dltSLL2     = 276
)

// walkerOf returns the walker of a link type, nil when there is none.
func walkerOf(dlt int) walker {
	switch dlt {
	case dltEthernet:
		return (*Decoder).ethernet
	case dltNull, dltLoop:
		return (*Decoder).null
	case dltRaw, dltRawBSD, dltIPv4, dltIPv6:
		return (*Decoder).raw
	case dltSLL:
		return (*Decoder).sll
	case dltSLL2:
		return (*Decoder).sll2
	case dltPPP:
		return (*Decoder).pppFrame
	case dltPPPSer:
		return (*Decoder).pppSerial
	case dltPPPEther:
		return (*Decoder).pppoe
	case dltCHDLC:
		return (*Decoder).hdlc
	case dltENC:
		return (*Decoder).enc
	case dltPFLOG:
		return (*Decoder).pflog
	case dltNFLOG:
		return (*Decoder).nflog
	case dltPKTAP, dltUser2:
		return (*Decoder).pktap
	}
	return nil
}

// EtherTypes (IEEE 802) that the walk follows.
const (
	etherIPv4          = 0x0800
	etherBridging      = 0x6558 // transparent Ethernet bridging, in GRE
	etherVLAN          = 0x8100
	etherIPv6          = 0x86dd
	etherPPP           = 0x880b
	etherMPLS          = 0x8847
	etherMPLSMulticast = 0x8848
	etherPPPoE         = 0x8864
	etherQinQ          = 0x88a8
	etherVLAN9100      = 0x9100
	etherVLAN9200      = 0x9200
)

// etherType walks what a header with an EtherType carries.
func (d *Decoder) etherType(s *Segment, proto uint16, off, end, length int) {
	switch proto {
	case etherIPv4:
		d.ipv4(s, off, end, length)
	case etherIPv6:
		d.ipv6(s, off, end, length)
	case etherMPLS, etherMPLSMulticast:
		d.mpls(s, off, end, length)
	case etherPPPoE:
		d.pppoe(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}

// Address families as they stand in NULL, ENC, PFLOG and NFLOG headers: IPv6
// has another number on each system.
const (
	familyIPv4        = 2
	familyIPv6Linux   = 10
	familyIPv6OpenBSD = 24 // and NetBSD
	familyIPv6FreeBSD = 28
	familyIPv6Darwin  = 30
)

// family walks what a header with an address family carries.
func (d *Decoder) family(s *Segment, family uint32, off, end, length int) {
	switch family {
	case familyIPv4:
		d.ipv4(s, off, end, length)
	case familyIPv6OpenBSD, familyIPv6FreeBSD, familyIPv6Darwin:
		d.ipv6(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}
