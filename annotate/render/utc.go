package render

import "tcpshake/annotate/render/internal/decimal"

// utc appends times as RFC 3339 in UTC with nine digits of fraction. It keeps
// the text of the last second, since packets come many to a second.
type utc struct {
	second int64
	text   [len("2006-01-02T15:04:05")]byte
	valid  bool
}

const nsPerSecond = 1_000_000_000

// append appends ns, nanoseconds since 1970 UTC; all that an int64 holds (the
// years 1677 to 2262) can be written.
func (u *utc) append(dst []byte, ns int64) []byte {
	second, fraction := floorDiv(ns, nsPerSecond)
	if !u.valid || second != u.second {
		u.set(second)
	}
	dst = append(dst, u.text[:]...)
	return append(decimal.Nine(append(dst, '.'), uint32(fraction)), 'Z')
}

func (u *utc) set(second int64) {
	day, clock := floorDiv(second, 86400)
	year, month, dom := civil(day)
	b := appendDigits(u.text[:0], uint64(year), 4)
	b = appendDigits(append(b, '-'), uint64(month), 2)
	b = appendDigits(append(b, '-'), uint64(dom), 2)
	b = appendDigits(append(b, 'T'), uint64(clock/3600), 2)
	b = appendDigits(append(b, ':'), uint64(clock/60%60), 2)
	appendDigits(append(b, ':'), uint64(clock%60), 2)
	u.second, u.valid = second, true
}

// civil returns the date of a day counted from 1970-01-01. Years are taken to
// begin in March, so that the day a leap year adds is the last one.
func civil(day int64) (year, month, dom int64) {
	const perEra = 146097 // days in the 400 years after which the calendar repeats
	era, d := floorDiv(day+719468, perEra)
	y := (d - d/1460 + d/36524 - d/(perEra-1)) / 365
	d -= 365*y + y/4 - y/100
	m := (5*d + 2) / 153
	dom = d - (153*m+2)/5 + 1
	year = y + 400*era
	if m < 10 {
		return year, m + 3, dom
	}
	return year + 1, m - 9, dom
}

// floorDiv returns a divided by b, rounded down, and what is left over, which
// is never negative.
func floorDiv(a, b int64) (quotient, rest int64) {
	quotient, rest = a/b, a%b
	if rest < 0 {
		return quotient - 1, rest + b
	}
	return quotient, rest
}

// appendDigits appends v with exactly n digits.
func appendDigits(dst []byte, v uint64, n int) []byte {
	at := len(dst)
	for range n {
		dst = append(dst, '0')
	}
	for i := at + n - 1; i >= at; i-- {
		dst[i] = byte('0' + v%10)
		v /= 10
	}
	return dst
}
