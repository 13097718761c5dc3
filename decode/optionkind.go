package decode

// OptionKind is the first byte of a TCP option, as IANA numbers them.
type OptionKind uint8

// The option kinds that have a meaning here.
const (
	KindEOL        OptionKind = 0   // RFC 9293 section 3.1
	KindNOP        OptionKind = 1   // RFC 9293 section 3.1
	KindMSS        OptionKind = 2   // RFC 9293 section 3.7.1
	KindWScale     OptionKind = 3   // RFC 7323 section 2
	KindSACKOK     OptionKind = 4   // RFC 2018 section 2
	KindSACK       OptionKind = 5   // RFC 2018 section 3
	KindEcho       OptionKind = 6   // RFC 1072
	KindEchoReply  OptionKind = 7   // RFC 1072
	KindTimestamp  OptionKind = 8   // RFC 7323 section 3
	KindCC         OptionKind = 11  // RFC 1644
	KindCCNew      OptionKind = 12  // RFC 1644
	KindCCEcho     OptionKind = 13  // RFC 1644
	KindMD5        OptionKind = 19  // RFC 2385
	KindSCPS       OptionKind = 20  // CCSDS 714.0-B-2
	KindUTO        OptionKind = 28  // RFC 5482
	KindAO         OptionKind = 29  // RFC 5925
	KindMPTCP      OptionKind = 30  // RFC 8684
	KindTFO        OptionKind = 34  // RFC 7413
	KindAccECN0    OptionKind = 172 // RFC 9768
	KindAccECN1    OptionKind = 174 // RFC 9768
	KindExperiment OptionKind = 254 // RFC 6994
)

// Magic numbers of experiments (RFC 6994): the first two bytes of the body.
const (
	ExperimentTFO     = 0xf989
	ExperimentAccECN0 = 0xacc0
	ExperimentAccECN1 = 0xacc1
)

// MPTCP subtypes (RFC 8684 section 8.3).
const (
	MPCapable = iota
	MPJoin
	MPDSS
	MPAddAddr
	MPRemoveAddr
	MPPrio
	MPFail
	MPFastClose
	MPTCPRST
)
