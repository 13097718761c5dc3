package tcpdump

import "tcpshake/decode"

const ahName = "ah"

// ah appends the text of an authentication header. tcpdump reads it field by
// field, so one that is cut shows as much as there is.
func (l *Line) ah(dst []byte, ly *decode.Layer) ([]byte, stop) {
	h := decode.AHHeader(l.bytes(ly))
	if len(h) == 0 {
		return cut(dst, ahName), soft
	}
	dst = append(dst, "AH"...)
	if len(h) < 2 {
		return cut(dst, ahName), hard
	}
	dst = append(dst, '(')
	if l.opt.Verbose > 0 {
		dst = appendCount(dst, "length=", h.PayloadLen(), "(")
		dst = appendCount(dst, "", h.HeaderLen(), "-bytes),")
	}
	if len(h) < 4 {
		return cut(dst, ahName), hard
	}
	if reserved := h.Reserved(); reserved != 0 {
		dst = append(dst, "reserved=0x"...)
		dst = append(appendHex(dst, uint64(reserved)), "[MustBeZero],"...)
	}
	if len(h) < 8 {
		return cut(dst, ahName), hard
	}
	dst = append(dst, "spi=0x"...)
	dst = append(appendHexPadded(dst, uint64(h.SPI()), 8), ',')
	if len(h) < 12 {
		return cut(dst, ahName), hard
	}
	dst = append(dst, "seq=0x"...)
	dst = append(appendHex(dst, uint64(h.Sequence())), ",icv=0x"...)
	dst = appendHexBytes(dst, h.ICV())
	if len(h) < h.HeaderLen() {
		return cut(dst, ahName), hard
	}
	dst = append(dst, "): "...)
	if ly.Fault == decode.FaultHeaderLen {
		return l.afterShortAH(dst, h, ly)
	}
	return dst, goOn
}

// afterShortAH appends what stands at the end of an authentication header that
// is shorter than one can be, which tcpdump does not mind.
func (l *Line) afterShortAH(dst []byte, h decode.AHHeader, ly *decode.Layer) ([]byte, stop) {
	if h.NextHeader() != protoTCP {
		return dst, soft
	}
	size := h.HeaderLen()
	return l.tcp(dst, &decode.Layer{
		Kind: decode.LayerTCP, Off: ly.Off + size, End: ly.End, Len: ly.Len - size,
	})
}
