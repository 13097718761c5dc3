package annotate

import "time"

// clockJitter is the most by which frames of several queues or interfaces are
// recorded in another order than that of their time stamps. Within it the clock
// waits for the time stamps; beyond it the clock that made them was set back.
const clockJitter = int64(time.Millisecond)

// clockSteps bounds the steps that are remembered.
const clockSteps = 1 << 10

// clock is the capture clock in nanoseconds. It goes by the time stamps, but
// never back: a step back, as in merged files and where the time of the host
// was set, counts as no time passed, and time goes on from there.
type clock struct {
	now int64
	// ahead is what is added to a time stamp: the sum of the steps so far, and what
	// makes the first time more than 0.
	ahead int64
	// count is how many steps there were.
	count uint64
	// untold is how far the steps went back in all since tell was called last.
	untold int64
	steps  []clockStep // the last ones
	// frame and idle are the latest times of frames and of calls of Advance. They
	// are apart because frames reach us late.
	frame, idle int64
}

// clockStep is a step back of the time stamps.
type clockStep struct {
	at     int64 // on the clock
	before int64 // how far the clock was ahead before it
	// newest is the newest connection before it, first the one that the first
	// packet after it belongs to.
	newest, first uint64
}

// tick moves the clock on to the time stamp of a frame, and reports whether that
// was a step back. newest is the number of the newest connection.
func (k *clock) tick(stamp int64, newest uint64) bool { return k.move(&k.frame, stamp, newest) }

// wait moves the clock on to stamp although no frame came.
func (k *clock) wait(stamp int64, newest uint64) { k.move(&k.idle, stamp, newest) }

func (k *clock) move(latest *int64, stamp int64, newest uint64) (stepped bool) {
	if k.now == 0 {
		// The time 0 stands for none, so it must not be one.
		k.ahead = max(1, 1-stamp)
	}
	now := stamp + k.ahead
	if now < *latest-clockJitter {
		k.untold += *latest - now
		k.step(now, newest)
		now, stepped = k.now, true
	}
	*latest = max(*latest, now)
	k.now = max(k.now, now)
	return stepped
}

func (k *clock) step(now int64, newest uint64) {
	if len(k.steps) == clockSteps {
		k.steps = k.steps[:copy(k.steps, k.steps[clockSteps/2:])]
	}
	k.steps = append(k.steps, clockStep{at: k.now, before: k.ahead, newest: newest})
	k.count++
	k.ahead += k.now - now
}

// tell returns how far the clock was set back since it was last asked.
func (k *clock) tell() int64 {
	back := k.untold
	k.untold = 0
	return back
}

// stepIn notes that the first packet after the last step is one of connection id.
func (k *clock) stepIn(id uint64) { k.steps[len(k.steps)-1].first = id }

// firstStamp returns the time stamp of the first packet of connection id, which
// the clock saw at that time.
func (k *clock) firstStamp(at int64, id uint64) int64 { return at - k.aheadAt(at, id, 0) }

// lastStamp returns the time stamp of its last packet.
func (k *clock) lastStamp(at int64, id uint64) int64 { return at - k.aheadAt(at, id, id) }

// aheadAt returns how far the clock was ahead at that time for a packet of
// connection id. The last packet before a step and the first one after it have
// the same time: after it are those of a newer connection, and of the one that
// is first.
func (k *clock) aheadAt(at int64, id, first uint64) int64 {
	ahead := k.ahead
	for i := len(k.steps) - 1; i >= 0; i-- {
		s := &k.steps[i]
		if s.at < at || s.at == at && (id > s.newest || first != 0 && first == s.first) {
			break
		}
		ahead = s.before
	}
	return ahead
}

// steppedSince reports whether there was a step after at, when connection id
// began, so that what is measured from then to now is too short.
func (k *clock) steppedSince(at int64, id uint64) bool {
	n := len(k.steps)
	return n > 0 && at <= k.steps[n-1].at && id <= k.steps[n-1].newest
}
