package decode

import (
	"encoding/binary"
	"math/bits"
)

// Checksum is the outcome of verifying an Internet checksum (RFC 1071).
type Checksum struct {
	// Stored is what the header has, Want what it should have. Of the two forms of
	// zero Want is always 0xffff; Good accepts both, as the sum does.
	Stored, Want uint16
	Good         bool
}

// newChecksum judges a field by the one's complement sum over everything that
// it protects, itself included; that sum is 0xffff when all is well.
func newChecksum(stored uint16, sum uint64) Checksum {
	residue := ^fold(sum)
	return Checksum{
		Stored: stored,
		Want:   fold(uint64(stored) + uint64(residue)),
		Good:   residue == 0,
	}
}

// IPv4Checksum verifies the checksum of an IPv4 header, options included; it
// has at least 20 bytes.
func IPv4Checksum(header []byte) Checksum {
	return newChecksum(IPv4Header(header).Checksum(), addBytes(0, header))
}

// TCPChecksum verifies the checksum of a whole TCP segment, header and payload.
// dst is the destination that the checksum counts: that of the last hop of a
// source route (FinalDestination).
func TCPChecksum(src, dst Addr, segment []byte) Checksum {
	// The pseudo header has the protocol, and the length of the segment in 16 bits
	// with IPv4 (RFC 9293 section 3.1) and in 32 with IPv6 (RFC 8200 section 8.1).
	sum := uint64(protoTCP)
	if src.Is4() {
		sum += uint64(uint16(len(segment)))
	} else {
		sum += uint64(len(segment))
	}
	sum = addBytes(sum, src.b[:])
	sum = addBytes(sum, dst.b[:])
	sum = addBytes(sum, segment)
	return newChecksum(TCPHeader(segment).Checksum(), sum)
}

// addBytes adds b to a one's complement sum, as big-endian 16-bit words. Adding
// 64 bits at a time with the carry brought round gives the same sum (RFC 1071
// section 2).
func addBytes(sum uint64, b []byte) uint64 {
	var carry uint64
	for len(b) >= 8 {
		sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(b), 0)
		sum += carry
		b = b[8:]
	}
	if len(b) == 0 {
		return sum
	}
	var tail [8]byte
	copy(tail[:], b)
	sum, carry = bits.Add64(sum, binary.BigEndian.Uint64(tail[:]), 0)
	return sum + carry
}

// fold brings a one's complement sum down to 16 bits.
func fold(sum uint64) uint16 {
	sum = sum>>32 + sum&0xffffffff
	sum = sum>>32 + sum&0xffffffff
	sum = sum>>16 + sum&0xffff
	sum = sum>>16 + sum&0xffff
	return uint16(sum)
}
