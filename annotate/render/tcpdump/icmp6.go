package tcpdump

import "tcpshake/decode"

// icmp6 appends an ICMPv6 error about a TCP segment: layers begins with the
// error, and the quoted segment is its last.
func (l *Line) icmp6(dst []byte, h decode.ICMPHeader, layers []decode.Layer) ([]byte, stop) {
	length, quoted := layers[0].Len, &layers[len(layers)-1]
	if length == 0 {
		// The payload length of the IPv6 header is 0, whatever follows it.
		return append(dst, "ICMP6, length 0 (invalid)"...), soft
	}
	if l.opt.Verbose > 0 && !l.env.fragmented && length <= len(h) {
		dst = l.appendICMPv6Checksum(dst, h[:length])
	}
	dst = append(dst, "ICMP6, "...)
	switch h.Type() {
	case decode.ICMPv6Unreachable:
		if h.Code() > decode.ICMPv6PortUnreachable {
			return l.unknown6(dst, h, length), soft
		}
		if h.Code() == decode.ICMPv6PortUnreachable && quoted.End < quoted.Off+4 {
			return cut(append(dst, "destination unreachable, unreachable port"...), icmp6Name), soft
		}
		dst = l.unreachable6(dst, h.Code())
	case decode.ICMPv6TooBig:
		dst = appendUint(append(dst, "packet too big, mtu "...), h.Word())
	case decode.ICMPv6TimeExceeded:
		dst = l.timeExceeded6(append(dst, "time exceeded in-transit"...), h.Code())
	default:
		dst = appendParameter6(append(dst, "parameter problem"...), h)
	}
	if l.opt.Verbose > 0 {
		return dst, soft
	}
	return appendCount(dst, ", length ", length, ""), soft
}

// unknown6 appends a destination unreachable message of a code that tcpdump does
// not know, with its bytes.
func (l *Line) unknown6(dst []byte, h decode.ICMPHeader, length int) []byte {
	dst = appendCount(dst, "destination unreachable, unknown unreach code (", int(h.Code()), ")")
	if l.opt.Verbose > 1 {
		return dst
	}
	return appendHexLines(dst, h[:min(len(h), length)], appendHexLine)
}

// unreachable6 appends a destination unreachable message.
func (l *Line) unreachable6(dst []byte, code uint8) []byte {
	quoted := &l.seg.ICMP
	dst = append(dst, "destination unreachable, "...)
	switch code {
	case 0:
		dst = append(dst, "unreachable route "...)
	case 1:
		dst = append(dst, " unreachable prohibited "...)
	case 2:
		dst = l.appendHost(append(dst, "beyond scope "...), quoted.Dst.Addr)
		return l.appendHost(append(dst, ", source address "...), quoted.Src.Addr)
	case 3:
		dst = append(dst, "unreachable address "...)
	default:
		dst = l.appendHost(append(dst, "unreachable port, "...), quoted.Dst.Addr)
		return l.appendPort(append(dst, " tcp port "...), quoted.Dst.Port)
	}
	return l.appendHost(dst, quoted.Dst.Addr)
}

func (l *Line) timeExceeded6(dst []byte, code uint8) []byte {
	switch code {
	case 0:
		return l.appendHost(append(dst, " for "...), l.seg.ICMP.Dst.Addr)
	case 1:
		return append(dst, " (reassembly)"...)
	default:
		return appendCount(dst, ", unknown code (", int(code), ")")
	}
}

func appendParameter6(dst []byte, h decode.ICMPHeader) []byte {
	switch h.Code() {
	case 0:
		dst = append(dst, ", erroneous"...)
	case 1:
		dst = append(dst, ", next header"...)
	case 2:
		dst = append(dst, ", option"...)
	case 3:
		dst = append(dst, ", incomplete header chain"...)
	default:
		return appendCount(dst, ", code-#", int(h.Code()), "")
	}
	return appendUint(append(dst, " - octet "...), h.Word())
}

// appendICMPv6Checksum appends whether the checksum is right.
func (l *Line) appendICMPv6Checksum(dst []byte, message []byte) []byte {
	c := decode.ICMPv6Checksum(l.env.ip, message)
	if c.Good {
		return append(dst, "[icmp6 sum ok] "...)
	}
	dst = appendHexPadded(append(dst, "[bad icmp6 cksum 0x"...), uint64(c.Stored), 4)
	dst = appendHexPadded(append(dst, " -> 0x"...), uint64(c.Want), 4)
	return append(dst, "!] "...)
}
