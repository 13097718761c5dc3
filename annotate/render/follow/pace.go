package follow

import "time"

// A second goroutine is kept only where it shortens the time by worthwhile: it costs
// processor time too, half as much again where two processors share a core or have
// other work. Whether they do changes while a file is read.
const worthwhile = 1.4

const (
	// counted is how many batches are timed to judge a way, warming how many go that
	// way before, so that the queue and the processors' caches are filled.
	counted, warming = 24, InFlight
	// firstTerm is how many batches go one way before the other is tried, and twice as
	// many each time that this is not the better one, to lastTerm: what is tried at the
	// start of a program, when the system has not spread its threads yet, is worth little.
	firstTerm, lastTerm = 128, 4096
)

// pace decides whether batches are passed on or go the rest of the way at once. It
// stays with one of the two ways for a term, tries the other for a few batches, and
// takes the better one from there.
type pace struct {
	// alone is the way of this term: nothing is passed on.
	alone bool
	// trying is set while the other way is tried.
	trying bool
	// batches is how many have gone of the span at hand, which has so many: a term,
	// or what is tried.
	batches, span int
	// began is when the first that counts of them did, frames how many are in those.
	began  time.Duration
	frames int
	// each is how long a frame took at the end of the term, in nanoseconds.
	each float64
	term int
	// gain is how many times as long a frame takes when nothing is passed on, from 1 to
	// 2: the mean of the last that was found and of what was believed before, since
	// anything may have delayed the one.
	gain float64
}

func newPace() pace { return pace{span: firstTerm, term: firstTerm, gain: worthwhile} }

// passOn reports whether the next batch, of so many frames, is passed on. now is the
// time on any clock that goes on steadily.
func (p *pace) passOn(now time.Duration, frames int) bool {
	switch p.batches {
	case p.span - counted:
		p.began, p.frames = now, 0
	case p.span:
		p.turn(float64(max(1, now-p.began)) / float64(p.frames))
	}
	p.batches++
	p.frames += frames
	return p.alone == p.trying
}

// turn ends a span in which a frame took each nanoseconds, and begins the next.
func (p *pace) turn(each float64) {
	p.batches = 0
	if !p.trying {
		p.trying, p.each, p.span = true, each, warming+counted
		return
	}
	gain := each / p.each
	if p.alone {
		gain = 1 / gain
	}
	p.gain = (p.gain + min(max(1, gain), 2)) / 2
	if alone := p.gain < worthwhile; alone != p.alone {
		p.alone, p.term = alone, firstTerm
	} else {
		p.term = min(2*p.term, lastTerm)
	}
	p.trying, p.span = false, p.term
}
