package expect

import "tcpshake/annotate"

// tally is a metric while it grows.
type tally struct {
	metric   *metric
	value    int64
	known    bool
	peak     int64
	exhibits exhibits
}

func (t *tally) event(e *annotate.Event) {
	m := t.metric
	if m.fromEvent != nil {
		if n := m.fromEvent(e); n != 0 {
			t.value += n
			t.exhibits.packet(m.shows, e)
		}
	}
	if m.marks != nil && m.marks(e) > 0 {
		t.exhibits.packet(m.shows, e)
	}
	if m.peak == nil {
		return
	}
	if v := m.peak(e); v > t.peak {
		t.peak, t.exhibits = v, exhibits{}
		t.exhibits.packet(m.shows, e)
	}
}

func (t *tally) connection(c *annotate.Connection) {
	m := t.metric
	if m.fromConnection == nil {
		return
	}
	n := m.fromConnection(c)
	t.value += n
	// A connection that no packet shows to count is named itself.
	if n != 0 && (m.marks == nil || !t.exhibits.names(c.ID)) {
		t.exhibits.connection("", c)
	}
}

// summary completes the figure at the end. What packets and connections add up
// to is known also when it is zero.
func (t *tally) summary(s *annotate.Summary, lost uint64) {
	if t.metric.losses {
		t.value = int64(lost)
	}
	if t.metric.fromSummary == nil {
		t.known = true
		return
	}
	t.value, t.known = t.metric.fromSummary(s)
	if t.metric.shows != 0 && t.value == 0 {
		t.exhibits = exhibits{} // all were taken back
	}
}
