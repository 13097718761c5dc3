package tcpdump

import "tcpshake/decode"

// link appends the text of a link header, which without -e is seldom any.
func (l *Line) link(dst []byte, layers []decode.Layer, i int) ([]byte, stop) {
	ly := &layers[i]
	if ly.Fault != decode.FaultNone && ly.Fault != decode.FaultDepth {
		return cut(dst, linkNames[ly.Kind]), soft
	}
	switch ly.Kind {
	case decode.LayerEthernet:
		return l.ethernet(dst, ly), goOn
	case decode.LayerVLAN:
		return l.vlan(dst, layers, i), goOn
	case decode.LayerLLC:
		return l.llc(dst, ly), goOn
	case decode.LayerSLL:
		return l.sll(dst, ly), goOn
	case decode.LayerSLL2:
		return l.sll2(dst, ly), goOn
	case decode.LayerNull:
		return l.null(dst, ly), goOn
	case decode.LayerRaw:
		return l.raw(dst), goOn
	case decode.LayerPPPoE:
		return l.pppoe(dst, ly), goOn
	case decode.LayerPPP:
		return l.ppp(dst, ly)
	case decode.LayerPPPSerial:
		return l.pppSerial(dst, ly), goOn
	case decode.LayerHDLC:
		return l.hdlc(dst, ly), goOn
	case decode.LayerENC:
		return l.enc(dst, ly), goOn
	case decode.LayerPFLOG:
		return l.pflog(dst, ly), goOn
	case decode.LayerNFLOG:
		return l.nflog(dst, ly), goOn
	case decode.LayerPKTAP:
		return l.pktap(dst, ly), goOn
	}
	return dst, soft
}

// linkNames are tcpdump's words for link headers, in the mark of one that is cut.
var linkNames = [...]string{
	decode.LayerEthernet: "ether", decode.LayerVLAN: "vlan", decode.LayerLLC: "llc", decode.LayerPPPoE: "pppoe",
	decode.LayerPPP: "ppp", decode.LayerPPPSerial: "ppp", decode.LayerHDLC: "chdlc", decode.LayerNull: "null",
	decode.LayerRaw: "raw", decode.LayerSLL: "sll", decode.LayerSLL2: "sll2", decode.LayerPFLOG: "pflog",
	decode.LayerENC: "enc", decode.LayerPKTAP: "pktap", decode.LayerNFLOG: "nflog",
}

// appendLength appends the length of a frame and what ends a link part.
func appendLength(dst []byte, n int) []byte { return appendCount(dst, ", length ", n, ": ") }

// appendEtherType appends an EtherType by name and number.
func appendEtherType(dst []byte, proto uint16) []byte {
	dst = append(dst, "ethertype "...)
	dst = append(dst, etherTypeName(proto)...)
	return appendNumberOf(dst, proto)
}

// appendNumberOf appends the number behind a protocol's name.
func appendNumberOf(dst []byte, proto uint16) []byte {
	dst = append(dst, " (0x"...)
	return append(appendHexPadded(dst, uint64(proto), 4), ')')
}

// appendMACName appends the name of an Ethernet address, or the address with
// the name of its manufacturer.
func (l *Line) appendMACName(dst []byte, mac [6]byte) []byte {
	if l.opt.Numeric {
		return appendMAC(dst, mac)
	}
	if name := l.names.MAC(mac); name != "" {
		return append(dst, name...)
	}
	if mac == [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff} {
		return append(dst, "Broadcast"...)
	}
	dst = append(appendMAC(dst, mac), " (oui "...)
	return append(append(dst, ouiName(mac)...), ')')
}

// linkLen returns how many bytes of a frame tcpdump takes for the link header
// when it dumps the rest. Only an Ethernet or cooked header takes tags and LLC
// with it.
func linkLen(s *decode.Segment) int { return linkLenOf(s.Layers()) }

func linkLenOf(layers []decode.Layer) int {
	if len(layers) == 0 {
		return 0
	}
	size := layers[0].Head
	switch layers[0].Kind {
	case decode.LayerEthernet, decode.LayerSLL, decode.LayerSLL2:
		for i := 1; i < len(layers); i++ {
			if kind := layers[i].Kind; kind != decode.LayerVLAN && kind != decode.LayerLLC {
				break
			}
			size += layers[i].Head
		}
	case decode.LayerPPP:
		return pppLinkLen // whatever was left out or compressed
	case decode.LayerPPPoE:
		if len(layers) > 1 {
			size += layers[1].Head
		}
	case decode.LayerPKTAP:
		// tcpdump 4.99 counts the inner header twice.
		size += 2 * linkLenOf(layers[1:])
	}
	return size
}

const pppLinkLen = 4
