package render

import (
	"io"
	"strconv"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// ladder draws a sequence diagram of each connection when it ends: the client
// on the left, the server on the right, an arrow for each packet, and the
// states down both sides, as textbooks draw the handshake. Lost, repeated and
// crossing packets show by the shape of their arrows, so that no colour is
// needed.
type ladder struct {
	out   buffer
	pal   *palette
	rec   *recorder
	clock utc
	// lane is the number of columns between the two bars. narrow is set when there is
	// room for nothing beside them: times and states stand in the lane then.
	lane   int
	narrow bool
	shown  annotate.Visibility
	// client and server are the states that stand last in their columns.
	client, server annotate.EndState
	// seen are the marks that the diagram at hand holds.
	seen mark
	text []byte
}

// The columns around the lane: the time, the states, and what is between.
const (
	ladderTime  = 11
	ladderState = 12
	ladderFixed = ladderTime + len("  ") + 2*ladderState + 2*len(" |")
	// wholeLane makes 80 columns; arrows shorter than minLane have no room for their
	// labels, and those longer than maxLane are hard to follow.
	wholeLane = 80 - ladderFixed
	minLane   = 24
	maxLane   = 100
)

func newLadder(w io.Writer, opt *Options, env *Env) *ladder {
	l := &ladder{
		out: newBuffer(w), pal: newPalette(opt.Color, env), rec: newRecorder(arrowsPerConnection),
		lane: wholeLane,
	}
	if env.Width > 0 {
		l.lane = min(env.Width-ladderFixed, maxLane)
	}
	if l.lane < minLane {
		l.narrow, l.lane = true, max(env.Width-len("||"), minLane)
	}
	if opt.Verbose > 0 {
		l.shown = annotate.Verbose
	}
	return l
}

// Event keeps the packet until its connection ends.
func (l *ladder) Event(e *annotate.Event) error {
	l.rec.add(e)
	return l.out.err
}

// Connection draws a connection.
func (l *ladder) Connection(c *annotate.Connection) error {
	return l.out.put(l.append(l.out.b, c, l.rec.take(c)))
}

// Close tells what is not drawn and flushes.
func (l *ladder) Close(*End) error {
	l.out.put(l.rec.appendLate(l.out.b))
	return l.out.Flush()
}

// Flush writes what was gathered.
func (l *ladder) Flush() error { return l.out.Flush() }

// append draws c from the packets that were kept of it.
func (l *ladder) append(dst []byte, c *annotate.Connection, k kept) []byte {
	dst = l.appendTitle(dst, c)
	l.client, l.server, l.seen = annotate.EndState{}, annotate.EndState{}, 0
	marks := markArrows(k.arrows)
	for i := range k.arrows {
		if i == k.at && k.cut > 0 {
			dst = l.appendCut(dst, k.cut)
		}
		a := &k.arrows[i]
		l.seen |= marks[i]
		dst = l.appendRow(dst, a, marks[i], a.time-c.First)
		dst = l.appendFindings(dst, a.findings())
	}
	if k.at >= len(k.arrows) && k.cut > 0 {
		dst = l.appendCut(dst, k.cut)
	}
	return append(l.appendLegend(dst), '\n')
}

// appendTitle appends who and when, how it ended, and the heads of the columns.
func (l *ladder) appendTitle(dst []byte, c *annotate.Connection) []byte {
	dst = append(dst, l.pal.heading.on...)
	dst = strconv.AppendUint(append(dst, '#'), c.ID, 10)
	dst = appendEndpoint(append(dst, ' '), c.Client)
	dst = appendEndpoint(append(dst, " > "...), c.Server)
	dst = append(dst, l.pal.heading.off...)
	dst = l.clock.append(append(dst, "  "...), c.First)
	dst = l.appendOutcome(append(dst, '\n'), c)
	if l.narrow {
		dst = append(dst, "client"...)
		return append(appendRight(dst, "server", l.lane+len("||")-len("client")), '\n')
	}
	dst = appendRight(dst, "seconds", ladderTime)
	dst = appendRight(append(dst, "  "...), "client", ladderState)
	dst = appendSpaces(append(dst, ' '), l.lane+2)
	return append(dst, " server\n"...)
}

// appendOutcome appends how it ended, on as many lines as it needs.
func (l *ladder) appendOutcome(dst []byte, c *annotate.Connection) []byte {
	verdict := l.pal.verdicts[c.Verdict]
	l.text = appendOutcome(l.text[:0], c)
	for line, rest := []byte(nil), l.text; len(rest) > 0; {
		line, rest = wrap(rest, l.width())
		dst = append(append(dst, verdict.on...), line...)
		dst = append(append(dst, verdict.off...), '\n')
	}
	return dst
}

// width is the number of columns of the whole diagram.
func (l *ladder) width() int {
	if l.narrow {
		return l.lane + len("||")
	}
	return ladderFixed + l.lane
}

func appendRight(dst []byte, text string, width int) []byte {
	return append(appendSpaces(dst, width-len(text)), text...)
}

// appendRow appends the line of one packet.
func (l *ladder) appendRow(dst []byte, a *arrow, m mark, since int64) []byte {
	if l.narrow {
		dst = l.appendNarrowRow(dst, a, m, since)
	} else {
		dst = l.appendWideRow(dst, a, m, since)
	}
	l.client, l.server = a.client, a.server
	if l.fits(a) {
		return dst
	}
	return l.appendInLane(dst, l.text[1:], style{})
}

// appendNarrowRow appends the arrow, and what stands beside it elsewhere as a line
// above it.
func (l *ladder) appendNarrowRow(dst []byte, a *arrow, m mark, since int64) []byte {
	l.text = appendSeconds(l.text[:0], since)
	if !samePrint(a.client, l.client) || !samePrint(a.server, l.server) {
		l.text = append(append(l.text, ' '), a.client.String()...)
		l.text = append(append(l.text, '/'), a.server.String()...)
	}
	dst = append(l.appendInLane(dst, l.text, l.pal.dim), '|')
	return append(l.appendArrow(dst, a, m), "|\n"...)
}

// appendWideRow appends the time, the arrow, and the states at either side of it that
// are new.
func (l *ladder) appendWideRow(dst []byte, a *arrow, m mark, since int64) []byte {
	l.text = appendSeconds(l.text[:0], since)
	dst = append(appendSpaces(dst, ladderTime-len(l.text)), l.text...)
	dst = append(dst, "  "...)
	if samePrint(a.client, l.client) {
		dst = appendSpaces(dst, ladderState)
	} else {
		dst = appendSpaces(dst, ladderState-len(a.client.String()))
		dst = append(dst, l.pal.states[stateIndex(a.client)]...)
	}
	dst = append(dst, " |"...)
	dst = l.appendArrow(dst, a, m)
	dst = append(dst, '|')
	if !samePrint(a.server, l.server) {
		dst = append(append(dst, ' '), l.pal.states[stateIndex(a.server)]...)
	}
	return append(dst, '\n')
}

// minShafts are the columns of an arrow that its label leaves: a space and two
// columns of shaft at either side, and the head.
const minShafts = len("-- ") + len(" --") + len(">")

// fits puts the numbers of the packet into text and reports whether they fit into
// the arrow.
func (l *ladder) fits(a *arrow) bool {
	l.text = appendNumbers(l.text[:0], a)
	return len(a.label.String())+len(l.text)+minShafts <= l.lane
}

// appendSeconds appends nanoseconds as seconds with six digits of fraction, fewer for
// long times, so that they fit the column.
func appendSeconds(dst []byte, ns int64) []byte {
	from := len(dst)
	if ns < 0 {
		dst, ns = append(dst, '-'), -ns
	}
	dst = strconv.AppendInt(dst, ns/nsPerSecond, 10)
	dst = appendDigits(append(dst, '.'), uint64(ns%nsPerSecond/1000), 6)
	return dst[:min(len(dst), from+ladderTime)]
}

// appendArrow appends the arrow, as wide as the lane, with its label in the middle.
func (l *ladder) appendArrow(dst []byte, a *arrow, m mark) []byte {
	fill, head := byte('-'), byte('>')
	switch {
	case a.class == decode.ICMPError:
		fill = '.'
	case m&markAgain != 0:
		fill = '='
	}
	left := toServer(a)
	if !left {
		head = '<'
	}
	if m&markLost != 0 {
		head = 'x'
	}
	if !l.fits(a) {
		l.text = l.text[:0] // they stand below
	}
	rest := l.lane - len(a.label.String()) - len(l.text) - len("  ") - 1
	before, after := rest/2, rest-rest/2
	if !left {
		dst = append(dst, head)
		dst = appendShaft(dst, fill, before, 0)
	} else {
		dst = appendShaft(dst, fill, before, m)
	}
	dst = append(append(dst, ' '), l.pal.words[a.label]...)
	dst = append(dst, l.text...)
	if left {
		return append(appendShaft(append(dst, ' '), fill, after, 0), head)
	}
	return appendShaft(append(dst, ' '), fill, after, m)
}

// appendShaft appends n columns of an arrow, with the mark of a crossing.
func appendShaft(dst []byte, fill byte, n int, m mark) []byte {
	at := len(dst)
	for range n {
		dst = append(dst, fill)
	}
	if m&markCrossed != 0 {
		dst[at+n/2] = 'X'
	}
	return dst
}

// toServer reports whether the arrow points to the server. An ICMP error goes
// to the sender of the segment that it quotes.
func toServer(a *arrow) bool { return a.fromClient != (a.class == decode.ICMPError) }

// appendNumbers appends " seq 1:27 ack 1", as far as the packet has them.
func appendNumbers(dst []byte, a *arrow) []byte {
	if a.class != decode.TCP {
		return dst
	}
	if a.length > 0 || a.flags.Any(decode.SYN|decode.FIN|decode.RST) {
		dst = strconv.AppendUint(append(dst, " seq "...), uint64(a.seq), 10)
	}
	if a.length > 0 {
		dst = strconv.AppendUint(append(dst, ':'), uint64(a.seq.Add(a.length)), 10)
	}
	if a.flags.Has(decode.ACK) {
		dst = strconv.AppendUint(append(dst, " ack "...), uint64(a.ack), 10)
	}
	return dst
}

// appendFindings appends what is remarkable, below the arrow.
func (l *ladder) appendFindings(dst []byte, findings []annotate.Finding) []byte {
	shown := 0
	for i := range findings {
		f := &findings[i]
		if f.Kind.Visibility() > l.shown || shown == maxFindings && l.shown == annotate.Always {
			continue
		}
		shown++
		l.text = f.AppendText(l.text[:0])
		dst = l.appendInLane(dst, l.text, l.pal.severities[f.Kind.Severity()])
	}
	return dst
}

// appendInLane appends text between the bars, on as many lines as it needs.
func (l *ladder) appendInLane(dst, text []byte, st style) []byte {
	for len(text) > 0 {
		var part []byte
		part, text = wrap(text, l.lane-2)
		if !l.narrow {
			dst = appendSpaces(dst, ladderTime+2+ladderState+1)
		}
		dst = append(append(dst, "| "...), st.on...)
		dst = append(append(dst, part...), st.off...)
		dst = append(appendSpaces(dst, l.lane-1-len(part)), "|\n"...)
	}
	return dst
}

// wrap returns the first line of text, at most width bytes where there is a
// space to break at, and the rest.
func wrap(text []byte, width int) (first, rest []byte) {
	if len(text) <= width {
		return text, nil
	}
	for i := width; i > 0; i-- {
		if text[i] == ' ' {
			return text[:i], text[i+1:]
		}
	}
	return text[:width], text[width:]
}

func (l *ladder) appendCut(dst []byte, n uint64) []byte {
	l.text = strconv.AppendUint(append(l.text[:0], "... "...), n, 10)
	l.text = append(l.text, " packets are not drawn ..."...)
	return l.appendInLane(dst, l.text, l.pal.dim)
}

// appendLegend explains the shapes that were used.
func (l *ladder) appendLegend(dst []byte) []byte {
	for _, s := range [...]struct {
		mark mark
		text string
	}{
		{markAgain, "=== sent again\n"},
		{markLost, "--x sent again later: it did not arrive, or its answer did not\n"},
		{markCrossed, "-X- sent before the arrow above it had arrived\n"},
	} {
		if l.seen&s.mark != 0 {
			dst = append(append(append(dst, l.pal.dim.on...), s.text...), l.pal.dim.off...)
		}
	}
	return dst
}
