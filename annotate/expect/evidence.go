package expect

import (
	"slices"
	"strconv"
	"strings"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// maxEvidence is how many packets or connections are named for one failure.
const maxEvidence = 5

// maxFindings is how many findings of a packet are told.
const maxFindings = 2

// evidence is a packet or a connection that counts: packet is 0 for a connection,
// conn 0 for a packet that belongs to none, and both are 0 for what shows at the end
// alone. what is said in front of it; kinds are those of the findings for which it
// counts, none when it is for something else. detail says what it is.
type evidence struct {
	what         string
	kinds        []annotate.FindingKind
	packet, conn uint64
	detail       string
}

// exhibits are the first packets and connections that count; more is how many
// others there were, moreOf how many of these for a finding of some kind alone.
type exhibits struct {
	list   []evidence
	more   uint64
	moreOf map[annotate.FindingKind]uint64
}

// full reports whether no more are named, and counts one that is not, for findings of
// these kinds.
func (x *exhibits) full(kinds ...annotate.FindingKind) bool {
	if len(x.list) < maxEvidence {
		return false
	}
	x.more++
	if len(kinds) == 1 {
		if x.moreOf == nil {
			x.moreOf = map[annotate.FindingKind]uint64{}
		}
		x.moreOf[kinds[0]]++
	}
	return true
}

// packet names a packet, for what it is; its finding of this kind is told first.
func (x *exhibits) packet(shows annotate.FindingKind, e *annotate.Event) {
	if !x.full() {
		x.list = append(x.list, evidence{packet: e.Number, conn: e.Conn, detail: describePacket(shows, e)})
	}
}

// finding names a packet for its findings of these kinds, the worst first, which is said
// in front of it.
func (x *exhibits) finding(kinds []annotate.FindingKind, e *annotate.Event) {
	if !x.full(kinds...) {
		x.list = append(x.list, evidence{
			what: kinds[0].String(), kinds: slices.Clone(kinds), packet: e.Number, conn: e.Conn, detail: describePacket(kinds[0], e),
		})
	}
}

// atTheEnd names a finding that no packet has.
func (x *exhibits) atTheEnd(kind annotate.FindingKind) {
	if !x.full(kind) {
		x.list = append(x.list, evidence{what: kind.String(), kinds: []annotate.FindingKind{kind}})
	}
}

// takeBack forgets the findings of this kind, and what counts for nothing else.
func (x *exhibits) takeBack(kind annotate.FindingKind) {
	x.list = slices.DeleteFunc(x.list, func(e evidence) bool { return slices.Equal(e.kinds, []annotate.FindingKind{kind}) })
	for i := range x.list {
		if e := &x.list[i]; slices.Contains(e.kinds, kind) {
			e.kinds = slices.DeleteFunc(e.kinds, func(k annotate.FindingKind) bool { return k == kind })
			e.what = e.kinds[0].String()
		}
	}
	x.more -= x.moreOf[kind]
	delete(x.moreOf, kind)
}

// names reports whether a connection, or a packet of it, is named, or there are more than
// are.
func (x *exhibits) names(conn uint64) bool {
	return x.more > 0 || slices.ContainsFunc(x.list, func(e evidence) bool { return e.conn == conn })
}

// none reports whether nothing counts.
func (x *exhibits) none() bool { return len(x.list) == 0 && x.more == 0 }

// connection names a connection.
func (x *exhibits) connection(what string, c *annotate.Connection) {
	if !x.full() {
		x.list = append(x.list, evidence{what: what, conn: c.ID, detail: describeConnection(c)})
	}
}

// appendTo appends what is concerned to a failure: all of it in the line, and
// below it a line for each that says what it is.
func (x *exhibits) appendTo(failure string) string {
	if x.none() {
		return failure
	}
	if len(x.list) == 0 {
		// Those that were named were taken back.
		return failure + ": " + strconv.FormatUint(x.more, 10) + " packets or connections"
	}
	names := make([]string, len(x.list))
	var details strings.Builder
	for i, e := range x.list {
		names[i] = e.String()
		if e.detail != "" {
			details.WriteString("\n  " + e.name() + ": " + e.detail)
		}
	}
	failure += ": " + strings.Join(names, ", ")
	if x.more > 0 {
		failure += " and " + strconv.FormatUint(x.more, 10) + " more"
	}
	return failure + details.String()
}

// name returns "packet 12", or "#3" for a connection.
func (e *evidence) name() string {
	if e.packet == 0 {
		return "#" + strconv.FormatUint(e.conn, 10)
	}
	return "packet " + strconv.FormatUint(e.packet, 10)
}

// String returns "retransmission in packet 12 (#3)", "packet 12 (#3)", "#3" or
// "syn-flood".
func (e *evidence) String() string {
	if e.packet == 0 && e.conn == 0 {
		return e.what
	}
	text := e.name()
	if e.packet > 0 && e.conn > 0 {
		text += " (#" + strconv.FormatUint(e.conn, 10) + ")"
	}
	if e.what != "" {
		text = e.what + " in " + text
	}
	return text
}

// describePacket returns "RST 10.0.0.2:80 > 10.0.0.1:40000: reset by server", as
// the text format does but for the header fields, with the finding of the first kind
// in front. It holds labels, numbers and the words of findings only.
func describePacket(first annotate.FindingKind, e *annotate.Event) string {
	src, dst := e.Segment.Src, e.Segment.Dst
	if e.Segment.Class == decode.ICMPError {
		src, dst = e.Segment.ICMP.Src, e.Segment.ICMP.Dst
	}
	text := []byte(e.Label.String() + " " + src.String() + " > " + dst.String())
	separator, shown := ": ", 0
	tell := func(which func(annotate.FindingKind) bool) {
		for i := range e.Findings {
			if f := &e.Findings[i]; which(f.Kind) && shown < maxFindings {
				text = f.AppendText(append(text, separator...))
				separator, shown = "; ", shown+1
			}
		}
	}
	tell(func(k annotate.FindingKind) bool { return k == first })
	tell(func(k annotate.FindingKind) bool { return k != first && k.Visibility() == annotate.Always })
	return string(text)
}

func describeConnection(c *annotate.Connection) string {
	text := c.Client.String() + " > " + c.Server.String() + ": " + c.Verdict.String()
	if c.By != annotate.Nobody && c.Verdict != annotate.Replaced { // a new connection did it
		text += " by " + c.By.String()
	}
	return text
}
