package tcpdump

import (
	"tcpshake/annotate/render/internal/piece"
	"tcpshake/decode"
)

// isPlain reports whether the options ask for nothing but the usual line.
func (o *Options) isPlain() bool {
	return !o.Link && o.Quiet == 0 && o.Verbose == 0 && o.Dump == NoDump
}

// flagText is what stands between the ends and the sequence numbers, for the
// control bits up to ACK.
var flagText = func() (all [decode.ACK << 1]piece.Piece) {
	for f := range all {
		all[f] = piece.New(string(appendFlags(nil, decode.Flags(f))))
	}
	return all
}()

// appendFlags appends the control bits as they stand behind the ends.
func appendFlags(dst []byte, f decode.Flags) []byte {
	return append(f.Append(append(dst, "Flags ["...)), ']')
}

// plain appends what follows the time stamp of a usual segment. It is headers, and
// what that calls, without the questions whose answers are known; a test compares
// the two.
func (l *Line) plain(dst []byte) ([]byte, stop) {
	s := l.seg
	if s.Src.Addr.Is4() {
		dst = append(dst, "IP "...)
	} else {
		dst = append(dst, "IP6 "...)
	}
	if l.dir.n != 0 {
		dst = l.dir.appendEnds(dst)
	} else {
		dst = l.newEnds(dst, s.Src.Addr, s.Dst.Addr, s.TCP())
	}
	if int(s.Flags) < len(flagText) {
		dst = flagText[s.Flags].Append(dst)
	} else {
		dst = appendFlags(dst, s.Flags)
	}
	n, ok := l.knownNumbers(s.Flags, s.Seq, s.Ack)
	if !ok {
		n = l.newNumbers(s.TCP())
	}
	dst = l.sequence(dst, s.Flags, n, s.Len)
	if s.OnlyTimestamps() && !s.Flags.Has(decode.URG) {
		// Most go no further, and the bytes of the frame are not looked at again.
		return appendUint(l.dir.tail.append(dst, s.Window, s.Options.TSVal, s.Options.TSEcr), uint32(s.Len)), soft
	}
	h := s.TCP()
	dst = l.window(dst, h)
	if h.HeaderLen() > minTCPHeader {
		l.protocol = tcpName
		var end stop
		if dst, end = l.options(dst, h, n.peer, s.Len); end != goOn {
			return dst, end
		}
	}
	return appendUint(lengthText.Append(dst), uint32(s.Len)), soft
}
