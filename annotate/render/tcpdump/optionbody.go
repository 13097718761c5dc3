package tcpdump

import (
	"encoding/binary"

	"tcpshake/decode"
)

// appendOptionNumber appends a body that is one number of 1, 2 or 4 bytes.
func appendOptionNumber(dst []byte, o *decode.Option, size int) ([]byte, decode.OptionFault) {
	if fault := o.Missing(size); fault != decode.OptionGood {
		return dst, fault
	}
	dst = append(dst, ' ')
	switch size {
	case 1:
		return appendUint(dst, uint32(o.Body[0])), decode.OptionGood
	case 2:
		return appendUint(dst, uint32(binary.BigEndian.Uint16(o.Body))), decode.OptionGood
	default:
		return appendUint(dst, binary.BigEndian.Uint32(o.Body)), decode.OptionGood
	}
}

func appendTimestamps(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if fault := o.Missing(8); fault != decode.OptionGood {
		return dst, fault
	}
	value, echo := binary.BigEndian.Uint32(o.Body), binary.BigEndian.Uint32(o.Body[4:])
	return appendTimestampPair(dst, value, echo), decode.OptionGood
}

func appendTimestampPair(dst []byte, value, echo uint32) []byte {
	dst = append(dst, " val "...)
	dst = appendUint(dst, value)
	dst = append(dst, " ecr "...)
	return appendUint(dst, echo)
}

func appendSACK(dst []byte, o *decode.Option, peer decode.Seq) ([]byte, decode.OptionFault) {
	if o.Size%8 != 0 {
		return append(dst, " invalid sack"...), decode.OptionGood
	}
	dst = append(dst, ' ')
	dst = appendUint(dst, uint32(o.Size/8))
	dst = append(dst, ' ')
	for at := 0; at < o.Size; at += 8 {
		if fault := o.Missing(at + 8); fault != decode.OptionGood {
			return dst, fault
		}
		dst = append(dst, '{')
		dst = appendUint(dst, binary.BigEndian.Uint32(o.Body[at:])-uint32(peer))
		dst = append(dst, ':')
		dst = appendUint(dst, binary.BigEndian.Uint32(o.Body[at+4:])-uint32(peer))
		dst = append(dst, '}')
	}
	return dst, decode.OptionGood
}

// appendMD5 appends a digest (RFC 2385). Without the secret it cannot be checked;
// tcpdump says first, if so, that the payload it covers is not captured.
func appendMD5(dst []byte, o *decode.Option, h decode.TCPHeader, payload int) ([]byte, decode.OptionFault) {
	if fault := o.Missing(o.Size); fault != decode.OptionGood {
		return dst, fault
	}
	if len(h) < h.HeaderLen()+payload {
		dst = append(dst, " snaplen too short"...)
	} else {
		dst = append(dst, " shared secret not supplied with -M"...)
	}
	dst = append(dst, ", can't check - "...)
	return appendHexBytes(dst, o.Body[:o.Size]), decode.OptionGood
}

func appendSCPS(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if fault := o.Missing(2); fault != decode.OptionGood {
		return dst, fault
	}
	dst = append(dst, " cap "...)
	dst = appendHexPadded(dst, uint64(o.Body[0]), 2)
	dst = append(dst, " id "...)
	return appendUint(dst, uint32(o.Body[1])), decode.OptionGood
}

// appendUserTimeout appends a user timeout in seconds; the lowest bit says that
// the rest counts minutes (RFC 5482 section 3 has it as the highest bit).
func appendUserTimeout(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if fault := o.Missing(2); fault != decode.OptionGood {
		return dst, fault
	}
	v := uint32(binary.BigEndian.Uint16(o.Body))
	timeout := v >> 1
	if v&1 != 0 {
		timeout *= 60
	}
	dst = append(dst, " 0x"...)
	dst = appendHex(dst, uint64(v))
	dst = append(dst, ' ')
	return appendUint(dst, timeout), decode.OptionGood
}

func appendAuthentication(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if o.Size < 2 {
		return append(dst, invalid...), decode.OptionGood
	}
	if fault := o.Missing(1); fault != decode.OptionGood {
		return dst, fault
	}
	dst = append(dst, " keyid "...)
	dst = appendUint(dst, uint32(o.Body[0]))
	if fault := o.Missing(2); fault != decode.OptionGood {
		return dst, fault
	}
	dst = append(dst, " rnextkeyid "...)
	dst = appendUint(dst, uint32(o.Body[1]))
	if o.Size > 2 {
		return appendHexBody(append(dst, " mac"...), o, 2)
	}
	return dst, decode.OptionGood
}

func appendUnknown(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if o.Size == 0 {
		return dst, decode.OptionGood
	}
	return appendHexBody(dst, o, 0)
}

// appendHexBody appends the body from a byte on, as far as it is there.
func appendHexBody(dst []byte, o *decode.Option, from int) ([]byte, decode.OptionFault) {
	dst = append(dst, " 0x"...)
	for i := from; i < o.Size; i++ {
		if fault := o.Missing(i + 1); fault != decode.OptionGood {
			return dst, fault
		}
		dst = appendHexPadded(dst, uint64(o.Body[i]), 2)
	}
	return dst, decode.OptionGood
}

// appendFastOpen appends a Fast Open cookie (RFC 7413 section 4.1.1).
func appendFastOpen(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if fault := o.Missing(o.Size); fault != decode.OptionGood {
		return dst, fault
	}
	return appendCookie(append(dst, ' '), o.Body[:o.Size]), decode.OptionGood
}

func appendExperiment(dst []byte, o *decode.Option) ([]byte, decode.OptionFault) {
	if fault := o.Missing(o.Size); fault != decode.OptionGood {
		return dst, fault
	}
	if o.Size < 2 {
		return dst, decode.OptionOverrun
	}
	dst = append(dst, '-')
	magic := binary.BigEndian.Uint16(o.Body)
	if magic == decode.ExperimentTFO {
		return appendCookie(append(dst, "tfo"...), o.Body[2:o.Size]), decode.OptionGood
	}
	return appendHexPadded(dst, uint64(magic), 4), decode.OptionGood
}

func appendCookie(dst, cookie []byte) []byte {
	n := len(cookie)
	if n == 0 {
		return append(dst, " cookiereq"...)
	}
	if n%2 != 0 || n < 4 || n > 16 {
		return append(dst, invalid...)
	}
	dst = append(dst, " cookie "...)
	return appendHexBytes(dst, cookie)
}
