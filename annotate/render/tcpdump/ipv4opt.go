package tcpdump

import (
	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/decode"
)

// appendIPv4Options appends the options of a header, joined by commas. The stop
// is soft when one is cut, and hard when not even its type or its length is
// there; goOn otherwise.
func appendIPv4Options(dst []byte, h decode.IPv4Header) ([]byte, stop) {
	it := h.Options()
	for first := true; ; first = false {
		o, ok := it.Next()
		if !ok {
			return dst, goOn
		}
		if !first {
			dst = append(dst, ',')
		}
		if o.Fault == decode.FaultCut && len(o.Data) == 0 {
			return cut(dst, "ip"), hard
		}
		dst = appendIPv4OptionName(dst, o.Kind)
		switch {
		case o.Fault == decode.FaultHeaderLen:
			return appendCount(dst, " [bad length ", o.Len, "]"), goOn
		case o.Fault == decode.FaultCut && o.Len == 0:
			return cut(dst, "ip"), hard
		case o.Fault == decode.FaultCut:
			return append(dst, " [truncated-option]"...), soft
		}
		end := goOn
		if dst, end = appendIPv4Option(dst, &o); end == soft {
			dst = append(dst, " [truncated-option]"...)
		}
		if end != goOn {
			return dst, end
		}
	}
}

func appendIPv4OptionName(dst []byte, kind uint8) []byte {
	switch kind {
	case decode.IPv4OptionEnd:
		return append(dst, "EOL"...)
	case decode.IPv4OptionNop:
		return append(dst, "NOP"...)
	case decode.IPv4OptionRR:
		return append(dst, "RR"...)
	case decode.IPv4OptionTimestamp:
		return append(dst, "timestamp"...)
	case decode.IPv4OptionTraceroute:
		return append(dst, "traceroute"...)
	case decode.IPv4OptionSecurity:
		return append(dst, "security"...)
	case decode.IPv4OptionLSRR:
		return append(dst, "LSRR"...)
	case decode.IPv4OptionSSRR:
		return append(dst, "SSRR"...)
	case decode.IPv4OptionRouterAlert:
		return append(dst, "RA"...)
	default:
		return appendCount(dst, "unknown ", int(kind), "")
	}
}

// appendIPv4Option appends the body of an option, if it is one that is shown.
func appendIPv4Option(dst []byte, o *decode.IPv4Option) ([]byte, stop) {
	switch o.Kind {
	case decode.IPv4OptionRR, decode.IPv4OptionLSRR, decode.IPv4OptionSSRR:
		return appendRoute(dst, o)
	case decode.IPv4OptionTimestamp:
		return appendIPv4Timestamps(dst, o)
	case decode.IPv4OptionRouterAlert:
		if o.Len < 4 {
			return appendCount(dst, " [bad length ", o.Len, "]"), goOn
		}
		if v := uint16(o.Data[2])<<8 | uint16(o.Data[3]); v != 0 {
			dst = appendCount(dst, " value ", int(v), "")
		}
	}
	return dst, goOn
}

// appendRoute appends the addresses of a route: a comma stands behind those that
// have been visited. The last one may overrun the option.
func appendRoute(dst []byte, o *decode.IPv4Option) ([]byte, stop) {
	const firstSlot = 3
	if o.Len < firstSlot {
		return appendCount(dst, " [bad length ", o.Len, "]"), goOn
	}
	if (o.Len+1)%4 != 0 {
		dst = appendCount(dst, " [bad length ", o.Len, "]")
	}
	next := uint32(o.Data[2]) - 1 // where the next address goes, from 0
	if next < firstSlot || (next+1)%4 != 0 || next > uint32(o.Len+1) {
		dst = appendCount(dst, " [bad ptr ", int(o.Data[2]), "]")
	}
	for at := firstSlot; at < o.Len; at += 4 {
		if len(o.Data) < at+4 {
			return dst, soft
		}
		dst = decimal.AppendQuad(append(dst, ' '), [4]byte(o.Data[at:]))
		if next > uint32(at) {
			dst = append(dst, ',')
		}
	}
	return dst, goOn
}

// appendIPv4Timestamps appends an Internet timestamp option (RFC 791 section 3.1). A
// caret marks the slot that would be filled next.
func appendIPv4Timestamps(dst []byte, o *decode.IPv4Option) ([]byte, stop) {
	const firstSlot = 4
	if o.Len < firstSlot {
		return appendCount(dst, "[bad length ", o.Len, "]"), goOn
	}
	dst = append(dst, " TS{"...)
	kind, missed := o.Data[3]&0xf, o.Data[3]>>4
	slot := 8
	if kind == 0 {
		slot = 4
	}
	if (o.Len-firstSlot)%slot != 0 {
		dst = appendCount(dst, "[bad length ", o.Len, "]")
	}
	next := uint32(o.Data[2]) - 1
	if next < firstSlot || (next-firstSlot)%uint32(slot) != 0 || next > uint32(o.Len+1) {
		dst = appendCount(dst, "[bad ptr ", int(o.Data[2]), "]")
	}
	name, known := timestampKind(kind)
	at := 0
	if known {
		dst = append(dst, name...)
		for at = firstSlot; at < o.Len; at += slot {
			if len(o.Data) < at+slot {
				return dst, soft
			}
			dst = appendIPv4Timestamp(dst, o.Data[at:at+slot], next == uint32(at))
		}
	} else {
		dst = appendCount(dst, "[bad ts type ", int(kind), "]")
	}
	if next == uint32(at) {
		dst = append(dst, " ^ "...)
	}
	if missed != 0 {
		return appendCount(dst, " [", int(missed), " hops not recorded]} "), goOn
	}
	return append(dst, '}'), goOn
}

func timestampKind(kind uint8) (name string, known bool) {
	switch kind {
	case 0:
		return "TSONLY", true
	case 1:
		return "TS+ADDR", true
	case 3:
		return "PRESPEC", true
	default:
		return "", false
	}
}

// appendIPv4Timestamp appends one slot: milliseconds since midnight, and in front of
// them in the slot the address that recorded them.
func appendIPv4Timestamp(dst, slot []byte, next bool) []byte {
	if next {
		dst = append(dst, " ^ "...)
	} else {
		dst = append(dst, ' ')
	}
	time := slot[len(slot)-4:]
	dst = appendUint(dst, uint32(time[0])<<24|uint32(time[1])<<16|uint32(time[2])<<8|uint32(time[3]))
	dst = append(dst, '@')
	if len(slot) == 8 {
		dst = decimal.AppendQuad(dst, [4]byte(slot))
	}
	return dst
}
