package render

import (
	"io"
	"strconv"
	"strings"

	"tcpshake/annotate"
)

// The bounds of a step summary: GitHub takes at most 1 MiB for each step.
const (
	githubArrows  = 60
	githubLadders = 20
	githubRows    = 200
)

// github prints a Markdown step summary: the expectations that failed, a table of
// verdicts, a table of the connections that failed or have something that makes the
// run fail, and a ladder of each of these.
type github struct {
	out    buffer
	ladder *ladder
	// unwanted are the verdicts and findings that make the run fail, found the
	// connections that are not over and have such a finding.
	unwanted annotate.Selection
	found    map[uint64]struct{}
	// rows and ladders are gathered until the end, because the table of verdicts
	// stands above them. failures counts the connections, drawn the ladders.
	rows, ladders   []byte
	failures, drawn int
}

func newGitHub(w io.Writer, opt *Options) *github {
	plain := *opt
	plain.Color = ColorNever
	g := &github{out: newBuffer(w), ladder: newLadder(io.Discard, &plain, &Env{}), unwanted: opt.Unwanted, found: map[uint64]struct{}{}}
	g.ladder.rec = newRecorder(githubArrows)
	return g
}

// Event keeps the packet until its connection ends.
func (g *github) Event(e *annotate.Event) error {
	g.ladder.rec.add(e)
	if e.Conn != 0 && !e.Late && g.unwanted.Finding(e) != 0 {
		g.found[e.Conn] = struct{}{}
	}
	return g.out.err
}

// Connection takes note of a connection that failed.
func (g *github) Connection(c *annotate.Connection) error {
	k := g.ladder.rec.take(c)
	if !g.fails(c) {
		return g.out.err
	}
	g.failures++
	if g.failures <= githubRows {
		g.rows = appendFailedRow(g.rows, c)
	}
	if g.drawn < githubLadders {
		g.drawn++
		g.ladders = append(g.ladders, "~~~text\n"...)
		g.ladders = g.ladder.append(g.ladders, c, k)
		g.ladders = append(g.ladders[:len(g.ladders)-1], "~~~\n\n"...)
	}
	return g.out.err
}

// fails reports whether c, which is over, is to be listed.
func (g *github) fails(c *annotate.Connection) bool {
	_, found := g.found[c.ID]
	delete(g.found, c.ID)
	return found || g.unwanted.HasConnection(c) || verdictSeverity(c.Verdict) >= annotate.Error || c.Verdict == annotate.HalfOpen
}

// Close prints it all.
func (g *github) Close(end *End) error {
	b := append(g.out.b, "## tcpshake\n\n"...)
	b = appendUnmet(b, end.Failures)
	b = appendVerdictTable(b, &end.Summary)
	if end.Losses != nil && end.Losses.Total() > 0 {
		b = strconv.AppendUint(append(b, "The capture lost "...), end.Losses.Total(), 10)
		b = append(b, " packets: what is said of the others may be incomplete.\n\n"...)
	}
	if g.failures > 0 {
		b = append(b, "### Connections that failed\n\n| # | client | server | outcome |\n| ---: | --- | --- | --- |\n"...)
		b = append(b, g.rows...)
		b = appendMore(append(b, '\n'), g.failures-min(g.failures, githubRows), "connections that failed are not listed")
		b = append(b, g.ladders...)
		b = appendMore(b, g.failures-g.drawn, "are not drawn")
	}
	g.out.put(b)
	return g.out.Flush()
}

// Flush writes what was gathered.
func (g *github) Flush() error { return g.out.Flush() }

// appendUnmet appends what was not as expected, with the packets concerned. It
// stands in a fence, where nothing is read as Markdown.
func appendUnmet(dst []byte, failures []string) []byte {
	if len(failures) == 0 {
		return dst
	}
	dst = append(dst, "### Not as expected\n\n~~~text\n"...)
	for _, failure := range failures {
		dst = append(append(dst, failure...), '\n')
	}
	return append(dst, "~~~\n\n"...)
}

func appendVerdictTable(dst []byte, s *annotate.Summary) []byte {
	dst = strconv.AppendUint(dst, s.Connections, 10)
	dst = append(dst, " connection"...)
	if s.Connections != 1 {
		dst = append(dst, 's')
	}
	dst = strconv.AppendUint(append(dst, ", "...), s.Segments, 10)
	dst = append(dst, " TCP segment"...)
	if s.Segments != 1 {
		dst = append(dst, 's')
	}
	dst = append(dst, "\n\n"...)
	if s.Connections == 0 {
		return dst
	}
	dst = append(dst, "| verdict | connections |\n| --- | ---: |\n"...)
	for _, v := range verdictOrder {
		if n := s.Verdicts[v]; n > 0 {
			dst = append(append(append(dst, "| "...), v.String()...), " | "...)
			dst = append(strconv.AppendUint(dst, n, 10), " |\n"...)
		}
	}
	return append(dst, '\n')
}

func appendFailedRow(dst []byte, c *annotate.Connection) []byte {
	dst = strconv.AppendUint(append(dst, "| "...), c.ID, 10)
	dst = appendEndpoint(append(dst, " | `"...), c.Client)
	dst = appendEndpoint(append(dst, "` | `"...), c.Server)
	return append(appendOutcome(append(dst, "` | "...), c), " |\n"...)
}

func appendMore(dst []byte, n int, what string) []byte {
	if n == 0 {
		return dst
	}
	dst = strconv.AppendInt(dst, int64(n), 10)
	return append(append(append(dst, " more "...), what...), ".\n\n"...)
}

// AppendFailure appends the line that tells of an expectation that was not met; GitHub
// shows that of its format beside the run.
func AppendFailure(dst []byte, format Format, failure string) []byte {
	if format == GitHub {
		return appendWorkflowError(dst, failure)
	}
	return append(append(append(dst, "tcpshake: "...), failure...), '\n')
}

// appendWorkflowError appends a line that GitHub Actions shows as an error of
// the step. It belongs on standard output or standard error of the step, not in
// its summary.
func appendWorkflowError(dst []byte, message string) []byte {
	dst = append(append(dst, "::error title=tcpshake::"...), workflowText.Replace(message)...)
	return append(dst, '\n')
}

// workflowText writes in hexadecimal what could end a workflow command, which is a
// line.
var workflowText = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
