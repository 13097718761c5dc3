package tcpdump

import "tcpshake/decode"

const (
	icmpName  = "icmp"
	icmp6Name = "icmp6"
)

// icmp appends the text of an ICMP or ICMPv6 error about a TCP segment. ICMP
// errors show the quoted headers, and what stands behind them, with -v.
func (l *Line) icmp(dst []byte, layers []decode.Layer, i int) ([]byte, stop) {
	ly := &layers[i]
	h := decode.ICMPHeader(l.bytes(ly))
	if i+1 == len(layers) && l.seg.Class == decode.NotTCP {
		return dst, soft
	}
	if l.seg.ICMP.Version == 6 {
		return l.icmp6(dst, h, layers[i:])
	}
	from := len(dst)
	dst, whole := l.icmp4(append(dst, "ICMP "...), h)
	if !whole {
		return cut(dst[:from], icmpName), hard
	}
	dst = appendCount(dst, ", length ", ly.Len, "")
	if l.opt.Verbose == 0 {
		return dst, soft
	}
	if !l.env.fragmented && ly.Len <= len(h) {
		dst = appendICMPChecksum(dst, h[:ly.Len])
	}
	dst, end := l.quoted(append(dst, "\n\t"...), layers[i+1:])
	if end == hard {
		return dst, hard
	}
	return appendICMPExtension(dst, h, ly.Len)
}

// quoted appends the headers that an ICMP error quotes.
func (l *Line) quoted(dst []byte, layers []decode.Layer) ([]byte, stop) {
	// tcpdump reads the total length of the quoted datagram once more after it has
	// made that length the end of the data: it must reach as far as itself.
	if layers[0].Len < 4 {
		return cut(dst, icmpName), hard
	}
	end := goOn
	for i := range layers {
		if dst, end = l.header(dst, layers, i); end != goOn {
			break
		}
	}
	return dst, end
}

// icmp4 appends what an ICMP error says, and reports whether all of it is there.
func (l *Line) icmp4(dst []byte, h decode.ICMPHeader) ([]byte, bool) {
	switch h.Type() {
	case decode.ICMPUnreachable:
		return l.unreachable(dst, h)
	case decode.ICMPSourceQuench:
		return append(dst, "source quench"...), true
	case decode.ICMPRedirect:
		return l.redirect(dst, h), true
	case decode.ICMPTimeExceeded:
		return appendTimeExceeded(dst, h.Code()), true
	default:
		if h.Code() != 0 {
			return appendCount(dst, "parameter problem - code ", int(h.Code()), ""), true
		}
		return appendCount(dst, "parameter problem - octet ", int(h.Pointer()), ""), true
	}
}

// reason is what tcpdump says around an address that cannot be reached.
type reason struct{ what, why string }

// reasons are those of the codes of destination unreachable (RFC 792, RFC 1122
// section 3.2.2.1, RFC 1812 section 5.2.7.1).
var reasons = [...]reason{
	0:  {what: "net "},
	1:  {what: "host "},
	2:  {}, // protocol
	3:  {}, // port
	4:  {why: " - need to frag"},
	5:  {why: " - source route failed"},
	6:  {"net ", " - unknown"},
	7:  {"host ", " - unknown"},
	8:  {why: " - source host isolated"},
	9:  {"net ", " - admin prohibited"},
	10: {"host ", " - admin prohibited"},
	11: {"net ", " - tos prohibited"},
	12: {"host ", " - tos prohibited"},
	13: {"host ", " - admin prohibited filter"},
	14: {"host ", " - host precedence violation"},
	15: {"host ", " - precedence cutoff"},
}

// unreachable appends a destination unreachable message: what could not be
// reached, then why. It reports whether the quoted port, if it is asked for, is
// there.
func (l *Line) unreachable(dst []byte, h decode.ICMPHeader) ([]byte, bool) {
	quoted, code := decode.IPv4Header(h.Quoted()), h.Code()
	if int(code) >= len(reasons) {
		dst = l.appendHost(dst, quoted.Dst())
		return appendCount(dst, " unreachable - #", int(code), ""), true
	}
	dst = l.appendHost(append(dst, reasons[code].what...), quoted.Dst())
	switch code {
	case decode.ICMPProtocolUnreachable:
		dst = appendCount(dst, " protocol ", protoTCP, "")
	case decode.ICMPPortUnreachable:
		at := quoted.HeaderLen()
		if len(quoted) < at+4 {
			return dst, false
		}
		dst = l.appendPort(append(dst, " tcp port "...), decode.TCPHeader(quoted[at:]).DstPort())
	}
	dst = append(append(dst, " unreachable"...), reasons[code].why...)
	if mtu := h.MTU(); code == decode.ICMPFragmentationNeeded && mtu != 0 {
		return appendCount(dst, " (mtu ", int(mtu), ")"), true
	}
	return dst, true
}

// redirect appends a redirect: from where to which gateway.
func (l *Line) redirect(dst []byte, h decode.ICMPHeader) []byte {
	dst = append(dst, "redirect"...)
	code := h.Code()
	switch {
	case code > 3:
		dst = appendCount(dst, "-#", int(code), "")
	case code > 1:
		dst = append(dst, "-tos"...)
	}
	dst = l.appendHost(append(dst, ' '), l.seg.ICMP.Dst.Addr)
	dst = append(dst, " to "...)
	switch code {
	case 0, 2:
		dst = append(dst, "net "...)
	case 1, 3:
		dst = append(dst, "host "...)
	}
	return l.appendHost(dst, h.Gateway())
}

func appendTimeExceeded(dst []byte, code uint8) []byte {
	switch code {
	case 0:
		return append(dst, "time exceeded in-transit"...)
	case 1:
		return append(dst, "ip reassembly time exceeded"...)
	default:
		return appendCount(dst, "time exceeded-#", int(code), "")
	}
}

// appendICMPChecksum appends a wrong checksum and what it should be.
func appendICMPChecksum(dst []byte, message []byte) []byte {
	c := decode.ICMPChecksum(message)
	if c.Good {
		return dst
	}
	dst = appendHex(append(dst, " (wrong icmp cksum "...), uint64(c.Stored))
	dst = appendHex(append(dst, " (->"...), uint64(c.Want))
	return append(dst, ")!)"...)
}
