package craft

import "encoding/binary"

// byteOrder appends and puts numbers in one order.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func (f Format) order() byteOrder {
	if f.BigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// The magic numbers of classic pcap.
const (
	magicMicro = 0xa1b2c3d4
	magicNano  = 0xa1b23c4d
)

// appendPcap appends a classic capture file.
func (c *Capture) appendPcap(b []byte) []byte {
	o := c.Format.order()
	magic, unit := uint32(magicNano), int64(1)
	if c.Format.Micro {
		magic, unit = magicMicro, 1000
	}
	b = o.AppendUint32(b, magic)
	b = o.AppendUint16(b, 2)
	b = o.AppendUint16(b, 4)
	b = o.AppendUint32(b, 0)
	b = o.AppendUint32(b, 0)
	b = o.AppendUint32(b, uint32(c.SnapLen))
	b = o.AppendUint32(b, uint32(c.LinkType))
	for _, f := range c.Frames {
		fraction := (f.Time%1e9 + 1e9) % 1e9 // counts from the second before, also before 1970
		b = o.AppendUint32(b, uint32((f.Time-fraction)/1e9))
		b = o.AppendUint32(b, uint32(fraction/unit))
		b = o.AppendUint32(b, uint32(len(f.Data)))
		b = o.AppendUint32(b, uint32(f.Len))
		b = append(b, f.Data...)
	}
	return b
}
