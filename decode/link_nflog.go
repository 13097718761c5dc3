package decode

import "encoding/binary"

// NFLOGHeader reads the four bytes of Linux's NFLOG header.
type NFLOGHeader []byte

const (
	nflogHead      = 4
	nflogTLVHead   = 4
	nflogIsPayload = 9 // NFULA_PAYLOAD: the attribute that holds the packet
)

// Family returns the address family.
func (h NFLOGHeader) Family() uint8 { return h[0] }

// Version returns the version, 0.
func (h NFLOGHeader) Version() uint8 { return h[1] }

// Resource returns the number of the group that the packet was logged to.
func (h NFLOGHeader) Resource() uint16 { return binary.BigEndian.Uint16(h[2:]) }

// nflog walks the attributes behind an NFLOG header to the one that holds the
// packet. Their lengths and types are in host byte order, into which libpcap
// puts those of files from other hosts.
func (d *Decoder) nflog(s *Segment, off, end, length int) {
	l := Layer{Kind: LayerNFLOG, Off: off, End: end, Len: length}
	h := NFLOGHeader(s.Frame[off:end])
	if len(h) < nflogHead {
		l.Fault = FaultCut
	} else {
		l.Head, l.Fault = h.payloadOff()
	}
	if !s.push(l) || l.Fault != FaultNone {
		return
	}
	off, length = off+l.Head, length-l.Head
	switch h.Family() {
	case familyIPv4:
		d.ipv4(s, off, end, length)
	case familyIPv6Linux:
		d.ipv6(s, off, end, length)
	default:
		s.other(off, end, length)
	}
}

// payloadOff returns the number of bytes in front of the packet.
func (h NFLOGHeader) payloadOff() (int, Fault) {
	if h.Version() != 0 {
		return nflogHead, FaultVersion
	}
	for at := nflogHead; ; {
		if len(h)-at < nflogTLVHead {
			return at, FaultCut
		}
		size := (int(binary.NativeEndian.Uint16(h[at:])) + 3) &^ 3
		if size < nflogTLVHead {
			return at, FaultHeaderLen
		}
		if len(h)-at < size {
			return at, FaultCut
		}
		if binary.NativeEndian.Uint16(h[at+2:]) == nflogIsPayload {
			return at + nflogTLVHead, FaultNone
		}
		at += size
	}
}
