package annotate

// span is a duration in four bytes: the two highest bits tell the unit, the
// rest how many of it there are, plus one; 0 is a duration that is not known.
// Up to a second it is exact to the nanosecond, up to a quarter of an hour to
// the microsecond, up to days to the millisecond.
type span uint32

// spanUnits are the units in nanoseconds.
var spanUnits = [...]int64{1, 1e3, 1e6, 1e9}

const (
	spanShift = 30
	spanMax   = 1<<spanShift - 2
)

// spanOf returns d nanoseconds as a span; a negative duration counts as none.
func spanOf(d int64) span {
	d = max(d, 0)
	if d <= spanMax {
		return span(d + 1) // without a division, as nearly all
	}
	for i, unit := range spanUnits {
		if n := d / unit; n <= spanMax {
			return span(i)<<spanShift | span(n+1)
		}
	}
	return span(len(spanUnits)-1)<<spanShift | (spanMax + 1)
}

// ns returns the duration in nanoseconds, -1 when it is not known.
func (s span) ns() int64 {
	n := int64(s & (1<<spanShift - 1))
	if n == 0 {
		return -1
	}
	return (n - 1) * spanUnits[s>>spanShift]
}

// unit returns what the duration is a multiple of, in nanoseconds.
func (s span) unit() int64 { return spanUnits[s>>spanShift] }

// known reports whether the duration is known.
func (s span) known() bool { return s != 0 }
