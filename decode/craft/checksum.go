package craft

import "encoding/binary"

// checksum returns the Internet checksum (RFC 1071) of the parts in turn; each
// but the last must have an even length.
func checksum(parts ...[]byte) uint16 {
	var sum uint64
	for _, b := range parts {
		for ; len(b) >= 2; b = b[2:] {
			sum += uint64(binary.BigEndian.Uint16(b))
		}
		if len(b) == 1 {
			sum += uint64(b[0]) << 8
		}
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// transportSum returns the checksum over pseudo header (RFC 9293 section 3.1,
// RFC 8200 section 8.1) and segment.
func transportSum(p *packet, proto byte, segment []byte) uint16 {
	var pseudo []byte
	pseudo = append(pseudo, p.from.addr.AsSlice()...)
	pseudo = append(pseudo, p.to.addr.AsSlice()...)
	pseudo = binary.BigEndian.AppendUint32(pseudo, uint32(len(segment)))
	pseudo = append(pseudo, 0, 0, 0, proto)
	return checksum(pseudo, segment)
}
