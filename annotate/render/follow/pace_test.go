package follow

import (
	"testing"
	"time"
)

// walk sends n batches through p, each of 100 frames and as long as cost says, and
// returns how many were passed on.
func walk(p *pace, now *time.Duration, n int, cost func(passedOn bool, batch int) time.Duration) (passedOn int) {
	for i := range n {
		on := p.passOn(*now, 100)
		if on {
			passedOn++
		}
		*now += cost(on, i)
	}
	return passedOn
}

// gains returns the cost of batches of which one that is passed on takes a tenth of a
// millisecond, another so many times as long.
func gains(gain float64) func(bool, int) time.Duration {
	return func(passedOn bool, _ int) time.Duration {
		if passedOn {
			return 100 * time.Microsecond
		}
		return time.Duration(gain * float64(100*time.Microsecond))
	}
}

// TestPacePassesOnWhatGains holds pace to the better way for all but what it needs to
// see that it is: the first term where that is the other, and what it tries.
func TestPacePassesOnWhatGains(t *testing.T) {
	const n = 20 * lastTerm
	for _, c := range []struct {
		gain     float64
		passedOn bool
	}{{0.7, false}, {1, false}, {1.3, false}, {1.39, false}, {1.41, true}, {1.5, true}, {2, true}} {
		p, now := newPace(), time.Duration(0)
		worse := walk(&p, &now, n, gains(c.gain))
		if c.passedOn {
			worse = n - worse
		}
		if worse < 20*counted || worse > n/50 {
			t.Errorf("gain %g: %d of %d batches went the worse way, want some, but few", c.gain, worse, n)
		}
	}
}

// TestPaceFollowsTheMachine changes the gain while a file is read.
func TestPaceFollowsTheMachine(t *testing.T) {
	p, now := newPace(), time.Duration(0)
	for i, gain := range []float64{1.8, 1.1, 1.8, 1.1} {
		walk(&p, &now, 2*lastTerm, gains(gain))
		passedOn := walk(&p, &now, lastTerm, gains(gain))
		if good := gain > worthwhile; good != (passedOn > lastTerm*9/10) || good == (passedOn < lastTerm/10) {
			t.Errorf("%d, gain %g: %d of %d batches passed on", i, gain, passedOn, lastTerm)
		}
	}
}

// TestPaceForgivesADelay: one batch that takes as long as a hundred, at any place,
// costs a short term of the worse way and no long one.
func TestPaceForgivesADelay(t *testing.T) {
	const n = 2 * lastTerm
	for _, gain := range []float64{1, 2} {
		cost := gains(gain)
		for at := 0; at < n; at += 11 {
			p, now := newPace(), time.Duration(0)
			worse := walk(&p, &now, n, func(passedOn bool, batch int) time.Duration {
				if batch == at {
					return 10 * time.Millisecond
				}
				return cost(passedOn, batch)
			})
			if gain > worthwhile {
				worse = n - worse
			}
			if worse > n/10 {
				t.Errorf("gain %g, batch %d delayed: %d of %d batches went the worse way", gain, at, worse, n)
			}
		}
	}
}

// TestPaceOfACoarseClock begins by passing on, and goes on without a clock.
func TestPaceOfACoarseClock(t *testing.T) {
	p, now := newPace(), time.Duration(0)
	still := func(bool, int) time.Duration { return 0 }
	if got := walk(&p, &now, firstTerm, still); got != firstTerm {
		t.Errorf("%d of the first %d batches passed on, want all", got, firstTerm)
	}
	walk(&p, &now, 2*lastTerm, still)
	if worse := lastTerm - walk(&p, &now, lastTerm, gains(2)); worse > lastTerm/10 {
		t.Errorf("%d of %d batches went the worse way when the clock goes again", worse, lastTerm)
	}
}
