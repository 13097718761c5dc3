package render

import (
	"slices"
	"strconv"
	"time"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// arrow is what a diagram keeps of one packet. There may be a million of them,
// so fields are ordered by size and what few packets have hangs off.
type arrow struct {
	number uint64
	time   int64
	// rare is nil for a packet without findings and SACK blocks.
	rare   *rarities
	length int
	// seq and ack are relative where the initial numbers are known.
	seq, ack       decode.Seq
	window         uint16
	flags          decode.Flags
	class          decode.Class
	label          annotate.Label
	fromClient     bool
	client, server annotate.EndState
}

// rarities is what only some packets have.
type rarities struct {
	findings []annotate.Finding
	sack     []decode.SACKBlock // relative as ack is
}

func newArrow(e *annotate.Event) arrow {
	s := e.Segment
	a := arrow{
		number: e.Number, time: e.Time, length: s.Len, seq: s.Seq, ack: s.Ack,
		window: s.Window, flags: s.Flags, class: s.Class, label: e.Label,
		fromClient: e.FromClient, client: e.Client, server: e.Server,
	}
	if e.HasRelSeq {
		a.seq = e.RelSeq
	}
	if e.HasRelAck {
		a.ack = e.RelAck
	}
	if len(e.Findings) > 0 || s.Options.Has(decode.OptSACK) {
		a.rare = newRarities(e, a.ack-s.Ack)
	}
	return a
}

// newRarities copies the findings and the SACK blocks, whose numbers are moved
// by shift.
func newRarities(e *annotate.Event, shift decode.Seq) *rarities {
	r := &rarities{findings: slices.Clone(e.Findings)}
	o := &e.Segment.Options
	if !o.Has(decode.OptSACK) {
		return r
	}
	r.sack = slices.Clone(o.SACK[:min(int(o.SACKBlocks), len(o.SACK))])
	for i := range r.sack {
		r.sack[i].Left += shift
		r.sack[i].Right += shift
	}
	return r
}

// findings returns what is remarkable about the packet, worst first.
func (a *arrow) findings() []annotate.Finding {
	if a.rare == nil {
		return nil
	}
	return a.rare.findings
}

// sack returns the SACK blocks.
func (a *arrow) sack() []decode.SACKBlock {
	if a.rare == nil {
		return nil
	}
	return a.rare.sack
}

// end returns the sequence number after the packet's last one.
func (a *arrow) end() decode.Seq {
	n := a.length
	if a.flags.Has(decode.SYN) {
		n++
	}
	if a.flags.Has(decode.FIN) {
		n++
	}
	return a.seq.Add(n)
}

// has reports whether the packet has a finding of one of these kinds.
func (a *arrow) has(kinds ...annotate.FindingKind) bool {
	for _, f := range a.findings() {
		if slices.Contains(kinds, f.Kind) {
			return true
		}
	}
	return false
}

// repeats reports whether the packet was sent before.
func (a *arrow) repeats() bool {
	return a.has(annotate.FindingRetransmission, annotate.FindingFastRetransmission, annotate.FindingSpuriousRetransmission,
		annotate.FindingSYNRetransmission, annotate.FindingSYNACKRetransmission, annotate.FindingFINRetransmission,
		annotate.FindingRetryAfterRefusal)
}

// trace is what a recorder keeps of one connection: the first packets and the
// last.
type trace struct {
	head []arrow
	// tail is a ring; its oldest packet is at next once it is full.
	tail []arrow
	next int
	// cut counts the packets between head and tail that were not kept, but for
	// those in between.
	cut     uint64
	between *samples
}

// kept is what was kept of a connection, in order.
type kept struct {
	arrows []arrow
	// cut packets are missing, those before arrows[at].
	cut uint64
	at  int
	// between are some of those.
	between []arrow
}

// The bounds of a recorder. The total is what is held at once: a connection
// that has ended is drawn and forgotten. An arrow takes 56 bytes.
const (
	arrowsPerConnection = 1000
	totalArrows         = 1 << 20
)

// recorder keeps the packets of connections until they are drawn.
type recorder struct {
	// perConnection is how many packets of one connection are kept, total how
	// many in all.
	perConnection, total int
	// between is how many of the packets in the middle are kept for a plot, and as
	// many more of those sent again; 0 for a diagram, which would not show them.
	between int
	held    int
	traces  map[uint64]*trace
	// late counts the packets that came after their connection was drawn.
	late uint64
}

func newRecorder(perConnection int) *recorder {
	return &recorder{perConnection: perConnection, total: totalArrows, traces: map[uint64]*trace{}}
}

// add keeps a packet. Copies, frames without a connection and what comes after the
// connection was drawn are not.
func (r *recorder) add(e *annotate.Event) {
	if e.Conn == 0 || e.Copy {
		return
	}
	if e.Late {
		r.late++
		return
	}
	t := r.traces[e.Conn]
	if t == nil {
		t = &trace{}
		r.traces[e.Conn] = t
	}
	half := r.perConnection / 2
	full := r.held >= r.total
	switch {
	case !full && len(t.tail) == 0 && len(t.head) < r.perConnection-half:
		t.head = append(t.head, newArrow(e))
		r.held++
	case !full && len(t.tail) < half:
		t.tail = append(t.tail, newArrow(e))
		r.held++
	case len(t.tail) > 0:
		t.cut++
		r.sample(t, &t.tail[t.next])
		t.tail[t.next] = newArrow(e)
		t.next = (t.next + 1) % len(t.tail)
	default:
		t.cut++
	}
}

// appendLate appends how many packets came too late to be drawn, if any did.
func (r *recorder) appendLate(dst []byte) []byte {
	switch r.late {
	case 0:
		return dst
	case 1:
		return append(dst, "1 packet came after the end of its connection and is not drawn.\n"...)
	}
	dst = strconv.AppendUint(dst, r.late, 10)
	return append(dst, " packets came after the end of their connection and are not drawn.\n"...)
}

// sample takes note of a packet that is about to be dropped.
func (r *recorder) sample(t *trace, a *arrow) {
	if r.between == 0 || r.held+2 > r.total {
		return
	}
	if t.between == nil {
		t.between = &samples{}
	}
	r.held += t.between.add(a, r.between)
}

// take returns what was kept of a connection that has ended, and forgets it.
func (r *recorder) take(c *annotate.Connection) kept {
	t := r.traces[c.ID]
	if t == nil {
		return kept{}
	}
	r.held -= len(t.head) + len(t.tail) + t.between.held()
	delete(r.traces, c.ID)
	k := kept{
		arrows: slices.Concat(t.head, t.tail[t.next:], t.tail[:t.next]),
		cut:    t.cut, at: len(t.head), between: t.between.list(),
	}
	if n := len(k.arrows) - 1; n >= 0 && k.arrows[n].endsByTime(c) {
		k.arrows = k.arrows[:n]
		r.late++
	}
	return k
}

// quietAtEnd is less than any silence after which a connection is over.
const quietAtEnd = int64(time.Second)

// endsByTime reports whether the packet came so long after the last one of c that c was
// over by then. What is reported of c does not count it, and it is as late as those
// that follow it; but it is the one whose time showed that c was over.
func (a *arrow) endsByTime(c *annotate.Connection) bool {
	return a.class == decode.TCP && a.time-c.Last >= quietAtEnd
}
