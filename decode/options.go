package decode

import "encoding/binary"

// nopNopTimestamp are the four bytes that begin the options of nearly every
// segment of a connection with timestamps (RFC 7323 appendix A).
const nopNopTimestamp = 0x0101080a

// parse reads options as a receiver does: it goes by the length bytes, ignores
// what it does not know, and what is wrong costs only the option concerned as
// long as its length byte can be trusted. b are the captured bytes of the
// length bytes that the header has.
func (o *Options) parse(b []byte, length int) {
	if o.onlyTimestamps(b) {
		return
	}
	for i := 0; i < len(b); {
		kind := OptionKind(b[i])
		switch kind {
		case KindEOL:
			return
		case KindNOP:
			i++
			continue
		}
		if i+1 >= len(b) || b[i+1] < 2 || i+int(b[i+1]) > len(b) {
			o.Set |= OptBad
			return
		}
		if !o.option(kind, b[i+2:i+int(b[i+1])]) {
			o.Set |= OptBad
		}
		i += int(b[i+1])
	}
	if len(b) < length {
		o.Set |= OptBad
	}
}

// onlyTimestamps reports whether b are two times no operation and the time stamps,
// and notes them.
func (o *Options) onlyTimestamps(b []byte) bool {
	return len(b) == 12 && binary.BigEndian.Uint32(b) == nopNopTimestamp && o.timestamp(b[4:])
}

// option notes one option and reports whether its body has a length that the
// kind allows.
func (o *Options) option(kind OptionKind, body []byte) bool {
	switch kind {
	case KindMSS:
		return len(body) == 2 && o.mss(body)
	case KindWScale:
		return len(body) == 1 && o.wscale(body)
	case KindSACKOK:
		return len(body) == 0 && o.add(OptSACKOK)
	case KindSACK:
		return o.sack(body)
	case KindTimestamp:
		return len(body) == 8 && o.timestamp(body)
	case KindMD5:
		return len(body) == 16 && o.add(OptMD5)
	case KindUTO:
		return len(body) == 2 && o.add(OptUTO)
	case KindAO:
		// Key ids, then a MAC whose length the key decides (RFC 5925 section 2.2).
		return len(body) >= 2 && o.add(OptAO)
	case KindMPTCP:
		return len(body) >= 1 && o.mptcp(body)
	case KindTFO:
		return o.tfo(body)
	case KindAccECN0, KindAccECN1:
		return o.add(OptAccECN)
	case KindExperiment:
		return len(body) >= 2 && o.experiment(body)
	default:
		return true
	}
}

func (o *Options) add(bit OptionSet) bool {
	o.Set |= bit
	return true
}

func (o *Options) mss(body []byte) bool {
	o.MSS = binary.BigEndian.Uint16(body)
	return o.add(OptMSS)
}

func (o *Options) wscale(body []byte) bool {
	o.WScale = body[0]
	return o.add(OptWScale)
}

func (o *Options) timestamp(body []byte) bool {
	o.TSVal = binary.BigEndian.Uint32(body)
	o.TSEcr = binary.BigEndian.Uint32(body[4:])
	return o.add(OptTimestamp)
}

// sack notes the blocks; a header has room for four (RFC 2018 section 3).
func (o *Options) sack(body []byte) bool {
	n := len(body) / 8
	if n == 0 || len(body)%8 != 0 || n > len(o.SACK) {
		return false
	}
	for i := range n {
		o.SACK[i] = SACKBlock{
			Left:  Seq(binary.BigEndian.Uint32(body[8*i:])),
			Right: Seq(binary.BigEndian.Uint32(body[8*i+4:])),
		}
	}
	o.SACKBlocks = uint8(n)
	return o.add(OptSACK)
}

// tfo notes a Fast Open cookie: none, or 4 to 16 bytes (RFC 7413 section 4.1.1).
func (o *Options) tfo(cookie []byte) bool {
	n := len(cookie)
	if n != 0 && (n < 4 || n > 16 || n%2 != 0) {
		return false
	}
	o.TFOCookieLen = uint8(n)
	return o.add(OptTFO)
}

func (o *Options) experiment(body []byte) bool {
	switch binary.BigEndian.Uint16(body) {
	case ExperimentTFO:
		return o.tfo(body[2:])
	case ExperimentAccECN0, ExperimentAccECN1:
		return o.add(OptAccECN)
	default:
		return true
	}
}

// mptcp notes the subtype. A segment may carry several MPTCP options (RFC 8684
// section 3): the first counts, except that a reset's reason always does.
func (o *Options) mptcp(body []byte) bool {
	subtype := body[0] >> 4
	if !o.Has(OptMPTCP) || subtype == MPTCPRST {
		o.MPTCPSubtype = subtype
	}
	if subtype == MPTCPRST {
		o.MPTCPReason = 0
		if len(body) >= 2 {
			o.MPTCPReason = body[1]
		}
	}
	return o.add(OptMPTCP)
}
