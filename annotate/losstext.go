package annotate

import "strconv"

// Resend tells what is known about data that are sent again.
type Resend uint8

// The ways.
const (
	// ResendUnknown: nothing more is known.
	ResendUnknown Resend = iota
	// ResendSeen: every byte was captured before, so it was lost behind the
	// capture point, or its acknowledgment was.
	ResendSeen
	// ResendFillsGap: it was lost in front of the capture point.
	ResendFillsGap
	// ResendAcked: the peer had acknowledged it already.
	ResendAcked
	// ResendStale: likewise, and by its time stamp it is an old duplicate.
	ResendStale
)

func appendRetransmission(dst []byte, f *Finding) []byte {
	switch f.Kind {
	case FindingFastRetransmission:
		dst = append(dst, "fast "...)
	case FindingSpuriousRetransmission:
		dst = append(dst, "spurious "...)
	}
	dst = append(dst, "retransmission"...)
	if f.A > 1 {
		dst = strconv.AppendUint(append(dst, " #"...), f.A, 10)
	}
	text := resendTexts[min(int(f.N), len(resendTexts)-1)]
	switch {
	case text == "" && f.Time < 0:
		return dst
	case text == "":
		return append(AppendDuration(append(dst, " ("...), f.Time), " after)"...)
	case f.Time < 0:
		return append(append(append(dst, " ("...), text...), ')')
	}
	dst = append(append(append(dst, " ("...), text...), ", "...)
	return append(AppendDuration(dst, f.Time), " after)"...)
}

var resendTexts = [...]string{
	ResendUnknown: "", ResendSeen: "seen before", ResendFillsGap: "fills a gap",
	ResendAcked: "already acknowledged", ResendStale: "an old duplicate, already acknowledged",
}

func appendReordered(dst []byte, f *Finding) []byte {
	dst = append(dst, "reordered"...)
	if f.Time < 0 {
		return dst
	}
	return append(AppendDuration(append(dst, " ("...), f.Time), " late)"...)
}

func appendDupAck(dst []byte, f *Finding) []byte {
	dst = strconv.AppendUint(append(dst, "dup ack #"...), f.N, 10)
	if f.A == f.B {
		return dst
	}
	dst = strconv.AppendUint(append(dst, " for "...), f.A, 10)
	return strconv.AppendUint(append(dst, '-'), f.B, 10)
}

func appendProbe(dst []byte, f *Finding) []byte {
	dst = append(dst, "zero-window probe"...)
	if f.N == 0 {
		dst = append(dst, " (empty)"...)
	}
	return dst
}

func appendWindowUpdate(dst []byte, f *Finding) []byte {
	dst = strconv.AppendUint(append(dst, "window update to "...), f.N, 10)
	if f.A == 0 {
		dst = append(dst, " (unscaled)"...)
	}
	return dst
}
