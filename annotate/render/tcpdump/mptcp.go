package tcpdump

import (
	"encoding/binary"

	"tcpshake/decode"
)

// The bits of an MPTCP option that change its text (RFC 8684 section 3).
const (
	mpCapableChecksum = 0x80
	mpBackup          = 0x01

	dssFin       = 0x10
	dssSeq8      = 0x08
	dssSeqThere  = 0x04
	dssAck8      = 0x02
	dssAckThere  = 0x01
	mpChecksum   = 2
	mpHeaderSize = 4 // kind, length, subtype, and mostly an address id or flags
)

// mptcpOption is an MPTCP option, kind and length byte included, so that offsets
// are those of the figures in RFC 8684.
type mptcpOption struct {
	b     []byte
	flags decode.Flags
}

// mptcp appends an MPTCP option. A body that breaks the rules of its subtype is a
// bad option, whatever of it was printed before.
func (l *Line) mptcp(dst []byte, o *decode.Option, flags decode.Flags) ([]byte, decode.OptionFault) {
	if fault := o.Missing(o.Size); fault != decode.OptionGood {
		return dst, fault
	}
	l.protocol = "mptcp"
	if o.Size < 1 {
		return dst, decode.OptionOverrun
	}
	dst = append(dst, ' ')
	dst = appendUint(dst, uint32(o.Len))
	m := mptcpOption{b: o.Whole(), flags: flags}
	dst, good := l.mptcpBody(dst, m)
	if !good {
		return dst, decode.OptionOverrun
	}
	return dst, decode.OptionGood
}

func (l *Line) mptcpBody(dst []byte, m mptcpOption) (text []byte, good bool) {
	switch m.b[2] >> 4 {
	case decode.MPCapable:
		return m.capable(append(dst, " capable"...))
	case decode.MPJoin:
		return m.join(append(dst, " join"...))
	case decode.MPDSS:
		return m.dss(append(dst, " dss"...))
	case decode.MPAddAddr:
		return l.addAddr(append(dst, " add-addr"...), m)
	case decode.MPRemoveAddr:
		return m.removeAddr(append(dst, " rem-addr"...))
	case decode.MPPrio:
		return m.prio(append(dst, " prio"...))
	case decode.MPFail:
		return m.long(append(dst, " fail"...), " seq ")
	case decode.MPFastClose:
		return m.long(append(dst, " fast-close"...), " key ")
	default:
		return append(dst, " unknown"...), true
	}
}

func (m mptcpOption) u16(at int) uint64 { return uint64(binary.BigEndian.Uint16(m.b[at:])) }
func (m mptcpOption) u32(at int) uint64 { return uint64(binary.BigEndian.Uint32(m.b[at:])) }
func (m mptcpOption) u64(at int) uint64 { return binary.BigEndian.Uint64(m.b[at:]) }

// syn and ack report whether the segment is one that may carry the form of an
// option that the three-way handshake uses there.
func (m mptcpOption) syn() bool { return m.flags.Has(decode.SYN) }
func (m mptcpOption) ack() bool { return m.flags.Has(decode.ACK) }

// capable is MP_CAPABLE (RFC 8684 section 3.1; version 0 is RFC 6824's).
func (m mptcpOption) capable(dst []byte) ([]byte, bool) {
	switch len(m.b) {
	case 4, 12:
		if !m.syn() {
			return dst, false
		}
	case 20, 22:
		if m.syn() || !m.ack() {
			return dst, false
		}
	default:
		return dst, false
	}
	version := m.b[2] & 0xf
	if version > 1 {
		dst = append(dst, " Unknown Version ("...)
		dst = appendUint(dst, uint32(version))
		return append(dst, ')'), true
	}
	dst = append(dst, " v"...)
	dst = appendUint(dst, uint32(version))
	if m.b[3]&mpCapableChecksum != 0 {
		dst = append(dst, " csum"...)
	}
	if len(m.b) >= 12 {
		dst = append(dst, " {0x"...)
		dst = appendHex(dst, m.u64(4))
		if len(m.b) >= 20 {
			dst = append(dst, ",0x"...)
			dst = appendHex(dst, m.u64(12))
		}
		dst = append(dst, '}')
	}
	return dst, true
}

// join is MP_JOIN (RFC 8684 section 3.2): SYN, SYN-ACK and third ACK differ.
func (m mptcpOption) join(dst []byte) ([]byte, bool) {
	switch {
	case len(m.b) == 12 && m.syn():
		dst = m.joinID(dst)
		dst = append(dst, " token 0x"...)
		dst = appendHex(dst, m.u32(4))
		dst = append(dst, " nonce 0x"...)
		return appendHex(dst, m.u32(8)), true
	case len(m.b) == 16 && m.syn() && m.ack():
		dst = m.joinID(dst)
		dst = append(dst, " hmac 0x"...)
		dst = appendHex(dst, m.u64(4))
		dst = append(dst, " nonce 0x"...)
		return appendHex(dst, m.u32(12)), true
	case len(m.b) == 24 && m.ack():
		dst = append(dst, " hmac 0x"...)
		return appendHexBytes(dst, m.b[mpHeaderSize:]), true
	default:
		return dst, false
	}
}

func (m mptcpOption) joinID(dst []byte) []byte {
	if m.b[2]&mpBackup != 0 {
		dst = append(dst, " backup"...)
	}
	return m.addressID(dst)
}

func (m mptcpOption) addressID(dst []byte) []byte {
	dst = append(dst, " id "...)
	return appendUint(dst, uint32(m.b[3]))
}

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
		return appendUint64(dst, m.u64(at)), at + 8, true
	}
	if len(m.b) < at+4 {
		return dst, at, false
	}
	return appendUint64(dst, m.u32(at)), at + 4, true
}

// dssMapping appends what the sequence number maps: subflow, length, and the
// checksum if that was negotiated, which only the length tells.
func (m mptcpOption) dssMapping(dst []byte, at int) ([]byte, int, bool) {
	if len(m.b) < at+4 {
		return dst, at, false
	}
	dst = append(dst, " subseq "...)
	dst = appendUint64(dst, m.u32(at))
	if at += 4; len(m.b) < at+2 {
		return dst, at, false
	}
	dst = append(dst, " len "...)
	dst = appendUint64(dst, m.u16(at))
	if at += 2; len(m.b) >= at+mpChecksum {
		dst = append(dst, " csum 0x"...)
		dst = appendHex(dst, m.u16(at))
		at += mpChecksum
	}
	return dst, at, true
}

// addAddr is ADD_ADDR (RFC 8684 section 3.4.1). The length tells whether there
// is a port and whether there is an HMAC.
func (l *Line) addAddr(dst []byte, m mptcpOption) ([]byte, bool) {
	size := 4
	switch len(m.b) {
	case 8, 10, 16, 18:
	case 20, 22, 28, 30:
		size = 16
	default:
		return dst, false
	}
	dst = append(dst, addAddrVersion(m.b[2]&0xf)...)
	dst = m.addressID(dst)
	dst = append(dst, ' ')
	at := mpHeaderSize + size
	if size == 4 {
		dst = l.appendHost(dst, decode.AddrFrom4([4]byte(m.b[mpHeaderSize:at])))
	} else {
		dst = l.appendHost(dst, decode.AddrFrom16([16]byte(m.b[mpHeaderSize:at])))
	}
	if len(m.b)-at == 2 || len(m.b)-at == 10 {
		dst = append(dst, ':')
		dst = appendUint64(dst, m.u16(at))
		at += 2
	}
	if len(m.b)-at == 8 {
		dst = append(dst, " hmac 0x"...)
		dst = appendHex(dst, m.u64(at))
	}
	return dst, true
}

// addAddrVersion returns the text for the low half of the subtype byte: in
// version 0 of MPTCP the IP version, in version 1 the echo flag.
func addAddrVersion(half byte) string {
	switch half {
	case 6:
		return " v0-ip6"
	case 4:
		return " v0-ip4"
	case 1:
		return " v1-echo"
	case 0:
		return " v1"
	default:
		return " [bad version/echo]"
	}
}

// removeAddr is REMOVE_ADDR (RFC 8684 section 3.4.2): one address id or more.
func (m mptcpOption) removeAddr(dst []byte) ([]byte, bool) {
	if len(m.b) < mpHeaderSize {
		return dst, false
	}
	dst = append(dst, " id"...)
	for _, id := range m.b[3:] {
		dst = append(dst, ' ')
		dst = appendUint(dst, uint32(id))
	}
	return dst, true
}

// prio is MP_PRIO (RFC 8684 section 3.3.8); version 0 may name an address.
func (m mptcpOption) prio(dst []byte) ([]byte, bool) {
	if len(m.b) != 3 && len(m.b) != mpHeaderSize {
		return dst, false
	}
	if m.b[2]&mpBackup != 0 {
		dst = append(dst, " backup"...)
	} else {
		dst = append(dst, " non-backup"...)
	}
	if len(m.b) == mpHeaderSize {
		dst = m.addressID(dst)
	}
	return dst, true
}

// long is MP_FAIL (RFC 8684 section 3.7) with a data sequence number in decimal,
// or MP_FASTCLOSE (section 3.5) with a key in hexadecimal.
func (m mptcpOption) long(dst []byte, name string) ([]byte, bool) {
	if len(m.b) != 12 {
		return dst, false
	}
	dst = append(dst, name...)
	if m.b[2]>>4 == decode.MPFail {
		return appendUint64(dst, m.u64(4)), true
	}
	dst = append(dst, "0x"...)
	return appendHex(dst, m.u64(4)), true
}
