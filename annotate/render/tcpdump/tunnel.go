package tcpdump

import "tcpshake/decode"

// gre appends the text of a GRE header.
func (l *Line) gre(dst []byte, ly *decode.Layer) ([]byte, stop) {
	if ly.Fault == decode.FaultCut {
		return cut(dst, "gre"), soft
	}
	h := decode.GREHeader(l.bytes(ly))
	dst = appendCount(dst, "GREv", int(h.Version()), "")
	if ly.Fault != decode.FaultNone {
		return dst, soft
	}
	if l.opt.Verbose > 0 {
		dst = append(dst, ", Flags ["...)
		dst = append(appendGREFlags(dst, h.Flags()), ']')
	}
	dst = l.greFields(dst, h)
	if l.opt.Link {
		dst = append(dst, ", proto "...)
		dst = append(dst, etherTypeName(h.Protocol())...)
		dst = append(dst, " (0x"...)
		dst = append(appendHexPadded(dst, uint64(h.Protocol()), 4), ')')
	}
	dst = appendCount(dst, ", length ", ly.Len, "")
	if l.opt.Verbose > 0 {
		return append(dst, "\n\t"...), goOn
	}
	return append(dst, ": "...), goOn
}

// greFields appends the fields that the flags tell.
func (l *Line) greFields(dst []byte, h decode.GREHeader) []byte {
	if sum, ok := h.Field(decode.GREChecksum); ok {
		if l.opt.Verbose > 0 {
			dst = append(dst, ", sum 0x"...)
			dst = appendHex(dst, uint64(sum>>16))
		}
		dst = append(dst, ", off 0x"...)
		dst = appendHex(dst, uint64(sum&0xffff))
	}
	if key, ok := h.Field(decode.GREKey); ok && h.Version() == 0 {
		dst = append(dst, ", key=0x"...)
		dst = appendHex(dst, uint64(key))
	} else if ok {
		// PPTP splits the key into payload length and call (RFC 2637 section 4.1).
		dst = appendCount(dst, ", call ", int(key&0xffff), "")
	}
	if seq, ok := h.Field(decode.GRESequence); ok {
		dst = appendUint(append(dst, ", seq "...), seq)
	}
	if ack, ok := h.Field(decode.GREAck); ok {
		dst = appendUint(append(dst, ", ack "...), ack)
	}
	return dst
}

// appendGREFlags appends the names of the flags.
func appendGREFlags(dst []byte, f decode.GREFlags) []byte {
	from := len(dst)
	for _, name := range [...]struct {
		flag decode.GREFlags
		text string
	}{
		{decode.GREChecksum, ", checksum present"},
		{decode.GRERouting, ", routing present"},
		{decode.GREKey, ", key present"},
		{decode.GRESequence, ", sequence# present"},
		{decode.GREStrictRoute, ", source routing present"},
		{decode.GREAck, ", ack present"},
	} {
		if f&name.flag != 0 {
			dst = append(dst, name.text...)
		}
	}
	if len(dst) == from {
		return append(dst, "none"...)
	}
	return append(dst[:from], dst[from+len(", "):]...)
}

// mpls appends the text of a label stack.
func (l *Line) mpls(dst []byte, ly *decode.Layer) ([]byte, stop) {
	dst = append(dst, "MPLS"...)
	between := " "
	if l.opt.Verbose > 0 {
		between = "\n\t"
	}
	b := l.bytes(ly)
	for at := 0; at < ly.Head; at += 4 {
		if at == 0 {
			dst = append(dst, ' ')
		} else {
			dst = append(dst, between...)
		}
		dst = l.appendLabel(dst, decode.MPLSEntryAt(b[at:]))
	}
	if ly.Fault != decode.FaultNone {
		return cut(dst, "mpls"), soft
	}
	return append(dst, between...), goOn
}

// appendLabel appends an entry of a label stack, with -v the name of a label
// that has a meaning of its own (RFC 3032 section 2.1).
func (l *Line) appendLabel(dst []byte, e decode.MPLSEntry) []byte {
	dst = appendUint(append(dst, "(label "...), e.Label())
	if l.opt.Verbose > 0 && e.Label() < 16 {
		dst = append(dst, labelName(e.Label())...)
	}
	dst = appendCount(dst, ", tc ", int(e.TrafficClass()), "")
	if e.Bottom() {
		dst = append(dst, ", [S]"...)
	}
	return appendCount(dst, ", ttl ", int(e.TTL()), ")")
}

func labelName(label uint32) string {
	switch label {
	case 0:
		return " (IPv4 explicit NULL)"
	case 1:
		return " (router alert)"
	case 2:
		return " (IPv6 explicit NULL)"
	case 3:
		return " (implicit NULL)"
	default:
		return " (rsvd)"
	}
}
