package tcpdump

import (
	"tcpshake/annotate/render/internal/piece"
	"tcpshake/decode"
)

const (
	minTCPHeader = 20
	tcpName      = "tcp"
	// invalid is what tcpdump says of a field that cannot be right.
	invalid = " (invalid)"
)

// tcp appends the TCP part: ends, flags, numbers, options, length. It reads only
// the bytes of layer, because an ICMP error quotes a segment that is not the
// frame's own.
func (l *Line) tcp(dst []byte, layer *decode.Layer) ([]byte, stop) {
	l.protocol = tcpName
	h := decode.TCPHeader(l.seg.Frame[layer.Off:layer.End])
	if len(h) < 4 {
		return cut(l.route(dst), l.protocol), soft
	}
	dst = l.ends(dst, h)
	if len(h) < minTCPHeader {
		return cut(dst, l.protocol), soft
	}
	head, length := h.HeaderLen(), layer.Len
	if head < minTCPHeader {
		dst = append(dst, " tcp "...)
		dst = appendUint(dst, uint32(length-head))
		dst = appendBadHead(dst, head, "short, < ", minTCPHeader)
		return dst, soft
	}
	if l.opt.Quiet > 0 {
		dst = append(dst, "tcp "...)
		dst = appendUint(dst, uint32(length-head))
		if head > length {
			dst = appendBadHead(dst, head, "long, > ", length)
		}
		return dst, soft
	}
	return l.segment(dst, h, length)
}

// segment appends what follows the ends. length is that of header and payload by
// the IP length fields.
func (l *Line) segment(dst []byte, h decode.TCPHeader, length int) ([]byte, stop) {
	dst = appendFlags(dst, h.Flags())
	n := l.numbers(h)
	head := h.HeaderLen()
	if head > length {
		return appendBadHead(dst, head, "long, > ", length), soft
	}
	if l.opt.Verbose > 0 && !l.opt.NoCheck && !l.env.fragmented && length <= len(h) {
		dst = l.checksum(dst, h[:length])
	}
	payload := length - head
	dst = l.fields(dst, h, n, payload)
	if head > minTCPHeader {
		var end stop
		if dst, end = l.options(dst, h, n.peer, payload); end != goOn {
			return dst, end
		}
	}
	dst = appendUint(lengthText.Append(dst), uint32(payload))
	if payload > 0 {
		return l.payload(dst, h, payload)
	}
	return dst, soft
}

// numbers returns the sequence numbers to print of the segment h.
func (l *Line) numbers(h decode.TCPHeader) numbers {
	n, ok := l.knownNumbers(h.Flags(), h.Seq(), h.Ack())
	if !ok {
		n = l.newNumbers(h)
	}
	return n
}

// knownNumbers returns the sequence numbers to print of a segment that sets no bases,
// if those of its connection are known by its direction or not wanted.
func (l *Line) knownNumbers(flags decode.Flags, seq, ack decode.Seq) (n numbers, ok bool) {
	if l.opt.Absolute || !flags.Has(decode.ACK) {
		return numbers{seq: seq, ack: ack}, true
	}
	if l.dir.place.index == 0 {
		l.dir.place = l.known.placeByOpposite(l.dir)
	}
	return l.bases.again(&l.dir.place, flags, seq, ack)
}

// newNumbers looks for the bases of the segment h, or sets them.
func (l *Line) newNumbers(h decode.TCPHeader) numbers {
	var f flow
	if l.seg.IsUsual() { // what was decoded will do, and plain does not set env
		f.setAddrs(&l.seg.Src.Addr, &l.seg.Dst.Addr, h)
	} else {
		f.setPacket(&l.env, h)
	}
	return l.bases.relative(&f, l.hasher.hash(&f), &l.dir.place, h)
}

// fields appends sequence number, acknowledgment, window and urgent pointer, as
// far as the segment has them.
func (l *Line) fields(dst []byte, h decode.TCPHeader, n numbers, payload int) []byte {
	return l.window(l.sequence(dst, h.Flags(), n, payload), h)
}

// Texts of every other line.
var (
	seqText    = piece.New(", seq ")
	ackText    = piece.New(", ack ")
	winText    = piece.New(", win ")
	lengthText = piece.New(", length ")
)

// fieldsRoom is more than room for what sequence or window appends.
const fieldsRoom = 128

// sequence appends sequence number and acknowledgment.
func (l *Line) sequence(dst []byte, flags decode.Flags, n numbers, payload int) []byte {
	dst = piece.Room(dst, fieldsRoom)
	if l.opt.Verbose > 1 || payload > 0 || flags.Any(decode.SYN|decode.FIN|decode.RST) {
		dst = appendSeq(dst, n.seq, payload)
	}
	if flags.Has(decode.ACK) {
		dst = appendUint(ackText.Put(dst), uint32(n.ack))
	}
	return dst
}

// window appends window and urgent pointer.
func (l *Line) window(dst []byte, h decode.TCPHeader) []byte {
	dst = piece.Room(dst, fieldsRoom)
	dst = appendUint(winText.Put(dst), uint32(h.Window()))
	if h.Flags().Has(decode.URG) {
		dst = append(dst, ", urg "...)
		dst = appendUint(dst, uint32(h.Urgent()))
	}
	return dst
}

// appendSeq appends the sequence number and, when there is payload, the number
// behind its last byte; SYN and FIN do not count in it. There must be room.
func appendSeq(dst []byte, seq decode.Seq, payload int) []byte {
	dst = appendUint(seqText.Put(dst), uint32(seq))
	if payload == 0 {
		return dst
	}
	dst = append(dst, ':')
	return appendUint(dst, uint32(seq.Add(payload)))
}

// appendBadHead appends that the header length head is too short or too long.
func appendBadHead(dst []byte, head int, than string, limit int) []byte {
	dst = append(dst, " [bad hdr length "...)
	dst = appendUint(dst, uint32(head))
	dst = append(dst, " - too "...)
	dst = append(dst, than...)
	dst = appendUint(dst, uint32(limit))
	return append(dst, ']')
}

// checksum appends the checksum of a segment that is captured as a whole, and
// what it should be.
func (l *Line) checksum(dst []byte, segment []byte) []byte {
	c := decode.TCPChecksum(l.env.ip, segment)
	dst = append(dst, ", cksum 0x"...)
	dst = appendHexPadded(dst, uint64(c.Stored), 4)
	if c.Good {
		return append(dst, " (correct)"...)
	}
	dst = append(dst, " (incorrect -> 0x"...)
	dst = appendHexPadded(dst, uint64(c.Want), 4)
	return append(dst, ')')
}
