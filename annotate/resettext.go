package annotate

import "strconv"

func appendRefused(dst []byte, f *Finding) []byte {
	return appendReason(append(dst, "refused"...), f)
}

// appendReset writes "reset by server: probably an idle timeout (90s of
// silence)" and "aborted by client: ...".
func appendReset(dst []byte, f *Finding) []byte {
	word := "reset"
	if f.Kind == FindingAborted {
		word = "aborted"
	}
	dst = append(dst, word...)
	if f.By != Nobody {
		dst = append(append(dst, " by "...), f.By.String()...)
	}
	return appendReason(dst, f)
}

func appendReason(dst []byte, f *Finding) []byte {
	reason := ResetReason(f.N)
	if text := reason.Text(); text != "" {
		dst = append(append(dst, ": "...), text...)
	}
	switch {
	case reason == ResetMPTCP:
		return append(append(dst, ' '), mptcpReason(f.A)...)
	case reason == ResetIdle && f.Time >= 0:
		return append(AppendDuration(append(dst, " ("...), f.Time), " of silence)"...)
	}
	return dst
}

// mptcpReason is the reason of MP_TCPRST (RFC 8684 section 3.6).
func mptcpReason(code uint64) string {
	reasons := [...]string{
		"unspecified error", "MPTCP-specific error", "lack of resources", "administratively prohibited",
		"too much outstanding data", "unacceptable performance", "middlebox interference",
	}
	if code >= uint64(len(reasons)) {
		return "unknown reason"
	}
	return reasons[code]
}

func appendRSTIgnored(dst []byte, f *Finding) []byte {
	dst = append(dst, "RST ignored"...)
	switch RSTFault(f.N) {
	case RSTNotForSYN:
		return append(dst, " (does not acknowledge the SYN)"...)
	case RSTInWindow:
		return append(dst, " (in the window, not exact: a challenge ACK should follow)"...)
	case RSTOutside:
		dst = append(dst, " (outside the window"...)
		if f.A != 0 {
			dst = append(strconv.AppendUint(append(dst, " by "...), f.A, 10), " byte"...)
			if f.A != 1 {
				dst = append(dst, 's')
			}
		}
		return append(dst, ')')
	}
	return dst
}
