package tcpdump

import "tcpshake/decode"

// ends appends the addresses and the ports, or the ports alone when the
// addresses stand in front of an extension header already.
func (l *Line) ends(dst []byte, h decode.TCPHeader) []byte {
	if l.env.named {
		dst = l.appendPort(dst, h.SrcPort())
		dst = append(dst, " > "...)
		dst = l.appendPort(dst, h.DstPort())
		return append(dst, ": "...)
	}
	if l.dir.n != 0 {
		return l.dir.appendEnds(dst)
	}
	from, to := l.env.ends()
	return l.newEnds(dst, from, to, h)
}

// newEnds appends the addresses and the ports of a direction whose text is not
// known yet.
func (l *Line) newEnds(dst []byte, from, to decode.Addr, h decode.TCPHeader) []byte {
	start := len(dst)
	dst = l.end(dst, from, h.SrcPort())
	dst = append(dst, " > "...)
	dst = l.end(dst, to, h.DstPort())
	dst = append(dst, ": "...)
	l.dir.keepEnds(dst[start:])
	return dst
}

// end appends an address and a port.
func (l *Line) end(dst []byte, a decode.Addr, port uint16) []byte {
	return l.appendPort(append(l.appendHost(dst, a), '.'), port)
}

// appendPort appends the name of a port, or its number where there is none.
func (l *Line) appendPort(dst []byte, port uint16) []byte {
	if !l.opt.Numeric {
		if name := l.names.Port(port); name != "" {
			return append(dst, name...)
		}
	}
	return appendUint(dst, uint32(port))
}
