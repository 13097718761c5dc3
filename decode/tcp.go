package decode

import "encoding/binary"

// tcpHeaderLen is the length of the fixed TCP header (RFC 9293 section 3.1).
const tcpHeaderLen = 20

// tcpFlagsEnd is how much of it is needed to read the flags.
const tcpFlagsEnd = 14

// TCPHeader is a view of the bytes that begin with a fixed TCP header (RFC 9293
// section 3.1). Its methods need 20 bytes, but for those of the ports, which need four,
// and Flags.
type TCPHeader []byte

// SrcPort and DstPort return the ports.
func (h TCPHeader) SrcPort() uint16 { return binary.BigEndian.Uint16(h) }

// DstPort returns the destination port.
func (h TCPHeader) DstPort() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// Seq returns the sequence number.
func (h TCPHeader) Seq() Seq { return Seq(binary.BigEndian.Uint32(h[4:])) }

// Ack returns the acknowledgment number; it means something with ACK only.
func (h TCPHeader) Ack() Seq { return Seq(binary.BigEndian.Uint32(h[8:])) }

// HeaderLen returns the header length in bytes, options included: 0 to 60, of
// which less than 20 is wrong.
func (h TCPHeader) HeaderLen() int { return int(h[12]>>4) * 4 }

// Flags returns the control bits; it needs 14 bytes. The lowest of the bits that RFC 9293 reserves
// is AE (RFC 9768); the other three are left out.
func (h TCPHeader) Flags() Flags { return Flags(binary.BigEndian.Uint16(h[12:])) & allFlags }

// allFlags are the flags that have a name.
const allFlags = AE<<1 - 1

// Window returns the window as on the wire, not scaled.
func (h TCPHeader) Window() uint16 { return binary.BigEndian.Uint16(h[14:]) }

// Checksum returns the checksum as on the wire, not verified.
func (h TCPHeader) Checksum() uint16 { return binary.BigEndian.Uint16(h[16:]) }

// Urgent returns the urgent pointer; it means something with URG only.
func (h TCPHeader) Urgent() uint16 { return binary.BigEndian.Uint16(h[18:]) }

// OnlyTimestamps returns the time stamps when the options are two NOPs and a
// timestamp option, all captured: the form that RFC 7323 appendix A recommends
// and nearly every segment has.
func (h TCPHeader) OnlyTimestamps() (value, echo uint32, ok bool) {
	if len(h) < 32 || h.HeaderLen() != 32 || binary.BigEndian.Uint32(h[20:]) != nopNopTimestamp {
		return 0, 0, false
	}
	return binary.BigEndian.Uint32(h[24:]), binary.BigEndian.Uint32(h[28:]), true
}

// SYNOptions are the options of the SYNs and SYN-ACKs that Linux sends.
type SYNOptions struct {
	MSS         uint16
	Value, Echo uint32 // time stamps
	Shift       uint8  // window scale
}

// OnlySYNOptions returns the options when they are, in this order and all
// captured, maximum segment size, SACK permitted, time stamps, a NOP and window
// scale: the form that most SYNs have.
func (h TCPHeader) OnlySYNOptions() (o SYNOptions, ok bool) {
	const (
		mss        = uint32(KindMSS)<<24 | 4<<16
		sackOKTime = uint32(KindSACKOK)<<24 | 2<<16 | uint32(KindTimestamp)<<8 | 10
		nopScale   = uint32(KindNOP)<<24 | uint32(KindWScale)<<16 | 3<<8
	)
	if len(h) < 40 || h.HeaderLen() != 40 {
		return o, false
	}
	first, last := binary.BigEndian.Uint32(h[20:]), binary.BigEndian.Uint32(h[36:])
	if first&^0xffff != mss || binary.BigEndian.Uint32(h[24:]) != sackOKTime || last&^0xff != nopScale {
		return o, false
	}
	return SYNOptions{uint16(first), binary.BigEndian.Uint32(h[28:]), binary.BigEndian.Uint32(h[32:]), uint8(last)}, true
}

// tcp decodes the TCP header at off. end is the end of the data: of the captured
// bytes or of the IP datagram, whichever comes first. length is the IP payload
// length that the IP length fields promise; it may exceed end-off.
func (d *Decoder) tcp(s *Segment, off, end, length int) {
	layer := s.next()
	if layer == nil {
		return
	}
	layer.Kind, layer.Off, layer.End, layer.Len = LayerTCP, off, end, length
	layer.Head, layer.Fault = s.tcpHeader(TCPHeader(s.Frame[off:end]), length)
	s.Class = Broken
	if layer.Fault == FaultNone {
		s.Class = TCP
		s.tcpOff, s.dataOff, s.end = uint32(off), uint32(off+layer.Head), uint32(off+min(end-off, length))
		s.tcpBody(s.Frame[off:end], layer.Head, length)
	}
}

// tcpHeader reads what is there of the fixed header and returns the header
// length that it tells, 0 when that is cut.
func (s *Segment) tcpHeader(h TCPHeader, length int) (head int, fault Fault) {
	if len(h) < 4 {
		return 0, cutOrShort(length, 4)
	}
	s.Src.Port = h.SrcPort()
	s.Dst.Port = h.DstPort()
	if len(h) < tcpHeaderLen {
		if len(h) >= tcpFlagsEnd {
			s.Flags = h.Flags()
		}
		return 0, cutOrShort(length, tcpHeaderLen)
	}
	h = h[:tcpHeaderLen]
	s.Seq = h.Seq()
	s.Ack = h.Ack()
	s.Flags = h.Flags()
	s.Window = h.Window()
	s.Checksum = h.Checksum()
	s.Urgent = h.Urgent()
	head = h.HeaderLen()
	if head < tcpHeaderLen || head > length {
		return head, FaultHeaderLen
	}
	return head, FaultNone
}

// tcpBody reads the options and the length of the payload of a segment that b
// begins with; a frame may be cut in either.
func (s *Segment) tcpBody(b []byte, head, length int) {
	s.Len = length - head
	if head > tcpHeaderLen {
		s.Options.parse(b[tcpHeaderLen:min(head, len(b))], head-tcpHeaderLen)
	}
}

// cutOrShort tells whether want bytes are missing because the enclosing header
// promises only length, or because the frame was not captured as a whole.
func cutOrShort(length, want int) Fault {
	if length < want {
		return FaultShort
	}
	return FaultCut
}
