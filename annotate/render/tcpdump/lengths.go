package tcpdump

import "tcpshake/decode"

// maxLength is the greatest snapshot length of libpcap: more captured bytes, or
// a longer frame, cannot be.
const maxLength = 262144

// saneLengths reports whether the frame's two lengths can be true.
func saneLengths(s *decode.Segment) bool {
	return len(s.Frame) > 0 && int(s.WireLen) >= len(s.Frame) && s.WireLen <= maxLength
}

// appendInvalid appends what is wrong with the frame's two lengths. It stands in
// place of the line: there is no time stamp in front of it.
func appendInvalid(dst []byte, s *decode.Segment) []byte {
	captured, wire := len(s.Frame), int(s.WireLen)
	dst = append(dst, "[Invalid header:"...)
	from := len(dst)
	if captured == 0 {
		dst = append(dst, ", caplen==0"...)
	}
	if wire == 0 {
		dst = append(dst, ", len==0"...)
	} else if wire < captured {
		dst = appendPair(dst, wire, captured)
	}
	if captured > maxLength {
		dst = appendExcess(dst, ", caplen(", captured)
	}
	if wire > maxLength {
		dst = appendExcess(dst, ", len(", wire)
	}
	// A space stands in front of the first reason and ", " in front of the others.
	dst = append(dst[:from], dst[from+1:]...)
	return append(dst, ']')
}

func appendPair(dst []byte, wire, captured int) []byte {
	dst = appendUint(append(dst, ", len("...), uint32(wire))
	dst = appendUint(append(dst, ") < caplen("...), uint32(captured))
	return append(dst, ')')
}

func appendExcess(dst []byte, what string, n int) []byte {
	dst = appendUint(append(dst, what...), uint32(n))
	dst = appendUint(append(dst, ") > "...), maxLength)
	return dst
}
