package lab

import "encoding/binary"

// The flags of a TCP header that scenarios ask for (RFC 9293 section 3.1).
const (
	fin = 1 << 0
	syn = 1 << 1
	rst = 1 << 2
	ack = 1 << 4
)

// packet is what a scenario can know of a frame.
type packet struct {
	data             []byte
	srcPort, dstPort uint16
	seq              uint32
	flags            uint8
	length           int // of the payload
	// icmp is set for an ICMP or ICMPv6 error; then nothing else is.
	icmp bool
}

// The EtherTypes and protocol numbers that the wire tells apart.
const (
	etherIPv4   = 0x0800
	etherIPv6   = 0x86dd
	protoICMP   = 1
	protoTCP    = 6
	protoICMPv6 = 58
)

// parse reads a frame of a kernel: whole headers, no VLAN tags, no extension
// headers. ok tells whether it is a TCP segment or an ICMP error.
func parse(b []byte) (p packet, ok bool) {
	p.data = b
	if len(b) < 14+20 {
		return p, false
	}
	ip, proto := b[14:], byte(0)
	switch binary.BigEndian.Uint16(b[12:]) {
	case etherIPv4:
		proto = ip[9]
		ip = ip[int(ip[0]&15)*4 : binary.BigEndian.Uint16(ip[2:])]
	case etherIPv6:
		if len(ip) < 40 {
			return p, false
		}
		proto = ip[6]
		ip = ip[40 : 40+int(binary.BigEndian.Uint16(ip[4:]))]
	}
	switch {
	case proto == protoICMP && len(ip) > 0:
		p.icmp = ip[0] == 3 || ip[0] == 11
		return p, p.icmp
	case proto == protoICMPv6 && len(ip) > 0:
		p.icmp = ip[0] < 128
		return p, p.icmp
	case proto != protoTCP || len(ip) < 20:
		return p, false
	}
	p.srcPort, p.dstPort = binary.BigEndian.Uint16(ip), binary.BigEndian.Uint16(ip[2:])
	p.seq = binary.BigEndian.Uint32(ip[4:])
	p.flags = ip[13]
	p.length = len(ip) - int(ip[12]>>4)*4
	return p, true
}

// Match picks packets.
type Match func(packet) bool

// Any matches all.
func Any(packet) bool { return true }

// SYN matches a SYN without ACK.
func SYN(p packet) bool { return p.flags&(syn|ack) == syn }

// SYNACK matches a SYN with ACK.
func SYNACK(p packet) bool { return p.flags&(syn|ack) == syn|ack }

// FIN matches a FIN, with or without data.
func FIN(p packet) bool { return p.flags&fin != 0 }

// RST matches a RST.
func RST(p packet) bool { return p.flags&rst != 0 }

// PureACK matches an acknowledgment that carries nothing.
func PureACK(p packet) bool {
	return !p.icmp && p.flags&(syn|fin|rst) == 0 && p.flags&ack != 0 && p.length == 0
}

// Data matches a segment with payload.
func Data(p packet) bool { return p.length > 0 }

// After returns a match that leaves out the first n packets that m matches.
func After(n int, m Match) Match {
	seen := 0
	return func(p packet) bool {
		if !m(p) {
			return false
		}
		seen++
		return seen > n
	}
}
