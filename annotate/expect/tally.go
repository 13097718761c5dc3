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
	if t.metric.fromEvent != nil {
		t.add(t.metric.fromEvent(e), evidence{packet: e.Number, conn: e.Conn})
	}
	if t.metric.peak == nil {
		return
	}
	if v := t.metric.peak(e); v > t.peak {
		t.peak = v
		t.evidence = append(t.evidence[:0], evidence{packet: e.Number, conn: e.Conn})
	}
}

func (t *tally) connection(c *annotate.Connection) {
	if t.metric.fromConnection != nil {
		t.add(t.metric.fromConnection(c), evidence{conn: c.ID})
	}
}

func (t *tally) add(n int64, e evidence) {
	if n == 0 {
		return
	}
	t.value += n
	if len(t.evidence) < maxEvidence {
		t.evidence = append(t.evidence, e)
	} else {
		t.more++
	}
}

// summary completes the figure at the end. What packets and connections add up
// to is known also when it is zero.
func (t *tally) summary(s *annotate.Summary) {
	if t.metric.fromSummary == nil {
		t.known = true
		return
	}
	t.value, t.known = t.metric.fromSummary(s)
}
