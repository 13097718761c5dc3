package tcpdump

import (
	"encoding/binary"

	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

// The bits of an MPTCP option that change its text (RFC 8684 section 3).
const (
	mpCapableChecksum = 0x80
	mpBackup          = 0x01
)

// mpHeaderSize is that of kind, length, subtype, and mostly an address id or
// flags.
const mpHeaderSize = 4

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
		return decimal.Append64(dst, m.u64(4)), true
	}
	dst = append(dst, "0x"...)
	return appendHex(dst, m.u64(4)), true
}
