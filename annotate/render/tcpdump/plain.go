package tcpdump

import "tcpshake/decode"

// isPlain reports whether the options ask for nothing but the usual line.
func (o *Options) isPlain() bool {
	return !o.Link && o.Quiet == 0 && o.Verbose == 0 && o.Dump == NoDump
}

// plainLayers reports whether the segment stands right behind a whole IP header
// in an Ethernet frame, as nearly all do: then no header in front of TCP
// has text but the name of the protocol.
func plainLayers(s *decode.Segment) bool {
	layers := s.Layers()
	if s.Class != decode.TCP || len(layers) != 3 {
		return false
	}
	link, ip, tcp := &layers[0], &layers[1], &layers[2]
	return link.Kind == decode.LayerEthernet && (ip.Kind == decode.LayerIPv4 || ip.Kind == decode.LayerIPv6) &&
		tcp.Kind == decode.LayerTCP && link.Fault|ip.Fault|tcp.Fault == decode.FaultNone &&
		ip.Head+tcp.Len <= ip.Len
}

// flagText is what stands between the ends and the sequence numbers, for the
// control bits up to ACK.
var flagText = func() (all [decode.ACK << 1]string) {
	for f := range all {
		all[f] = string(appendFlags(nil, decode.Flags(f)))
	}
	return all
}()

// appendFlags appends the control bits as they stand behind the ends.
func appendFlags(dst []byte, f decode.Flags) []byte {
	return append(f.Append(append(dst, "Flags ["...)), ']')
}

// plain appends what follows the time stamp of a segment with plainLayers. It is
// headers, and what that calls, without the questions whose answers are known; a
// test compares the two.
func (l *Line) plain(dst []byte) ([]byte, stop) {
	s := l.seg
	layers := s.Layers()
	ip, tcp := &layers[1], &layers[2]
	if ip.Kind == decode.LayerIPv4 {
		dst = append(dst, "IP "...)
	} else {
		dst = append(dst, "IP6 "...)
	}
	h := decode.TCPHeader(s.Frame[tcp.Off:tcp.End])
	l.protocol = tcpName
	l.flow.setAddrs(&s.Src.Addr, &s.Dst.Addr, h)
	l.hash = l.hasher.hash(&l.flow)
	l.env = envelope{ip: s.Frame[ip.Off:ip.End]}
	dst = l.ends(dst, h)
	known := l.known.slot(&l.flow, l.hash)
	if int(s.Flags) < len(flagText) {
		dst = append(dst, flagText[s.Flags]...)
	} else {
		dst = appendFlags(dst, s.Flags)
	}
	n := l.numbers(h)
	dst = l.sequence(dst, s.Flags, n, s.Len)
	if value, echo, ok := h.OnlyTimestamps(); ok && !s.Flags.Has(decode.URG) {
		return appendUint(known.tail.append(dst, s.Window, value, echo), uint32(s.Len)), soft
	}
	dst = l.window(dst, h)
	if tcp.Head > minTCPHeader {
		var end stop
		if dst, end = l.options(dst, h, n.peer, s.Len); end != goOn {
			return dst, end
		}
	}
	dst = append(dst, ", length "...)
	dst = appendUint(dst, uint32(s.Len))
	if s.Len > 0 && len(h) < tcp.Head {
		return l.payload(dst, h, s.Len)
	}
	return dst, soft
}

// append appends what stands between the acknowledgment and the length of a
// segment with this window and no options but these time stamps.
func (t *tail) append(dst []byte, window uint16, value, echo uint32) []byte {
	again := t.is(window, value, echo)
	if again && t.n != 0 {
		n := len(dst) + int(t.n)
		return append(dst, t.text[:]...)[:n]
	}
	from := len(dst)
	dst = appendUint(append(dst, ", win "...), uint32(window))
	dst = append(dst, ", options [nop,nop,TS"...)
	dst = append(appendTimestampPair(dst, value, echo), "], length "...)
	if again {
		t.n = uint8(copy(t.text[:], dst[from:]))
	} else {
		t.turn(window, value, echo)
	}
	return dst
}
