package annotate

import (
	"time"

	"tcpshake/decode"
)

const (
	// recently is for how long an answer says that a service takes connections.
	recently = int64(10 * time.Second)
	// floodWindow and floodSize are how many attempts in what time make a flood,
	// when at least three quarters of them were not completed. Attempts that are
	// younger than floodPatience may still be.
	floodWindow   = int64(time.Second)
	floodPatience = int64(500 * time.Millisecond)
	floodSize     = 100
)

// service is what is remembered of an address and port that connections are
// made to. Times are those of the capture clock, 0 for never.
type service struct {
	// answered is when it last answered a SYN.
	answered int64
	// since is when the current second of attempts began; syns counts them, and
	// done those that were completed, refused or given up.
	since      int64
	syns, done uint32
	sources    smallSet // who made the attempts
	toldFlood  bool
	toldQueue  bool
}

// attempt counts a SYN. When there is a flood it returns once how many attempts
// were left half-open, and in how much time.
func (s *service) attempt(now int64, from decode.Addr) (left uint64, during int64, flood bool) {
	during = now - s.since
	if during >= floodPatience && s.syns >= floodSize && 4*s.done <= s.syns && !s.toldFlood {
		s.toldFlood = true
		left, during, flood = uint64(s.syns-s.done), min(during, floodWindow), true
	}
	if now-s.since >= floodWindow {
		s.since, s.syns, s.done, s.sources = now, 0, 0, smallSet{}
	}
	s.syns++
	a, b := from.Words()
	s.sources.add(uint16((a ^ b) * mix >> 48))
	return left, during, flood
}

// leftOpen reports at the end of the capture whether the attempts of the last
// second are a flood that was not told. Those of a burst that had no time to be
// completed are one when not a single one was.
func (s *service) leftOpen(now int64) bool {
	if s.toldFlood || s.syns < floodSize || 4*s.done > s.syns {
		return false
	}
	return s.done == 0 || now-s.since >= floodPatience
}

// closeFloods counts the floods that no segment came after, to tell them with.
func (t *Tracker) closeFloods() {
	list := t.loss.patterns.services.entries
	for i := range list {
		if s := &list[i]; s.leftOpen(t.clock.now) {
			s.toldFlood = true
			t.summary.findings[FindingSYNFlood]++
		}
	}
}

// service returns the entry of an end, a new one when it has none.
func (t *Tracker) service(e *decode.Endpoint, now int64) *service {
	k, hash := addressKey(e.Addr, e.Port)
	s, known := t.loss.patterns.services.find(&k, hash, now)
	if !known {
		s.since = now
	}
	return s
}
