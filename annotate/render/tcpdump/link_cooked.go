package tcpdump

import "tcpshake/decode"

// directionNames are tcpdump's words for the packet types of Linux.
var directionNames = [...]string{
	decode.PacketIncoming:  "In",
	decode.PacketBroadcast: "B",
	decode.PacketMulticast: "M",
	decode.PacketOtherHost: "P",
	decode.PacketOutgoing:  "Out",
}

func directionName(t decode.PacketType) string {
	if int(t) < len(directionNames) {
		return directionNames[t]
	}
	return "?"
}

// sll appends the text of a LINUX_SLL header.
func (l *Line) sll(dst []byte, ly *decode.Layer) []byte {
	if !l.opt.Link {
		return dst
	}
	h := decode.SLLHeader(l.bytes(ly))
	name := directionName(h.Type())
	dst = append(appendSpaces(dst, 3-len(name)), name...)
	dst = append(dst, ' ')
	if h.AddrLen() == 6 {
		dst = append(l.appendMACName(dst, h.MAC()), ' ')
	}
	return l.appendCookedType(dst, h.Protocol(), ly.Len)
}

// sll2 appends the text of a LINUX_SLL2 header: interface and direction in any
// case.
func (l *Line) sll2(dst []byte, ly *decode.Layer) []byte {
	h := decode.SLL2Header(l.bytes(ly))
	name := l.names.Interface(h.Interface())
	if name == "" {
		name = "?"
	}
	dst = append(dst, name...)
	dst = append(appendSpaces(dst, 5-len(name)), ' ')
	name = directionName(h.Type())
	dst = append(dst, name...)
	dst = append(appendSpaces(dst, 3-len(name)), ' ')
	if !l.opt.Link {
		return dst
	}
	dst = append(appendUint(append(dst, "ifindex "...), h.Interface()), ' ')
	if h.AddrLen() == 6 {
		dst = append(l.appendMACName(dst, h.MAC()), ' ')
	}
	return l.appendCookedType(dst, h.Protocol(), ly.Len)
}

// appendCookedType appends what a cooked header announces.
func (l *Line) appendCookedType(dst []byte, proto uint16, length int) []byte {
	if l.opt.Quiet > 0 {
		return dst
	}
	if proto <= maxEthernetLen {
		dst = append(dst, "802.2"...)
	} else {
		dst = appendEtherType(dst, proto)
	}
	return appendLength(dst, length)
}

func appendSpaces(dst []byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, ' ')
	}
	return dst
}
