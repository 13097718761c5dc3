package savefile

import "encoding/binary"

// Blocks and options of pcapng (draft-ietf-opsawg-pcapng).
const (
	blockSection   = 0x0a0d0d0a
	blockInterface = 1
	blockPacket    = 6
	byteOrderMagic = 0x1a2b3c4d

	optEnd         = 0
	optComment     = 1
	optApplication = 4
	optResolution  = 9
	nanoseconds    = 9 // 10^-9 s

	maxComment = 65535 // a length is two bytes
)

// pcapng is one section with one interface.
type pcapng struct {
	linkType, snapLen int
}

func (p pcapng) appendHeader(b []byte) []byte {
	order := binary.NativeEndian
	start := len(b)
	b = beginBlock(b, blockSection)
	b = order.AppendUint32(b, byteOrderMagic)
	b = order.AppendUint16(b, 1) // version 1.0
	b = order.AppendUint16(b, 0)
	b = order.AppendUint64(b, ^uint64(0)) // the section's length is not known
	b = appendOption(b, optApplication, []byte("tcpshake"))
	b = endBlock(appendOption(b, optEnd, nil), start)

	start = len(b)
	b = beginBlock(b, blockInterface)
	b = order.AppendUint16(b, uint16(p.linkType))
	b = order.AppendUint16(b, 0)
	b = order.AppendUint32(b, uint32(p.snapLen))
	b = appendOption(b, optResolution, []byte{nanoseconds})
	return endBlock(appendOption(b, optEnd, nil), start)
}

func (p pcapng) appendRecord(b []byte, r Record) []byte {
	order := binary.NativeEndian
	at := uint64(r.Time)
	if r.Time < 0 {
		// libpcap takes seconds from 2^31 of a classic file for negative.
		at = uint64(r.Time + 1<<32*1e9)
	}
	start := len(b)
	b = beginBlock(b, blockPacket)
	b = order.AppendUint32(b, 0) // the first interface
	b = order.AppendUint32(b, uint32(at>>32))
	b = order.AppendUint32(b, uint32(at))
	b = order.AppendUint32(b, uint32(len(r.Data)))
	b = order.AppendUint32(b, uint32(r.Len))
	b = pad(append(b, r.Data...), len(r.Data))
	if len(r.Comment) > 0 {
		b = appendOption(b, optComment, r.Comment[:min(len(r.Comment), maxComment)])
		b = appendOption(b, optEnd, nil)
	}
	return endBlock(b, start)
}

func (p pcapng) recordLen(b []byte) int { return int(binary.NativeEndian.Uint32(b[4:])) }

// beginBlock appends the head of a block, whose length endBlock fills in.
func beginBlock(b []byte, kind uint32) []byte {
	b = binary.NativeEndian.AppendUint32(b, kind)
	return append(b, 0, 0, 0, 0)
}

func endBlock(b []byte, start int) []byte {
	order := binary.NativeEndian
	length := uint32(len(b) - start + 4)
	order.PutUint32(b[start+4:], length)
	return order.AppendUint32(b, length)
}

func appendOption(b []byte, code uint16, value []byte) []byte {
	b = binary.NativeEndian.AppendUint16(b, code)
	b = binary.NativeEndian.AppendUint16(b, uint16(len(value)))
	return pad(append(b, value...), len(value))
}

// pad fills up to a multiple of four bytes.
func pad(b []byte, n int) []byte {
	const zeros = "\x00\x00\x00"
	return append(b, zeros[:(4-n%4)%4]...)
}
