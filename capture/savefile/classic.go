package savefile

import "encoding/binary"

// The magic numbers of a classic capture file (pcap-savefile(5)).
const (
	magicMicro = 0xa1b2c3d4
	magicNano  = 0xa1b23c4d
)

// classic is the format of libpcap's savefiles, version 2.4.
type classic struct {
	linkType, snapLen int
	nano              bool
}

func (c classic) appendHeader(b []byte) []byte {
	order := binary.NativeEndian
	magic := uint32(magicMicro)
	if c.nano {
		magic = magicNano
	}
	b = order.AppendUint32(b, magic)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint16(b, 4)
	b = append(b, make([]byte, 8)...) // time zone and accuracy, always 0
	b = order.AppendUint32(b, uint32(c.snapLen))
	return order.AppendUint32(b, uint32(c.linkType))
}

func (c classic) appendRecord(b []byte, r Record) []byte {
	order := binary.NativeEndian
	sec, fraction := seconds(r.Time)
	if !c.nano {
		fraction /= 1000
	}
	b = order.AppendUint32(b, uint32(sec))
	b = order.AppendUint32(b, uint32(fraction))
	b = order.AppendUint32(b, uint32(len(r.Data)))
	b = order.AppendUint32(b, uint32(r.Len))
	return append(b, r.Data...)
}

func (c classic) recordLen(b []byte) int {
	return 16 + int(binary.NativeEndian.Uint32(b[8:]))
}
