package tcpdump

import (
	"encoding/binary"
	"time"

	"tcpshake/annotate/render/internal/decimal"
	"tcpshake/annotate/render/internal/piece"
)

// TimeStyle is the form of the time stamp, by the number of -t.
type TimeStyle uint8

// The forms.
const (
	TimeOfDay  TimeStyle = iota // HH:MM:SS.ffffff
	NoTime                      // -t
	UnixTime                    // -tt
	SinceLast                   // -ttt
	DateTime                    // -tttt
	SinceFirst                  // -ttttt
)

const (
	second      = int64(time.Second)
	microsecond = int64(time.Microsecond)
)

// clock prints time stamps.
type clock struct {
	style TimeStyle
	nano  bool
	zone  *time.Location
	// reference is the packet that SinceLast and SinceFirst count from. Zero is
	// none, also when it is a packet's time: tcpdump tells them apart no better.
	reference int64
	// text is the part in front of the fraction, n bytes long, valid for the second
	// that begins at begin: packets come many to a second. n is 0 when there is none,
	// as for the styles that have none.
	text  [24]byte
	n     int
	begin int64
}

func newClock(opt Options) clock {
	zone := opt.Zone
	if zone == nil {
		zone = time.UTC
	}
	return clock{style: opt.Time, nano: opt.Nano, zone: zone}
}

// append appends the time stamp of t, in nanoseconds since 1970 UTC, and the
// space behind it.
func (c *clock) append(dst []byte, t int64) []byte {
	if frac := t - c.begin; uint64(frac) < uint64(second) && c.n != 0 {
		dst = piece.Room(dst, len(c.text))
		n := len(dst)
		*(*[len(c.text)]byte)(dst[n : n+len(c.text)]) = c.text // a few moves
		return c.fraction(dst[:n+c.n], frac)
	}
	switch c.style {
	case NoTime:
		return dst
	case SinceLast, SinceFirst:
		return c.since(dst, t)
	default:
		return c.absolute(dst, t)
	}
}

// absolute appends a point in time that is not in the second of the one before.
func (c *clock) absolute(dst []byte, t int64) []byte {
	frac := c.turn(t)
	if c.n == 0 {
		return append(dst, "[Error converting time] "...)
	}
	return c.fraction(append(dst, c.text[:c.n]...), frac)
}

// turn makes the text that of the second which t is in, none when that cannot be
// printed, and returns how long after its beginning t is.
func (c *clock) turn(t int64) (frac int64) {
	c.begin, c.n = floor(t, second), 0
	if sec := c.begin / second; !tooLate(sec) {
		c.n = len(c.appendSecond(c.text[:0], sec))
	}
	return t - c.begin
}

// floor returns when the unit began that t is in, also before 1970.
func floor(t, unit int64) int64 {
	over := t % unit
	if over < 0 {
		over += unit
	}
	return t - over
}

// since appends the time between t and the reference. It is printed as a clock,
// so that whole days vanish; that is tcpdump's way.
func (c *clock) since(dst []byte, t int64) []byte {
	sign, distance := byte(' '), c.distance(t)
	if distance < 0 {
		sign, distance = '-', -distance
	}
	dst = append(dst, sign)
	sec, frac := distance/second, distance%second
	if tooLate(sec) {
		return append(dst, "[Error converting time] "...)
	}
	dst = appendClock(dst, int(sec/3600%24), int(sec/60%60), int(sec%60))
	return c.fraction(dst, frac)
}

// distance returns the time from the reference to t, which may become the
// reference of the packets after it.
func (c *clock) distance(t int64) int64 {
	if !c.nano {
		// The difference of what is shown, not what is shown of the difference.
		t = floor(t, microsecond)
	}
	if c.reference == 0 {
		c.reference = t
	}
	d := t - c.reference
	if c.style == SinceLast {
		c.reference = t
	}
	return d
}

// skip counts a packet that is not printed.
func (c *clock) skip(t int64) { c.distance(t) }

// tooLate reports whether a number of seconds does not fit in 31 bits: tcpdump
// 4.99.3 prints no such time.
func tooLate(sec int64) bool { return uint32(sec)&(1<<31) != 0 }

// appendSecond appends what stands in front of the fraction, its dot included.
func (c *clock) appendSecond(dst []byte, sec int64) []byte {
	if c.style == UnixTime {
		return append(appendUint(dst, uint32(sec)), '.')
	}
	at := time.Unix(sec, 0).In(c.zone)
	if c.style == DateTime {
		year, month, day := at.Date()
		dst = decimal.Two(dst, year/100)
		dst = decimal.Two(dst, year%100)
		dst = decimal.Two(append(dst, '-'), int(month))
		dst = decimal.Two(append(dst, '-'), day)
		dst = append(dst, ' ')
	}
	return appendClock(dst, at.Hour(), at.Minute(), at.Second())
}

// appendClock appends "HH:MM:SS.".
func appendClock(dst []byte, hour, minute, second int) []byte {
	dst = append(decimal.Two(dst, hour), ':')
	dst = append(decimal.Two(dst, minute), ':')
	return append(decimal.Two(dst, second), '.')
}

// fraction appends six or nine digits of frac nanoseconds and a space. A finer
// time stamp is cut, not rounded.
func (c *clock) fraction(dst []byte, frac int64) []byte {
	if c.nano {
		return append(decimal.Nine(dst, uint32(frac)), ' ')
	}
	dst = binary.LittleEndian.AppendUint64(dst, decimal.Eight(uint32(frac)/1e3)>>16|' '<<48)
	return dst[:len(dst)-1]
}
