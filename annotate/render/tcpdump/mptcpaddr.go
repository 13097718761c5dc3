package tcpdump

import (
	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

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
		dst = decimal.Append64(dst, m.u16(at))
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
