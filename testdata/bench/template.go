package main

import (
	"encoding/binary"

	"tcpshake/decode/craft"
)

// Where the fields are that change from packet to packet: Ethernet, IPv4
// without options, TCP.
const (
	ipAt    = 14
	idAt    = ipAt + 4
	ipSumAt = ipAt + 10
	srcAt   = ipAt + 12
	dstAt   = ipAt + 16
	tcpAt   = ipAt + 20
	seqAt   = tcpAt + 4
	ackAt   = tcpAt + 8
	sumAt   = tcpAt + 16
	optAt   = tcpAt + 20
)

// template is a packet of a script that is written again and again with other
// addresses, numbers and time stamps. What does not change is summed up once.
type template struct {
	frame         []byte
	wire          int
	seq, ack      uint32 // relative to the script's initial sequence numbers
	fromClient    bool
	hasAck        bool
	tsAt          int // where TSval is, 0 without it
	ipSum, tcpSum uint32
}

// The ends of the scripts; their numbers are zero so that those of a packet are
// relative.
const ends = `
client 10.0.0.1:1 iss 0 win 502 <nop,nop,TS>
server 192.0.2.1:443 iss 0 win 509 <nop,nop,TS>
`

// parse turns a script into templates.
func parse(script string) ([]template, error) {
	frames, err := craft.Parse(ends + script)
	if err != nil {
		return nil, err
	}
	templates := make([]template, len(frames))
	for i, f := range frames {
		templates[i] = newTemplate(f)
	}
	return templates, nil
}

func newTemplate(f craft.Frame) template {
	b := f.Data
	t := template{
		frame:      b,
		wire:       f.Len,
		fromClient: b[srcAt] == 10,
		seq:        binary.BigEndian.Uint32(b[seqAt:]),
		ack:        binary.BigEndian.Uint32(b[ackAt:]),
		hasAck:     b[tcpAt+13]&0x10 != 0,
		tsAt:       findTS(b),
	}
	// Sums without the fields that each packet brings: ^ turns a checksum back
	// into the sum, and a sum less a word into the sum plus its complement.
	t.ipSum = uint32(^binary.BigEndian.Uint16(b[ipSumAt:]))
	t.tcpSum = uint32(^binary.BigEndian.Uint16(b[sumAt:]))
	t.ipSum += complement(b[idAt:idAt+2]) + complement(b[srcAt:tcpAt])
	t.tcpSum += complement(b[srcAt:tcpAt]) + complement(b[tcpAt:tcpAt+12])
	if t.tsAt != 0 {
		t.tcpSum += complement(b[t.tsAt : t.tsAt+8])
	}
	return t
}

// complement returns the sum of the complements of b's words.
func complement(b []byte) (sum uint32) {
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(^binary.BigEndian.Uint16(b))
	}
	return sum
}

// findTS returns where TSval is.
func findTS(b []byte) int {
	end := tcpAt + int(b[tcpAt+12]>>4)*4
	for i := optAt; i+10 <= end; {
		switch b[i] {
		case 8:
			return i + 2
		case 1:
			i++
		default:
			i += int(b[i+1])
		}
	}
	return 0
}
