package savefile

import (
	"strconv"
	"strings"
	"time"

	"tcpshake/capture/internal/clib"
)

// rotation decides when the next file begins, and how it is called.
type rotation struct {
	opt Options
	now func() time.Time
	// at is the time of the packets at hand, and period when the current period began,
	// in seconds since 1970; periods counts those that began since.
	at, period int64
	periods    int
	// number is that of the file within the period.
	number int
}

func newRotation(opt Options, now func() time.Time) *rotation {
	began := now().Unix()
	return &rotation{opt: opt, now: now, at: began, period: began}
}

// tick takes the time for the packets that come, and reports whether the last file has
// had its period.
func (r *rotation) tick() (full bool) {
	r.at = r.now().Unix()
	return r.over() && r.opt.MaxSize == 0 && r.opt.MaxFiles > 0 && r.periods+1 >= r.opt.MaxFiles
}

// over reports whether the period is.
func (r *rotation) over() bool { return r.at-r.period >= r.opt.Period }

// next says whether a new file begins before a packet is written to one of the
// given size.
func (r *rotation) next(size int64) (begin bool) {
	if r.opt.Period > 0 && r.over() {
		r.period, r.number = r.at, 0
		r.periods++
		begin, size = true, 0
	}
	if r.opt.MaxSize > 0 && size > r.opt.MaxSize {
		begin = true
		r.number++
		if r.opt.MaxFiles > 0 && r.number >= r.opt.MaxFiles {
			r.number = 0
		}
	}
	return begin
}

// name is that of the current file.
func (r *rotation) name() string {
	name := r.opt.Path
	if r.opt.Period > 0 {
		name = clib.Strftime(name, r.period)
	}
	if r.opt.MaxSize == 0 {
		return name
	}
	digits := r.digits()
	if r.number == 0 && digits == 0 {
		return name
	}
	number := strconv.Itoa(r.number)
	return name + strings.Repeat("0", max(0, digits-len(number))) + number
}

// maxChecked bounds the names of a ring that are looked at before it begins: so many
// take less than a tenth of a second.
const maxChecked = 10_000

// ring is the names of a ring, as many as are looked at, and none where they are not known before their time.
func (r *rotation) ring() []string {
	if r.opt.Period > 0 || r.opt.MaxSize == 0 || r.opt.MaxFiles == 0 {
		return nil
	}
	names := make([]string, min(r.opt.MaxFiles, maxChecked))
	for i := range names {
		names[i] = (&rotation{opt: r.opt, number: i}).name()
	}
	return names
}

// digits is the width of the number in a name: that of the last file of the ring.
func (r *rotation) digits() int {
	n := 0
	for last := r.opt.MaxFiles - 1; last > 0; last /= 10 {
		n++
	}
	return n
}
