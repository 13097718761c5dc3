package tcpdump

import "tcpshake/decode"

const ahName = "ah"

// ah appends the text of an authentication header. tcpdump reads it field by
// field, so one that is cut shows as much as there is; it does not mind a length
// below the fixed part's.
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
	return append(dst, "): "...), goOn
}
