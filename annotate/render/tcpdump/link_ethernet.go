package tcpdump

import "tcpshake/decode"

// maxEthernetLen is the greatest type field that is the length of an 802.3
// frame.
const maxEthernetLen = 1500

// ethernet appends the text of an Ethernet header: with -e both addresses and
// the type.
func (l *Line) ethernet(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.EthernetHeader(l.bytes(ly))
	dst = l.appendMACName(dst, h.Src())
	dst = append(dst, " > "...)
	dst = l.appendMACName(dst, h.Dst())
	dst = append(dst, ", "...)
	length := ly.Len
	if h.Type() <= maxEthernetLen {
		// Of an 802.3 frame the payload, as the frame itself tells it.
		length = min(int(h.Type()), ly.Len-ly.Head)
	}
	return appendLength(l.appendFrameType(dst, h.Type()), length)
}

// appendFrameType appends what an Ethernet header or a tag announces.
func (l *Line) appendFrameType(dst []byte, proto uint16) []byte {
	switch {
	case proto <= maxEthernetLen:
		return append(dst, "802.3"...)
	case l.opt.Quiet > 0:
		return append(dst, etherTypeName(proto)...)
	default:
		return appendEtherType(dst, proto)
	}
}

// vlan appends the text of a run of VLAN tags. Behind a cooked header the type
// that a tag announces is shown without -e too.
func (l *Line) vlan(dst []byte, layers []decode.Layer, i int) []byte {
	ly := &layers[i]
	b := l.bytes(ly)
	cooked := layers[i-1].Kind != decode.LayerEthernet
	for at := 0; at < ly.Head; at += 4 {
		tag := decode.VLANTag(b[at:])
		if l.opt.Link {
			dst = appendTag(dst, tag)
		}
		switch {
		case cooked && l.opt.Quiet == 0:
			dst = append(dst, "ethertype "...)
			dst = append(append(dst, etherTypeName(tag.Type())...), ", "...)
		case !cooked && l.opt.Link:
			dst = l.appendFrameType(dst, tag.Type())
			if tag.Type() > maxEthernetLen {
				dst = append(dst, ", "...)
			}
		}
	}
	return dst
}

// appendTag appends the fields of a VLAN tag.
func appendTag(dst []byte, tag decode.VLANTag) []byte {
	dst = appendCount(dst, "vlan ", int(tag.ID()), ", p ")
	dst = appendUint(dst, uint32(tag.Priority()))
	if tag.DropEligible() {
		dst = append(dst, ", DEI"...)
	}
	return append(dst, ", "...)
}

// llc appends the text of an LLC header, and of SNAP behind it.
func (l *Line) llc(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.LLCHeader(l.bytes(ly))
	if !h.IsSNAP() {
		return append(dst, "LLC, dsap IP (0x06) Individual, ssap IP (0x06) Command, ctrl 0x03: "...)
	}
	dst = append(dst, "LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui "...)
	if h.OUI() == 0 {
		dst = append(dst, "Ethernet (0x000000), ethertype "...)
	} else {
		dst = append(dst, "Cisco bridged (0x0000f8), pid "...)
	}
	dst = append(dst, etherTypeName(h.Type())...)
	return appendLength(appendNumberOf(dst, h.Type()), ly.Len-ly.Head)
}
