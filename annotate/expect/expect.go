package expect

import (
	"strings"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
)

// Options are what is expected; the zero value is nothing.
type Options struct {
	// Expected are comparisons that are to be true at the end.
	Expected []Expectation
	// Unwanted are verdicts and findings that are not to come up.
	Unwanted annotate.Selection
	// Help asks for the names that expectations know.
	Help bool
}

// AddFlags registers the options.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	o.Unwanted = annotate.NewSelection(annotate.Outcomes)
	fs.Var((*list)(o), "expect", "exit with 1 unless `'NAME OP VALUE'` is true at the end, for example 'resets == 0' or 'handshake-max < 50ms'; can be given again; help lists the names")
	fs.Var(&o.Unwanted, "fail-on", "exit with 1 if a connection has one of these verdicts or a packet one of these findings: `LIST` is reset,refused,retransmission,problem,...; help lists the names")
}

// list makes Options the value of the repeated option --expect.
type list Options

// Set implements pflag.Value.
func (l *list) Set(text string) error {
	if strings.TrimSpace(text) == "help" {
		l.Help = true
		return nil
	}
	e, err := Parse(text)
	if err == nil {
		l.Expected = append(l.Expected, e)
	}
	return err
}

// String implements pflag.Value.
func (l *list) String() string {
	texts := make([]string, len(l.Expected))
	for i, e := range l.Expected {
		texts[i] = e.String()
	}
	return strings.Join(texts, "; ")
}

// Type implements pflag.Value.
func (l *list) Type() string { return "expectation" }

// Judge follows a capture and tells in the end what was not as expected. It is
// not safe for concurrent use.
type Judge struct {
	opt      Options
	tallies  []tally
	unwanted exhibits
	// found are the kinds of findings that packets with something unwanted had, kinds
	// those of the packet at hand that are unwanted.
	found map[annotate.FindingKind]bool
	kinds []annotate.FindingKind
	// lost is how many packets the capture lost.
	lost uint64
}

// New returns a Judge that has seen nothing.
func New(opt Options) *Judge {
	j := &Judge{opt: opt, tallies: make([]tally, len(opt.Expected)), found: map[annotate.FindingKind]bool{}}
	for i, e := range opt.Expected {
		j.tallies[i].metric = e.metric
	}
	return j
}

// Expects reports whether anything is expected: when not, it is all the same
// whether the Judge sees the capture.
func (j *Judge) Expects() bool { return len(j.tallies) > 0 || !j.opt.Unwanted.Empty() }

// Event takes note of a frame.
func (j *Judge) Event(e *annotate.Event) {
	for i := range j.tallies {
		j.tallies[i].event(e)
	}
	j.kinds = j.kinds[:0]
	for i := range e.Findings {
		if kind := e.Findings[i].Kind; j.opt.Unwanted.HasFinding(kind) {
			j.kinds = append(j.kinds, kind)
			j.found[kind] = true
		}
	}
	if len(j.kinds) > 0 {
		j.unwanted.finding(j.kinds, e)
	}
}

// Connection takes note of a connection that is over.
func (j *Judge) Connection(c *annotate.Connection) {
	for i := range j.tallies {
		j.tallies[i].connection(c)
	}
	if j.opt.Unwanted.HasConnection(c) {
		j.unwanted.connection(c.Verdict.String(), c)
	}
}

// Lost takes note of how many packets a live capture lost.
func (j *Judge) Lost(n uint64) { j.lost = n }

// Failures tells what was not as expected: a text for each expectation, and one
// for what was not wanted, each with a further line for each packet and each
// connection concerned. It is empty when all was as expected.
func (j *Judge) Failures(s *annotate.Summary) []string {
	var failures []string
	for i := range j.tallies {
		t := &j.tallies[i]
		t.summary(s, j.lost)
		if expected := &j.opt.Expected[i]; !expected.holds(t) {
			failures = append(failures, expected.failure(t))
		}
	}
	j.settle(s)
	if !j.unwanted.none() {
		failures = append(failures, j.unwanted.appendTo("not wanted"))
	}
	return failures
}

// settle takes back what the summary no longer counts, and adds what it alone does.
func (j *Judge) settle(s *annotate.Summary) {
	for k := 1; k < annotate.FindingKinds(); k++ {
		kind := annotate.FindingKind(k)
		switch {
		case !j.opt.Unwanted.HasFinding(kind):
		case s.Findings[kind] == 0:
			j.unwanted.takeBack(kind)
		case !j.found[kind]:
			j.unwanted.atTheEnd(kind)
		}
	}
}
