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

// TCPChecksum verifies the checksum of a whole TCP segment, header and payload,
// in an IP packet that begins with its header; of that the fixed part is there.
func TCPChecksum(packet, segment []byte) Checksum {
	sum := pseudoHeader(packet, uint32(len(segment)), protoTCP)
	return newChecksum(TCPHeader(segment).Checksum(), addBytes(sum, segment))
}

// pseudoHeader sums what a checksum counts of the IP header: the addresses, of
// which the destination is that of the last hop, length and protocol. The length
// has 16 bits with IPv4 (RFC 9293 section 3.1) and 32 with IPv6 (RFC 8200
// section 8.1).
func pseudoHeader(packet []byte, length uint32, proto uint8) uint64 {
	src := packet[8:24]
	if IPv4Header(packet).Version() == 4 {
		src = packet[12:16]
		length = uint32(uint16(length))
	}
	sum := addBytes(0, src)
	sum = addBytes(sum, finalDestination(packet))
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
	// A part of a word is summed as if zeros filled it up.
	var tail uint64
	if len(b) >= 4 {
		tail = uint64(binary.LittleEndian.Uint32(b))
		b = b[4:]
	}
	for i, c := range b {
		tail += uint64(c) << (8 * i)
	}
	sum, carry = bits.Add64(sum, tail, 0)
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
