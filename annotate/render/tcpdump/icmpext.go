package tcpdump

import (
	"encoding/binary"

	"tcpshake/decode"
)

// Where the extension (RFC 4884) of an ICMP error stands that quotes 128 bytes,
// as those do that tell no length.
const (
	extensionOff    = 136
	extensionHead   = 4
	extensionObject = 4
	extensionMPLS   = 1 // class and type of a label stack
)

// appendICMPExtension appends, with -v, what stands behind the quoted datagram
// of an ICMP error of length bytes: a router's MPLS labels, for instance.
func appendICMPExtension(dst []byte, h decode.ICMPHeader, length int) ([]byte, stop) {
	switch h.Type() {
	case decode.ICMPUnreachable, decode.ICMPTimeExceeded, decode.ICMPParameter:
	default:
		return dst, soft
	}
	if length <= extensionOff {
		return dst, soft
	}
	if len(h) <= extensionOff+extensionHead {
		return cut(dst, icmpName), soft
	}
	whole := len(h) >= length
	good := whole && decode.SumsUp(h[extensionOff:length])
	if told := h[5] != 0; !told && whole && !good {
		// Only the checksum tells whether this is an extension (section 5.5).
		return dst, soft
	}
	b := h[extensionOff:]
	dst = appendCount(dst, "\n\tICMP Multi-Part extension v", int(b[0]>>4), "")
	if b[0]>>4 != 2 {
		return append(dst, " packet not supported"...), soft
	}
	if whole {
		dst = appendHexPadded(append(dst, ", checksum 0x"...), uint64(binary.BigEndian.Uint16(b[2:])), 4)
		dst = append(dst, " ("...)
		if !good {
			dst = append(dst, "in"...)
		}
		dst = appendCount(dst, "correct), length ", length-extensionOff, "")
	}
	return appendExtensionObjects(dst, b[extensionHead:], length-extensionOff-extensionHead)
}

// appendExtensionObjects appends the objects in room bytes of an extension, of
// which b are there.
func appendExtensionObjects(dst, b []byte, room int) ([]byte, stop) {
	for room > extensionObject {
		if len(b) < extensionObject {
			return cut(dst, icmpName), soft
		}
		size, class, kind := int(binary.BigEndian.Uint16(b)), b[2], b[3]
		b, room = b[extensionObject:], room-extensionObject
		dst = append(append(dst, "\n\t  "...), extensionName(class)...)
		dst = appendCount(dst, " Object (", int(class), "), Class-Type: ")
		dst = appendCount(dst, "", int(kind), ", length ")
		dst = appendUint(dst, uint32(size))
		if class == 0 || size < extensionObject {
			return dst, soft
		}
		size -= extensionObject
		if class == extensionMPLS && kind == extensionMPLS {
			// Read without a look at the object's length.
			if len(b) < 4 {
				return cut(dst, icmpName), hard
			}
			dst = appendExtensionLabel(dst, decode.MPLSEntryAt(b))
		} else {
			dst = appendIndentedHex(dst, b[:min(size, len(b))])
		}
		if room < size {
			return dst, soft
		}
		b, room = b[min(size, len(b)):], room-size
	}
	return dst, soft
}

// appendExtensionLabel appends the first entry of a label stack (RFC 4950).
func appendExtensionLabel(dst []byte, e decode.MPLSEntry) []byte {
	dst = appendCount(dst, "\n\t    label ", int(e.Label()), ", tc ")
	dst = appendUint(dst, uint32(e.TrafficClass()))
	if e.Bottom() {
		dst = append(dst, ", [S]"...)
	}
	return appendCount(dst, ", ttl ", int(e.TTL()), "")
}

// extensionName names the class of an object.
func extensionName(class uint8) string {
	switch class {
	case extensionMPLS:
		return "MPLS Stack Entry"
	case 2:
		return "Interface Identification"
	default:
		return "unknown"
	}
}

// appendIndentedHex appends a dump of b with a deeper indent.
func appendIndentedHex(dst, b []byte) []byte {
	for at := 0; at < len(b); at += dumpWidth {
		dst = append(dst, "\n\t    0x"...)
		dst = append(appendHexPadded(dst, uint64(at), 4), ": "...)
		dst = appendHexLine(dst, b[at:min(at+dumpWidth, len(b))])
	}
	return dst
}
