package annotate

import "strconv"

// AppendDuration appends a duration in nanoseconds with three significant
// digits and the unit that keeps it short: "381ns", "54us", "12.4ms", "1.03s",
// "312s", "16m40s", "2h5m". Zero is "0us", a negative duration has a "-".
func AppendDuration(dst []byte, ns int64) []byte {
	v := uint64(ns)
	if ns < 0 {
		dst = append(dst, '-')
		v = -v
	}
	switch {
	case v == 0:
		return append(dst, "0us"...)
	case v < 1e3:
		return append(strconv.AppendUint(dst, v, 10), "ns"...)
	// The divisors are constants, because others take several times as long. 999.5
	// of a unit and more would round to a fourth digit.
	case v < 1e4:
		return append(appendHundredths(dst, (v+5)/1e1), "us"...)
	case v < 1e5:
		return append(appendHundredths(dst, (v+5e1)/1e2*10), "us"...)
	case v < 1e6-5e2:
		return append(appendHundredths(dst, (v+5e2)/1e3*100), "us"...)
	case v < 1e7:
		return append(appendHundredths(dst, (v+5e3)/1e4), "ms"...)
	case v < 1e8:
		return append(appendHundredths(dst, (v+5e4)/1e5*10), "ms"...)
	case v < 1e9-5e5:
		return append(appendHundredths(dst, (v+5e5)/1e6*100), "ms"...)
	case v < 1e10:
		return append(appendHundredths(dst, (v+5e6)/1e7), "s"...)
	case v < 1e11:
		return append(appendHundredths(dst, (v+5e7)/1e8*10), "s"...)
	case v < 1e12-5e8:
		return append(appendHundredths(dst, (v+5e8)/1e9*100), "s"...)
	default:
		return appendLong(dst, (v+5e8)/1e9)
	}
}

// appendHundredths appends v/100, without zeros at the end of its fraction.
func appendHundredths(dst []byte, v uint64) []byte {
	dst = appendUint(dst, v/100)
	tenths, hundredths := byte(v/10%10), byte(v%10)
	switch {
	case hundredths != 0:
		return append(dst, '.', '0'+tenths, '0'+hundredths)
	case tenths != 0:
		return append(dst, '.', '0'+tenths)
	default:
		return dst
	}
}

// appendUint appends v in decimal. Most numbers of notes have one digit or two.
func appendUint(dst []byte, v uint64) []byte {
	switch {
	case v < 10:
		return append(dst, '0'+byte(v))
	case v < 100:
		return append(dst, '0'+byte(v/10), '0'+byte(v%10))
	default:
		return strconv.AppendUint(dst, v, 10)
	}
}

// appendLong appends seconds from 1000 on as two units.
func appendLong(dst []byte, s uint64) []byte {
	big, small, names := s/60, s%60, "ms"
	switch {
	case s >= 48*3600:
		big, small, names = s/86400, s%86400/3600, "dh"
	case s >= 3600:
		big, small, names = s/3600, s%3600/60, "hm"
	}
	dst = append(strconv.AppendUint(dst, big, 10), names[0])
	if small == 0 {
		return dst
	}
	return append(strconv.AppendUint(dst, small, 10), names[1])
}
