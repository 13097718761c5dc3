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
	// period is when the current period began, in seconds since 1970; periods
	// counts those that began since.
	period  int64
	periods int
	// number is that of the file within the period.
	number int
}

func newRotation(opt Options, now func() time.Time) *rotation {
	return &rotation{opt: opt, now: now, period: now().Unix()}
}

// next says whether a new file begins before a packet is written to one of the
// given size.
func (r *rotation) next(size int64) (bool, error) {
	begin := false
	if r.opt.Period > 0 {
		if now := r.now().Unix(); now-r.period >= r.opt.Period {
			r.period, r.number = now, 0
			r.periods++
			if r.opt.MaxSize == 0 && r.opt.MaxFiles > 0 && r.periods >= r.opt.MaxFiles {
				return false, &LimitError{Files: r.opt.MaxFiles}
			}
			begin, size = true, 0
		}
	}
	if r.opt.MaxSize > 0 && size > r.opt.MaxSize {
		begin = true
		r.number++
		if r.opt.MaxFiles > 0 && r.number >= r.opt.MaxFiles {
			r.number = 0
		}
	}
	return begin, nil
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
