package capture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
)

// classic.go reads classic capture files without libpcap, several times as fast,
// when nothing about them is unusual. What it gives is what libpcap gives, the
// texts of its errors included; everything unusual is left to libpcap.

const (
	headerLen = 24 // of a file
	recordLen = 16 // of the header of a record

	// classicRead is how much of a file is read at once, in bytes: what is read is
	// looked at soon, and should still be in the processor's cache then. classicBuffer
	// is the largest size of a buffer, which holds that and the longest record's beginning.
	classicRead   = 128 << 10
	classicBuffer = recordLen + MaxSnapLen + classicRead
)

// classicHeader is the header of a classic capture file.
type classicHeader struct {
	linkType int
	snapLen  int
	nano     bool   // fractions are nanoseconds, not microseconds
	big      bool   // big endian
	head     []byte // its bytes, by which libpcap compiles a filter for the file
}

// parseClassic reads the header of a file that this reader understands in full:
// version 2.4, and a link type for which libpcap mends nothing in the packets.
func parseClassic(head []byte) (h classicHeader, ok bool) {
	if len(head) < headerLen {
		return h, false
	}
	h.head = head
	order := binary.ByteOrder(binary.LittleEndian)
	switch magic := order.Uint32(head); magic {
	case 0xa1b2c3d4:
	case 0xa1b23c4d:
		h.nano = true
	default:
		order, h.big = binary.BigEndian, true
		switch bits.ReverseBytes32(magic) {
		case 0xa1b2c3d4:
		case 0xa1b23c4d:
			h.nano = true
		default:
			return h, false
		}
	}
	h.linkType = plainLinkType(order.Uint32(head[20:]))
	h.snapLen = int(order.Uint32(head[16:]))
	if h.snapLen == 0 || h.snapLen > math.MaxInt32 {
		h.snapLen = MaxSnapLen
	}
	const sll, sll2 = 113, 276 // within which libpcap swaps the numbers of CAN
	mended := h.swapped() && (h.linkType == sll || h.linkType == sll2)
	return h, order.Uint16(head[4:]) == 2 && order.Uint16(head[6:]) == 4 && h.linkType >= 0 && !mended
}

// swapped says that the file is not in the byte order of this machine.
func (h classicHeader) swapped() bool {
	hostBig := binary.NativeEndian.Uint16([]byte{0, 1}) == 1
	return h.big != hostBig
}

// plainLinkType gives the DLT number for that of a file, -1 for those that are
// not known to be plain.
func plainLinkType(inFile uint32) int {
	switch inFile {
	case 101: // LINKTYPE_RAW, whose DLT number depends on the system
		return pcap.DatalinkNameToVal("RAW")
	case 0, 1, 9, 12, 50, 51, 108, 113, 228, 229, 276:
		return int(inFile)
	}
	return -1
}

// classicFile reads the records of a classic capture file.
type classicFile struct {
	classicHeader
	path    string
	bytes   byteSource
	machine *bpf.Machine // nil takes every packet
	signed  bool         // libpcap takes times for signed in host byte order only
	unit    int64        // of fractions, in nanoseconds

	// reads counts the calls of Read, kept is how many of them packets outlive: none
	// when the source may wait.
	reads, kept int
	// buf is that of bufs[at]; what is read and not returned is buf[next:]. The others
	// follow in the order of their use. As few are used as the packets that are valid
	// need, so that they stay in the processor's cache.
	bufs  []keptBuffer
	size  int // of each, in bytes
	at    int
	buf   []byte
	next  int
	ended error // what the bytes ended with
}

// keptBuffer is a buffer, and the last call of Read that returned packets of it.
type keptBuffer struct {
	bytes    []byte
	returned int
}

func newClassicFile(path string, h classicHeader, source byteSource, machine *bpf.Machine) *classicFile {
	size, kept := classicBuffer, 0
	if whole, ok := source.(fileBytes); ok {
		size, kept = max(whole.size(), recordLen+MaxSnapLen), Kept // the longest record fits
	}
	f := &classicFile{
		classicHeader: h, path: path, bytes: source, machine: machine,
		signed: !h.swapped(), unit: 1000, size: size, kept: kept,
	}
	if h.nano {
		f.unit = 1
	}
	return f
}

// Read implements Source.
func (f *classicFile) Read(packets []Packet) ([]Packet, error) {
	f.reads++
	packets, err := f.records(packets[:0])
	if len(packets) > 0 || err != nil {
		return packets, err
	}
	if f.ended != nil {
		return packets, f.end()
	}
	f.fill()
	return f.records(packets)
}

// fill turns to the next buffer, and gets the bytes that are there.
func (f *classicFile) fill() {
	rest := f.buf[f.next:]
	f.turn()
	f.buf, f.next = append(f.bufs[f.at].bytes[:0], rest...), 0
	n, err := f.bytes.read(f.buf[len(f.buf):min(len(f.buf)+classicRead, cap(f.buf))])
	f.buf = f.buf[:len(f.buf)+n]
	f.ended = err
}

// turn makes the buffer the one at hand that was so longest ago, or a new one when
// packets of that are valid.
func (f *classicFile) turn() {
	oldest := f.at + 1
	if oldest >= len(f.bufs) {
		oldest = 0
	}
	if oldest < len(f.bufs) && f.bufs[oldest].returned+f.kept < f.reads {
		f.at = oldest
		return
	}
	f.at = min(f.at+1, len(f.bufs))
	f.bufs = slices.Insert(f.bufs, f.at, keptBuffer{bytes: make([]byte, 0, f.size)})
}

// records appends the packets whose records are whole.
func (f *classicFile) records(packets []Packet) ([]Packet, error) {
	for len(packets) < cap(packets) && len(f.buf)-f.next >= recordLen {
		head := f.buf[f.next : f.next+recordLen]
		var sec, fraction, captured, length uint32
		if f.big {
			sec, fraction = binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:])
			captured, length = binary.BigEndian.Uint32(head[8:]), binary.BigEndian.Uint32(head[12:])
		} else {
			sec, fraction = binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
			captured, length = binary.LittleEndian.Uint32(head[8:]), binary.LittleEndian.Uint32(head[12:])
		}
		if captured > MaxSnapLen {
			return packets, f.absurd(captured)
		}
		end := f.next + recordLen + int(captured)
		if end > len(f.buf) {
			break
		}
		data := f.buf[f.next+recordLen : end : end]
		f.next = end
		if len(data) > f.snapLen {
			data = data[:f.snapLen]
		}
		if f.machine != nil && !f.machine.Match(data, int(length)) {
			continue
		}
		packets = append(packets, Packet{Time: f.time(sec, fraction), Data: data, Len: int(length)})
	}
	if len(packets) > 0 {
		f.bufs[f.at].returned = f.reads
	}
	return packets, nil
}

// time gives the time of a record. A fraction of a second or more goes into the
// seconds.
func (f *classicFile) time(sec, fraction uint32) int64 {
	if f.signed {
		return int64(int32(sec))*1e9 + int64(int32(fraction))*f.unit
	}
	return int64(sec)*1e9 + int64(fraction)*f.unit
}

// end says how the file ended: at a record's end, within one, or by an error.
func (f *classicFile) end() error {
	rest := f.buf[f.next:]
	switch {
	case f.ended != io.EOF:
		return f.failed(streamText(f.ended))
	case len(rest) == 0:
		return io.EOF
	case len(rest) < recordLen:
		return f.failed(fmt.Sprintf("truncated dump file; tried to read %d header bytes, only got %d", recordLen, len(rest)))
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if f.big {
		order = binary.BigEndian
	}
	// libpcap reads what it will give first, and what it leaves out after that.
	want, got := int(order.Uint32(rest[8:])), len(rest)-recordLen
	if got < f.snapLen {
		want = min(want, f.snapLen)
	}
	return f.failed(fmt.Sprintf("truncated dump file; tried to read %d captured bytes, only got %d", want, got))
}

// absurd refuses a record that is longer than any packet.
func (f *classicFile) absurd(captured uint32) error {
	if int(captured) > f.snapLen {
		return f.failed(fmt.Sprintf("invalid packet capture length %d, bigger than snaplen of %d", captured, f.snapLen))
	}
	return f.failed(fmt.Sprintf("invalid packet capture length %d, bigger than maximum of %d", captured, MaxSnapLen))
}

func (f *classicFile) failed(text string) error { return readFailed(f.path, text) }

// Waits implements Source.
func (f *classicFile) Waits() bool {
	_, file := f.bytes.(fileBytes)
	return !file
}

// LinkType implements Source.
func (f *classicFile) LinkType() int { return f.linkType }

// SnapLen implements Source.
func (f *classicFile) SnapLen() int { return f.snapLen }

// Stats implements Source: a file has none.
func (f *classicFile) Stats() (Stats, error) { return Stats{}, nil }

// Close implements Source.
func (f *classicFile) Close() { f.bytes.close() }
