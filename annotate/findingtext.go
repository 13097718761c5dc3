package annotate

import (
	"strconv"

	"tcpshake/decode"
)

// AppendText appends the finding in words, as it stands behind a packet line:
// short, ASCII, no full stop, guesses worded as guesses.
func (f *Finding) AppendText(dst []byte) []byte {
	row := f.Kind.row()
	if row.write != nil {
		return row.write(dst, f)
	}
	for i := 0; i < len(row.text); i++ {
		c := row.text[i]
		if c != '%' {
			dst = append(dst, c)
			continue
		}
		i++
		dst = f.appendField(dst, row.text[i])
	}
	return dst
}

func (f *Finding) appendField(dst []byte, verb byte) []byte {
	switch verb {
	case 'n':
		return strconv.AppendUint(dst, f.N, 10)
	case 'a':
		return strconv.AppendUint(dst, f.A, 10)
	case 'd':
		return strconv.AppendInt(dst, int64(f.A), 10)
	case 'b':
		return strconv.AppendUint(dst, f.B, 10)
	case 't':
		return AppendDuration(dst, f.Time)
	case 'u':
		return AppendDuration(dst, f.Time2)
	case 'w':
		return append(dst, f.By.String()...)
	case 'p':
		if f.N != 1 {
			return append(dst, 's')
		}
	}
	return dst
}

// appendStart says why the beginning of a connection is not known.
func appendStart(dst []byte, f *Finding) []byte {
	dst = append(dst, "start not captured"...)
	if f.N > 0 {
		dst = append(dst, ", or dropped from the full table"...)
	}
	return dst
}

// appendSpan appends "NAME 12ms" for a time that is known, with sep in front.
func appendSpan(dst []byte, sep, name string, ns int64) []byte {
	if ns < 0 {
		return dst
	}
	dst = append(append(dst, sep...), name...)
	return AppendDuration(append(dst, ' '), ns)
}

func appendHandshake(dst []byte, f *Finding) []byte {
	dst = AppendDuration(append(dst, "handshake "...), f.Time)
	if retries := f.N; retries > 1 {
		dst = strconv.AppendUint(append(dst, " with "...), retries-1, 10)
		dst = append(dst, " SYN retr"...)
		dst = append(dst, plural(retries-1, "y", "ies")...)
	}
	if f.A == 1 {
		return append(dst, " (which SYN was answered is not known)"...)
	}
	if f.Time2 < 0 || f.Time3 < 0 {
		return dst
	}
	dst = appendSpan(dst, " (", "server", f.Time2)
	return append(appendSpan(dst, ", ", "client", f.Time3), ')')
}

func plural(n uint64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// appendClose writes "close 1/4 by client" and, at the last step, "close 4/4,
// closed by client in 381us".
func appendClose(dst []byte, f *Finding) []byte {
	if f.B == closeCrossed {
		dst = append(dst, "simultaneous "...)
	}
	dst = append(dst, "close "...)
	if f.B == closeCombined {
		dst = append(appendUint(dst, f.N-1), '+')
	}
	dst = appendUint(dst, f.N)
	dst = appendUint(append(dst, '/'), f.A)
	if f.N < f.A {
		if f.By != Nobody {
			dst = append(append(dst, " by "...), f.By.String()...)
		}
		return dst
	}
	dst = append(dst, ", closed"...)
	if f.By != Nobody {
		dst = append(append(dst, " by "...), f.By.String()...)
	}
	if f.Time >= 0 {
		dst = AppendDuration(append(dst, " in "...), f.Time)
	}
	return dst
}

func appendCopy(dst []byte, f *Finding) []byte {
	dst = strconv.AppendUint(append(dst, "duplicate of "...), f.N, 10)
	if d := int64(f.A); d != 0 {
		dst = append(dst, " (TTL "...)
		if d > 0 {
			dst = append(dst, '+')
		}
		dst = append(strconv.AppendInt(dst, d, 10), ')')
	}
	return dst
}

func appendIllegalFlags(dst []byte, f *Finding) []byte {
	dst = append(dst, "illegal flags ["...)
	return append(decode.Flags(f.A).Append(dst), ']')
}

func appendChallenge(dst []byte, f *Finding) []byte {
	dst = append(dst, "challenge ACK"...)
	if f.N == 0 {
		return dst
	}
	dst = append(append(dst, ": "...), f.By.String()...)
	if f.N == 2 {
		return append(dst, " still holds an old connection"...) // half-open, or in TIME_WAIT
	}
	return append(dst, " still holds the old connection (half-open)"...)
}
