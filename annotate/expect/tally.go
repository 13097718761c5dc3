package expect

import (
	"strconv"
	"strings"

	"tcpshake/annotate"
)

// maxEvidence is how many packets or connections are named for one failure.
const maxEvidence = 5

// evidence is a packet or a connection that counts: packet is 0 for a connection,
// conn 0 for a packet that belongs to none.
type evidence struct {
	what         string
	packet, conn uint64
}

// appendEvidence appends what is concerned to a failure.
func appendEvidence(text string, list []evidence, more uint64) string {
	if len(list) == 0 {
		return text
	}
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = e.String()
	}
	joined := strings.Join(parts, ", ")
	if more > 0 {
		joined += " and " + strconv.FormatUint(more, 10) + " more"
	}
	if text == "" {
		return joined
	}
	return text + ": " + joined
}

// String returns "retransmission in packet 12 (#3)", "packet 12 (#3)" or "#3".
func (e evidence) String() string {
	conn := "#" + strconv.FormatUint(e.conn, 10)
	text := conn
	if e.packet > 0 {
		text = "packet " + strconv.FormatUint(e.packet, 10)
		if e.conn > 0 {
			text += " (" + conn + ")"
		}
	}
	if e.what != "" {
		text = e.what + " in " + text
	}
	return text
}

// tally is a metric while it grows.
type tally struct {
	metric   *metric
	value    int64
	known    bool
	peak     int64
	evidence []evidence
	more     uint64
}

func (t *tally) event(e *annotate.Event) {
	named := evidence{packet: e.Number, conn: e.Conn}
	m := t.metric
	if m.fromEvent != nil {
		t.add(m.fromEvent(e), named)
	}
	if m.marks != nil && m.marks(e) > 0 {
		t.name(named)
	}
	if m.peak == nil {
		return
	}
	if v := m.peak(e); v > t.peak {
		t.peak = v
		t.evidence = append(t.evidence[:0], named)
	}
}

func (t *tally) connection(c *annotate.Connection) {
	switch m := t.metric; {
	case m.fromConnection == nil:
	case m.marks == nil:
		t.add(m.fromConnection(c), evidence{conn: c.ID})
	default:
		t.value += m.fromConnection(c)
	}
}

// add adds n, and names what it comes from.
func (t *tally) add(n int64, e evidence) {
	if n != 0 {
		t.value += n
		t.name(e)
	}
}

// name keeps a packet or a connection that counts.
func (t *tally) name(e evidence) {
	if len(t.evidence) < maxEvidence {
		t.evidence = append(t.evidence, e)
	} else {
		t.more++
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
}
