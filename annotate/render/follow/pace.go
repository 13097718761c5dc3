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
	// firstTerm is how many batches go one way before the other is tried. The term
	// doubles each time the trial confirms the way, to lastTerm: what is tried at the
	// start of a program, when the system has not spread its threads yet, is worth little.
	firstTerm, lastTerm = 128, 4096
)

// pace decides whether batches are passed on or go the rest of the way at once. It
// stays with one of the two ways for a term, tries the other for a few batches, and
// takes the better one from there.
type pace struct {
	// passing is the way at hand: batches are passed on.
	passing bool
	// trying is set while that is only tried.
	trying bool
	// batches is how many have gone of the span at hand, which has so many: a term,
	// or a trial.
	batches, span int
	// began is when the first that counts of them did, frames how many are in those.
	began  time.Duration
	frames int
	// term is how many batches the last term had, termCost how many nanoseconds a frame
	// took at its end.
	term     int
	termCost float64
	// gain is how many times as long a frame takes when nothing is passed on, from 1 to
	// 2: the mean of the last that was found and of what was believed before, since
	// anything may have delayed the one.
	gain float64
}

func newPace() pace {
	return pace{passing: true, span: firstTerm, term: firstTerm, gain: worthwhile}
}

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
	return p.passing
}

// turn ends a span, at the end of which a frame took cost nanoseconds, and begins the
// next: the other way is tried, or the better one taken.
func (p *pace) turn(cost float64) {
	p.batches = 0
	p.passing = !p.passing
	if !p.trying {
		p.trying, p.termCost, p.span = true, cost, warming+counted
		return
	}
	gain := cost / p.termCost
	if !p.passing {
		gain = 1 / gain
	}
	p.gain = (p.gain + min(max(1, gain), 2)) / 2
	if better := p.gain >= worthwhile; better != p.passing {
		p.passing, p.term = better, firstTerm
	} else {
		p.term = min(2*p.term, lastTerm)
	}
	p.trying, p.span = false, p.term
}
