package render

import (
	"strconv"

	"tcpshake/annotate"
)

// Losses counts packets of a live capture that were never seen; zero for a file.
type Losses struct {
	// Received counts the packets that passed the filter, with those of Kernel and
	// of Here.
	Received uint64
	// Kernel counts those that found no room in the kernel's buffer, Interface
	// those that the interface or its driver dropped, Here those that found no
	// room in this program's.
	Kernel, Interface, Here uint64
}

// Total returns how many packets were lost.
func (l *Losses) Total() uint64 { return l.Kernel + l.Interface + l.Here }

// SummaryPrinter appends the summary of a capture, and the statistics that a
// signal asks for.
type SummaryPrinter struct{ pal *palette }

// NewSummaryPrinter returns a SummaryPrinter for the writer that env describes.
func NewSummaryPrinter(opt Options, env Env) *SummaryPrinter {
	return &SummaryPrinter{newPalette(opt.Color, &env)}
}

// Append appends the summary: connections by verdict, the table of states,
// handshake times, and what was lost or could not be followed. Lines that would
// say that there was nothing are left out, but for the first.
func (p *SummaryPrinter) Append(dst []byte, s *annotate.Summary, lost Losses) []byte {
	dst = p.appendVerdicts(dst, s)
	dst = p.appendStates(dst, s)
	dst = appendHandshakes(dst, &s.Handshakes)
	dst = appendSlowest(dst, s)
	dst = p.appendFindingCounts(dst, s)
	return appendMidStream(p.appendGaps(dst, s, lost), s)
}

// AppendStatus appends what is known while the capture goes on: connections so
// far, the table of states, and losses.
func (p *SummaryPrinter) AppendStatus(dst []byte, s *annotate.Summary, lost Losses) []byte {
	dst = strconv.AppendUint(dst, s.Segments, 10)
	dst = append(dst, " TCP segment"...)
	if s.Segments != 1 {
		dst = append(dst, 's')
	}
	dst = append(dst, " followed\n"...)
	dst = p.appendVerdicts(dst, s)
	dst = p.appendStates(dst, s)
	return p.appendGaps(dst, s, lost)
}

// counts appends "12 words, 3 others": a list of counts, those of zero left out.
type counts struct {
	b     []byte
	begun bool
}

func (c *counts) add(n uint64, what string, st style) {
	if n == 0 {
		return
	}
	if c.begun {
		c.b = append(c.b, ", "...)
	}
	c.begun = true
	c.b = append(c.b, st.on...)
	c.b = strconv.AppendUint(c.b, n, 10)
	c.b = append(append(append(c.b, ' '), what...), st.off...)
}

// line appends a list of counts that begins with head, and nothing when the
// list is empty.
func line(dst []byte, head string, list func(*counts)) []byte {
	c := counts{b: append(dst, head...)}
	if list(&c); !c.begun {
		return dst
	}
	return append(c.b, '\n')
}

func (p *SummaryPrinter) appendVerdicts(dst []byte, s *annotate.Summary) []byte {
	dst = strconv.AppendUint(dst, s.Connections, 10)
	dst = append(dst, " connection"...)
	if s.Connections != 1 {
		dst = append(dst, 's')
	}
	c := counts{b: append(dst, ": "...)}
	for _, v := range verdictOrder {
		c.add(s.Verdicts[v], v.String(), p.pal.verdicts[v])
	}
	if !c.begun {
		return append(dst, '\n')
	}
	return append(c.b, '\n')
}

// verdictOrder is from the best to the worst.
var verdictOrder = [...]annotate.Verdict{
	annotate.ClosedBoth, annotate.Open, annotate.HalfClosed, annotate.Replaced, annotate.HalfOpen,
	annotate.Reset, annotate.Aborted, annotate.Refused, annotate.Unreachable, annotate.NoAnswer,
}

// appendStates appends a line for each state that an end is in, as
// netstat -n | awk '{s[$6]++} END {for (k in s) print k, s[k]}' prints them.
func (p *SummaryPrinter) appendStates(dst []byte, s *annotate.Summary) []byte {
	for st := annotate.Closed; st <= annotate.TimeWait; st++ {
		if n := s.States[st]; n != 0 {
			dst = append(dst, p.pal.states[stateIndex(annotate.EndState{State: st})]...)
			dst = append(strconv.AppendUint(append(dst, ' '), n, 10), '\n')
		}
	}
	return dst
}

func appendHandshakes(dst []byte, d *annotate.Distribution) []byte {
	if d.Count == 0 {
		return dst
	}
	dst = strconv.AppendUint(dst, d.Count, 10)
	dst = append(dst, " handshake"...)
	if d.Count != 1 {
		dst = append(dst, 's')
	}
	dst = annotate.AppendDuration(append(dst, ": min "...), d.Min)
	dst = annotate.AppendDuration(append(dst, ", median "...), d.Median)
	dst = annotate.AppendDuration(append(dst, ", p95 "...), d.P95)
	return append(annotate.AppendDuration(append(dst, ", max "...), d.Max), '\n')
}

// appendSlowest appends the connections whose handshakes took longest, unless the
// line before says it all.
func appendSlowest(dst []byte, s *annotate.Summary) []byte {
	if s.Handshakes.Count < 2 {
		return dst
	}
	before := "slowest: #"
	for _, slow := range s.Slowest {
		if slow.Conn == 0 {
			break
		}
		dst = strconv.AppendUint(append(dst, before...), slow.Conn, 10)
		dst = annotate.AppendDuration(append(dst, ' '), slow.Connect)
		before = ", #"
	}
	return append(dst, '\n')
}

// appendFindingCounts appends what was found, warnings and errors only: the
// rest is no news at the end of a capture.
func (p *SummaryPrinter) appendFindingCounts(dst []byte, s *annotate.Summary) []byte {
	return line(dst, "found: ", func(c *counts) {
		for severity := annotate.Error; severity >= annotate.Warning; severity-- {
			for k := annotate.FindingKind(1); int(k) < annotate.FindingKinds(); k++ {
				if k.Severity() == severity {
					c.add(s.Findings[k], k.String(), p.pal.severities[severity])
				}
			}
		}
	})
}

// appendGaps appends what the report lacks.
func (p *SummaryPrinter) appendGaps(dst []byte, s *annotate.Summary, lost Losses) []byte {
	bad := p.pal.severities[annotate.Warning]
	dst = line(dst, "lost: ", func(c *counts) {
		c.add(lost.Kernel, "dropped by the kernel", bad)
		c.add(lost.Interface, "dropped by the interface", bad)
		c.add(lost.Here, "dropped by tcpshake", bad)
	})
	dst = line(dst, "frames not followed: ", func(c *counts) {
		c.add(s.Broken, "with broken headers", bad)
		c.add(s.Fragments, "fragments", style{})
		c.add(s.Copies, "copies of packets", style{})
	})
	dst = line(dst, "times not known: ", func(c *counts) {
		c.add(s.ClockSteps, "across steps back of the capture time", bad)
	})
	return line(dst, "connections not seen whole: ", func(c *counts) {
		c.add(s.MidStream, "joined after their beginning", style{})
		c.add(s.OneDirection, "captured in one direction only", style{})
		c.add(s.Evicted, "dropped from the full table before their end", bad)
	})
}

// AppendEvicted tells, where no summary does, that the table was too small.
func AppendEvicted(dst []byte, s *annotate.Summary) []byte {
	if s.Evicted == 0 {
		return dst
	}
	dst = append(dst, "tcpshake: connections dropped from the full table before their end: "...)
	return append(strconv.AppendUint(dst, s.Evicted, 10), "\n  hint: --max-connections makes it larger\n"...)
}

// appendMidStream says what helps when no connection was seen from its beginning.
func appendMidStream(dst []byte, s *annotate.Summary) []byte {
	if s.Connections == 0 || s.MidStream < s.Connections {
		return dst
	}
	return append(dst, "  hint: no SYN was captured; connections that were open before, as in a pool, show no handshake\n"...)
}
