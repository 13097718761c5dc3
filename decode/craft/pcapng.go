package craft

// The block types and options of pcapng that are written.
const (
	blockSection   = 0x0a0d0d0a
	blockInterface = 1
	blockPacket    = 6
	optTSResol     = 9
)

// appendPcapNG appends a pcapng file of one section and one interface.
func (c *Capture) appendPcapNG(b []byte) []byte {
	o := c.Format.order()
	section := o.AppendUint32(nil, 0x1a2b3c4d)
	section = o.AppendUint16(section, 1)
	section = o.AppendUint16(section, 0)
	section = o.AppendUint64(section, 1<<64-1) // length of the section: not given
	b = c.appendBlock(b, blockSection, section)

	resolution, unit := byte(9), int64(1)
	if c.Format.Micro {
		resolution, unit = 6, 1000
	}
	iface := o.AppendUint16(nil, uint16(c.LinkType))
	iface = o.AppendUint16(iface, 0)
	iface = o.AppendUint32(iface, uint32(c.SnapLen))
	iface = o.AppendUint16(iface, optTSResol)
	iface = o.AppendUint16(iface, 1)
	iface = append(iface, resolution, 0, 0, 0)
	iface = append(iface, 0, 0, 0, 0) // end of options
	b = c.appendBlock(b, blockInterface, iface)

	for _, f := range c.Frames {
		t := uint64(f.Time / unit)
		p := o.AppendUint32(nil, 0)
		p = o.AppendUint32(p, uint32(t>>32))
		p = o.AppendUint32(p, uint32(t))
		p = o.AppendUint32(p, uint32(len(f.Data)))
		p = o.AppendUint32(p, uint32(f.Len))
		b = c.appendBlock(b, blockPacket, append(p, f.Data...))
	}
	return b
}

// appendBlock appends a block with its length in front and behind.
func (c *Capture) appendBlock(b []byte, kind uint32, body []byte) []byte {
	o := c.Format.order()
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	total := uint32(12 + len(body))
	b = o.AppendUint32(b, kind)
	b = o.AppendUint32(b, total)
	b = append(b, body...)
	return o.AppendUint32(b, total)
}
