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
	case v >= 1e12-5e8: // rounds to 1000 s or more
		return appendLong(dst, (v+5e8)/1e9)
	}
	for _, u := range durationUnits {
		// 999.5 of a unit and more would round to a fourth digit.
		if v < u.ns*1000-u.ns/2 {
			return append(appendDigits(dst, v, u.ns), u.name...)
		}
	}
	return dst
}

var durationUnits = [...]struct {
	ns   uint64
	name string
}{{1e3, "us"}, {1e6, "ms"}, {1e9, "s"}}

// appendDigits appends v/unit, which is below 1000, with three significant
// digits and no trailing zeros behind the point.
func appendDigits(dst []byte, v, unit uint64) []byte {
	decimals, scale := 0, uint64(1)
	switch {
	case v < 10*unit:
		decimals, scale = 2, 100
	case v < 100*unit:
		decimals, scale = 1, 10
	}
	q := (v*scale + unit/2) / unit
	dst = strconv.AppendUint(dst, q/scale, 10)
	frac := q % scale
	for frac != 0 && frac%10 == 0 {
		frac, decimals = frac/10, decimals-1
	}
	if frac == 0 {
		return dst
	}
	dst = append(dst, '.')
	if decimals == 2 && frac < 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendUint(dst, frac, 10)
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
