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
	want := uint32(stored) + uint32(residue)
	return Checksum{
		Stored: stored,
		Want:   uint16(want>>16 + want&0xffff),
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
	length := uint32(len(segment))
	if src.Is4() {
		length = uint32(uint16(length))
	}
	sum := pseudoHeader(&src, &dst, length, protoTCP)
	sum = addBytes(sum, segment)
	return newChecksum(TCPHeader(segment).Checksum(), sum)
}

// pseudoHeader sums what a checksum counts of the IP header (RFC 9293 section
// 3.1, RFC 8200 section 8.1): the addresses, length and protocol.
func pseudoHeader(src, dst *Addr, length uint32, proto uint8) uint64 {
	sum := addBytes(0, src.b[:])
	sum = addBytes(sum, dst.b[:])
	sum = addNumber(sum, length)
	return addNumber(sum, uint32(proto))
}

// addBytes adds b to a one's complement sum of 16-bit words. 64 bits are added
// at a time with the carry brought round, and in the byte order of most
// machines: both give the same sum (RFC 1071 section 2), once fold has swapped
// it.
func addBytes(sum uint64, b []byte) uint64 {
	var carry uint64
	for len(b) >= 32 {
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(b), 0)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(b[8:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(b[16:]), carry)
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(b[24:]), carry)
		sum += carry
		b = b[32:]
	}
	for len(b) >= 8 {
		sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(b), 0)
		sum += carry
		b = b[8:]
	}
	if len(b) == 0 {
		return sum
	}
	var tail [8]byte
	copy(tail[:], b)
	sum, carry = bits.Add64(sum, binary.LittleEndian.Uint64(tail[:]), 0)
	return sum + carry
}

// addNumber adds a number that stands as 32 bits, most significant first, in
// what is summed.
func addNumber(sum uint64, n uint32) uint64 {
	sum, carry := bits.Add64(sum, uint64(bits.ReverseBytes32(n)), 0)
	return sum + carry
}

// fold brings a sum down to the 16 bits that a header holds.
func fold(sum uint64) uint16 {
	sum = sum>>32 + sum&0xffffffff
	sum = sum>>32 + sum&0xffffffff
	sum = sum>>16 + sum&0xffff
	sum = sum>>16 + sum&0xffff
	return bits.ReverseBytes16(uint16(sum))
}
