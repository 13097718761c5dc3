package tcpdump

import "tcpshake/annotate/render/internal/decimal"

// The flags of a data sequence signal (RFC 8684 section 3.3).
const (
	dssFin      = 0x10
	dssSeq8     = 0x08
	dssSeqThere = 0x04
	dssAck8     = 0x02
	dssAckThere = 0x01
)

// dssChecksum is the length of the checksum that may end it.
const dssChecksum = 2

// dss is the data sequence signal (RFC 8684 section 3.3); which fields there are
// follows from its flags.
func (m mptcpOption) dss(dst []byte) ([]byte, bool) {
	if len(m.b) < mpHeaderSize || m.syn() {
		return dst, false
	}
	flags := m.b[3]
	if flags&dssFin != 0 {
		dst = append(dst, " fin"...)
	}
	at, good := mpHeaderSize, true
	if flags&dssAckThere != 0 {
		dst = append(dst, " ack "...)
		if dst, at, good = m.dssNumber(dst, at, flags&dssAck8); !good {
			return dst, false
		}
	}
	if flags&dssSeqThere != 0 {
		dst = append(dst, " seq "...)
		if dst, at, good = m.dssNumber(dst, at, flags&dssSeq8); !good {
			return dst, false
		}
		if dst, at, good = m.dssMapping(dst, at); !good {
			return dst, false
		}
	}
	return dst, at == len(m.b)
}

// dssNumber appends a number of eight bytes if wide is set, else of four.
func (m mptcpOption) dssNumber(dst []byte, at int, wide byte) ([]byte, int, bool) {
	if wide != 0 {
		if len(m.b) < at+8 {
			return dst, at, false
		}
		return decimal.Append64(dst, m.u64(at)), at + 8, true
	}
	if len(m.b) < at+4 {
		return dst, at, false
	}
	return decimal.Append64(dst, m.u32(at)), at + 4, true
}

// dssMapping appends what the sequence number maps: subflow, length, and the
// checksum if that was negotiated, which only the length tells.
func (m mptcpOption) dssMapping(dst []byte, at int) ([]byte, int, bool) {
	if len(m.b) < at+4 {
		return dst, at, false
	}
	dst = append(dst, " subseq "...)
	dst = decimal.Append64(dst, m.u32(at))
	if at += 4; len(m.b) < at+2 {
		return dst, at, false
	}
	dst = append(dst, " len "...)
	dst = decimal.Append64(dst, m.u16(at))
	if at += 2; len(m.b) >= at+dssChecksum {
		dst = append(dst, " csum 0x"...)
		dst = appendHex(dst, m.u16(at))
		at += dssChecksum
	}
	return dst, at, true
}
