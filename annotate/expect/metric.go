package expect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// unit is what a metric is measured in.
type unit uint8

const (
	count    unit = iota
	duration      // nanoseconds
)

// metric is a figure that expectations can be about. Each says how it grows; a
// nil function means that it does not depend on that.
type metric struct {
	name, help string
	unit       unit
	// fromEvent and fromConnection return what a packet or a connection adds.
	fromEvent      func(*annotate.Event) int64
	fromConnection func(*annotate.Connection) int64
	// marks counts the packets that are named when fromConnection counts; without
	// it the connections are named.
	marks func(*annotate.Event) int64
	// peak returns what a packet measures; the packet that measures most is named.
	peak func(*annotate.Event) int64
	// fromSummary returns the figure itself, and whether it is known.
	fromSummary func(*annotate.Summary) (value int64, known bool)
	// losses says that it is what a live capture lost, of which packets do not
	// know.
	losses bool
	// shows is the kind of the finding that is told first of a packet.
	shows annotate.FindingKind
}

// metrics lists the figures with names of their own; verdicts and findings are
// further ones.
func metrics() []metric {
	return []metric{
		{name: "connections", help: "connections", fromConnection: always},
		{name: "handshakes", help: "handshakes that were completed", fromEvent: kinds(annotate.FindingHandshake)},
		{name: "resets", help: "connections that were reset, and not while they opened", fromConnection: verdict(annotate.Reset), marks: kinds(annotate.FindingReset)},
		{name: "closed-by-client", help: "connections that the client closed", fromConnection: closedBy(annotate.ClientParty)},
		{name: "closed-by-server", help: "connections that the server closed", fromConnection: closedBy(annotate.ServerParty)},
		{name: "retransmissions", help: "segments that were sent again, SYN and FIN included", fromEvent: resent()},
		{name: "packets", help: "TCP segments, copies left out", fromSummary: counted(func(s *annotate.Summary) uint64 { return s.Segments })},
		{name: "bytes", help: "payload bytes in both directions, retransmissions included, the text of a RST and what comes after the end left out", fromConnection: payload},
		{name: "problems", help: "packets with a finding that is a warning or an error", fromEvent: problem},
		{name: "handshake-min", help: "the shortest handshake", unit: duration, peak: shortHandshake, fromSummary: handshake(func(d *annotate.Distribution) int64 { return d.Min })},
		{name: "handshake-median", help: "the median of the handshakes; of more than 512 within 3 %", unit: duration, fromSummary: handshake(func(d *annotate.Distribution) int64 { return d.Median })},
		{name: "handshake-p95", help: "their 95th percentile, as exact", unit: duration, fromSummary: handshake(func(d *annotate.Distribution) int64 { return d.P95 })},
		{name: "handshake-max", help: "the longest handshake", unit: duration, peak: handshakeTime, fromSummary: handshake(func(d *annotate.Distribution) int64 { return d.Max })},
		{name: "evicted", help: "connections that left the full table before their end", fromSummary: counted(func(s *annotate.Summary) uint64 { return s.Evicted })},
		{name: "drops", help: "packets that a live capture lost: dropped by the kernel, the interface or tcpshake", losses: true},
		{name: "broken", help: "frames whose headers contradict themselves or are cut off", marks: broken, fromSummary: counted(func(s *annotate.Summary) uint64 { return s.Broken })},
	}
}

// marksOf counts the packets that decide about a verdict; nil when there is no
// one packet that does.
func marksOf(v annotate.Verdict) func(*annotate.Event) int64 {
	switch v {
	case annotate.Refused:
		return kinds(annotate.FindingRefused)
	case annotate.Unreachable:
		return kinds(annotate.FindingICMPError)
	case annotate.Aborted:
		return kinds(annotate.FindingAborted)
	case annotate.Reset:
		return kinds(annotate.FindingReset)
	default:
		return nil
	}
}

func always(*annotate.Connection) int64 { return 1 }

func payload(c *annotate.Connection) int64 { return int64(c.ToServer.Bytes + c.ToClient.Bytes) }

func verdict(v annotate.Verdict) func(*annotate.Connection) int64 {
	return func(c *annotate.Connection) int64 { return one(c.Verdict == v) }
}

func closedBy(p annotate.Party) func(*annotate.Connection) int64 {
	return func(c *annotate.Connection) int64 { return one(c.Verdict == annotate.ClosedBoth && c.By == p) }
}

// kinds counts packets that have a finding of one of these kinds.
func kinds(list ...annotate.FindingKind) func(*annotate.Event) int64 {
	return func(e *annotate.Event) int64 {
		return one(slices.ContainsFunc(e.Findings, func(f annotate.Finding) bool { return slices.Contains(list, f.Kind) }))
	}
}

// resent counts packets that were sent before. An old duplicate was not sent again: the
// network delivers it late.
func resent() func(*annotate.Event) int64 {
	again := kinds(
		annotate.FindingRetransmission, annotate.FindingFastRetransmission, annotate.FindingSpuriousRetransmission,
		annotate.FindingSYNRetransmission, annotate.FindingSYNACKRetransmission, annotate.FindingFINRetransmission,
	)
	old := func(f annotate.Finding) bool {
		return f.Kind == annotate.FindingSpuriousRetransmission && f.N == uint64(annotate.ResendStale)
	}
	return func(e *annotate.Event) int64 {
		if slices.ContainsFunc(e.Findings, old) {
			return 0
		}
		return again(e)
	}
}

func problem(e *annotate.Event) int64 {
	return one(slices.ContainsFunc(e.Findings, func(f annotate.Finding) bool { return f.Kind.Severity() >= annotate.Warning }))
}

// handshakeTime is how long the handshake took that the packet completes, 0 when
// it completes none.
func handshakeTime(e *annotate.Event) int64 {
	for i := range e.Findings {
		if f := &e.Findings[i]; f.Kind == annotate.FindingHandshake {
			return f.Time
		}
	}
	return 0
}

// shortHandshake is the larger the less time the handshake took that the packet
// completes, 0 when it completes none.
func shortHandshake(e *annotate.Event) int64 {
	if t := handshakeTime(e); t > 0 {
		return math.MaxInt64 - t
	}
	return 0
}

// broken tells the packets that the summary counts as broken.
func broken(e *annotate.Event) int64 {
	damaged := slices.ContainsFunc(e.Findings, func(f annotate.Finding) bool { return f.Kind == annotate.FindingBadChecksum })
	return one(damaged || e.Segment.Class == decode.Broken)
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func counted(of func(*annotate.Summary) uint64) func(*annotate.Summary) (int64, bool) {
	return func(s *annotate.Summary) (int64, bool) { return int64(of(s)), true }
}

// handshake is known only when there was one.
func handshake(of func(*annotate.Distribution) int64) func(*annotate.Summary) (int64, bool) {
	return func(s *annotate.Summary) (int64, bool) { return of(&s.Handshakes), s.Handshakes.Count > 0 }
}

// metricByName returns the figure of that name: one of its own, the number of
// connections with a verdict, or that of packets with a finding. It returns nil
// when there is none.
func metricByName(name string) *metric {
	for _, m := range metrics() {
		if m.name == name {
			return &m
		}
	}
	for v := annotate.Open; v <= annotate.Replaced; v++ {
		if v.String() == name {
			return &metric{name: name, fromConnection: verdict(v), marks: marksOf(v)}
		}
	}
	if kind := annotate.FindingByName(name); kind != 0 {
		// The summary knows which were taken back, and which came after all packets.
		return &metric{name: name, marks: kinds(kind), shows: kind, fromSummary: counted(func(s *annotate.Summary) uint64 { return s.Findings[kind] })}
	}
	return nil
}

// Help is the table of the names that expectations know.
func Help() string {
	var b strings.Builder
	b.WriteString("--expect 'NAME OP VALUE', where OP is one of == != < <= > >= and VALUE a whole number,\nor a duration such as 50ms for what is measured in time:\n\n")
	for _, m := range metrics() {
		fmt.Fprintf(&b, "  %-18s %s\n", m.name, m.help)
	}
	b.WriteString("\nthe number of connections with a verdict:\n\n ")
	for _, name := range verdictNames() {
		b.WriteString(" " + name)
	}
	b.WriteString("\n\nand the number of packets with a finding, less those that later packets took back:\n\n")
	// A name that is also a verdict's means that.
	b.Write(annotate.AppendNames(nil, annotate.FindingNames(verdictNames()...)))
	return b.String()
}

// verdictNames returns the names of all verdicts.
func verdictNames() (names []string) {
	for v := annotate.Open; v <= annotate.Replaced; v++ {
		names = append(names, v.String())
	}
	return names
}
