package tcpdump

import (
	"encoding/binary"
	"fmt"
	"testing"
)

// Link types that few captures have.
const (
	linkPPPSerial = 50
	linkPPPoE     = 51
	linkHDLC      = 104
	linkENC       = 109
	linkPFLOG     = 117
	linkNFLOG     = 239
	linkPKTAP     = 258
)

// TestConformanceOddLinks is TestConformanceRandom for rare link types.
func TestConformanceOddLinks(t *testing.T) {
	requireTCPDump(t)
	for _, linkType := range []int{linkPPPSerial, linkPPPoE, linkHDLC, linkENC, linkPFLOG, linkNFLOG, linkPKTAP} {
		t.Run(fmt.Sprintf("link %d", linkType), func(t *testing.T) {
			c := newGenerator(*seed<<16|uint64(linkType)).capture(linkType, *count/4)
			for _, flags := range []string{"-nn", "-nn -v", "-nn -e", "-nn -e -q", "-nn -vvv -e -X", "-nn -xx"} {
				if n := conform(t, c, flags); n < *count/20 {
					t.Errorf("[%s] only %d packets were printed", flags, n)
				}
			}
		})
	}
}

// oddLink returns a frame of a rare link type with the IP packet p in it.
func (g generator) oddLink(linkType int, p []byte, v6 bool) []byte {
	switch linkType {
	case linkPPPSerial:
		b := []byte(pick(g, "\xff\x03", "\xff\x03", "\x0f\x00", "\x8f\x00", "\x00\x03"))
		if b[0] == 0xff {
			return append(append(b, 0, pppProtocol(v6)), p...)
		}
		return append(binary.BigEndian.AppendUint16(b, etherType(v6)), p...)
	case linkPPPoE:
		p = append(g.ppp(v6), p...)
		b := []byte{0x11, 0, 0, byte(g.IntN(3))}
		b = binary.BigEndian.AppendUint16(b, uint16(max(0, len(p)+pick(g, 0, 0, 0, -3, 5))))
		return append(b, p...)
	case linkHDLC:
		b := []byte{pick[byte](g, 0x0f, 0x8f, 0x11), 0}
		return append(binary.BigEndian.AppendUint16(b, etherType(v6)), p...)
	case linkENC:
		return append(g.enc(v6), p...)
	case linkPFLOG:
		return append(g.pflog(v6), p...)
	case linkNFLOG:
		return append(g.nflog(v6, len(p)), p...)
	default:
		return append(g.pktap(linkNull), append(g.family(v6, binary.LittleEndian), p...)...)
	}
}

func pppProtocol(v6 bool) byte {
	if v6 {
		return 0x57
	}
	return 0x21
}

func (g generator) enc(v6 bool) []byte {
	order := pick[binary.AppendByteOrder](g, binary.LittleEndian, binary.BigEndian)
	b := append(g.family(v6, order), g.bytes(4)...)
	return order.AppendUint32(b, pick[uint32](g, 0, 0x400, 0x800, 0xc00, 1, 0x2400))
}

func (g generator) pflog(v6 bool) []byte {
	length := pick(g, 61, 61, 61, 100, 48, 45, 44, 64)
	b := []byte{byte(length), g.family(v6, binary.LittleEndian)[0], byte(g.IntN(12)), byte(g.IntN(17))}
	b = append(b, pick(g, "em0\x00............", "igb1\x07\xff\x00.........", "sixteen letters!")...)
	b = append(b, pick(g, "\x00...............", "rules\x00..........", "sixteen letters!")...)
	b = binary.BigEndian.AppendUint32(b, g.Uint32())
	b = binary.BigEndian.AppendUint32(b, pick(g, 1<<32-1, 1<<32-1, g.Uint32()))
	b = append(b, g.bytes(16)...)
	b = append(b, byte(g.IntN(4)))
	b = append(b, make([]byte, 60)...)
	return b[:(length+3)&^3]
}

func (g generator) nflog(v6 bool, length int) []byte {
	b := []byte{2, pick[byte](g, 0, 0, 0, 0, 1), 0, byte(g.IntN(9))}
	if v6 {
		b[0] = 10
	}
	for range g.IntN(4) {
		value := g.bytes(g.IntN(9))
		b = binary.NativeEndian.AppendUint16(b, uint16(4+len(value)))
		b = binary.NativeEndian.AppendUint16(b, uint16(1+g.IntN(8)))
		b = append(b, value...)
		b = append(b, make([]byte, -len(value)&3)...)
	}
	b = binary.NativeEndian.AppendUint16(b, uint16(4+length))
	return binary.NativeEndian.AppendUint16(b, 9)
}

func (g generator) pktap(dlt uint32) []byte {
	length := pick[uint32](g, 108, 108, 120, 156)
	b := binary.LittleEndian.AppendUint32(nil, length)
	b = binary.LittleEndian.AppendUint32(b, pick[uint32](g, 1, 1, 1, 1, 0))
	b = binary.LittleEndian.AppendUint32(b, dlt)
	return append(b, make([]byte, length-12)...)
}
