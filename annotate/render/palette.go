package render

import (
	"strings"

	"github.com/fatih/color"

	"tcpshake/annotate"
	"tcpshake/annotate/render/internal/piece"
)

// style is what stands before and after coloured text; both are empty without
// colour.
type style struct{ on, off string }

func (s style) wrap(text string) string { return s.on + text + s.off }

// palette holds every sequence that a printer needs, computed once: fatih/color
// joins its parameters anew at each call (6 to 11 allocations).
type palette struct {
	// labels are the words with their colour, padded to the column of the line.
	labels [annotate.LabelICMP + 1]piece.Piece
	// words are the same without padding.
	words [annotate.LabelICMP + 1]string
	// states are the names of states, by stateIndex; pairs are those of both
	// ends with a slash between.
	states       [stateForms]string
	pairs        [stateForms][stateForms]piece.Piece
	severities   [annotate.Error + 1]style
	verdicts     [annotate.Replaced + 1]style
	heading, dim style
}

// labelColumns is the width of the label with the space after it.
const labelColumns = 9

// newPalette returns the palette for the writer that env describes.
func newPalette(mode ColorMode, env *Env) *palette {
	on := mode.enabled(env)
	p := &palette{
		heading: newStyle(on, color.Bold),
		dim:     newStyle(on, color.Faint),
	}
	for l := range p.labels {
		word := annotate.Label(l).String()
		p.words[l] = newStyle(on, labelColor(annotate.Label(l))...).wrap(word)
		p.labels[l] = piece.New(p.words[l] + strings.Repeat(" ", max(1, labelColumns-len(word))))
	}
	for s := annotate.Unknown; s <= annotate.TimeWait; s++ {
		st := newStyle(on, stateColor(s)...)
		for _, e := range []annotate.EndState{{State: s}, {State: s, Doubtful: true}} {
			p.states[stateIndex(e)] = st.wrap(e.String())
		}
	}
	for c := range p.states {
		for s := range p.states {
			p.pairs[c][s] = piece.New(p.states[c] + "/" + p.states[s])
		}
	}
	for s := annotate.Info; s <= annotate.Error; s++ {
		p.severities[s] = newStyle(on, severityColor(s)...)
	}
	for v := range p.verdicts {
		p.verdicts[v] = newStyle(on, severityColor(verdictSeverity(annotate.Verdict(v)))...)
	}
	return p
}

// newStyle asks fatih/color for the sequences of attrs. The object is switched
// on by hand: the library's own idea of whether there is a terminal looks at
// standard output whatever the writer is.
func newStyle(on bool, attrs ...color.Attribute) style {
	if !on || len(attrs) == 0 {
		return style{}
	}
	c := color.New(attrs...)
	c.EnableColor()
	before, after, _ := strings.Cut(c.Sprint("|"), "|")
	return style{on: before, off: after}
}

// labelColor: what opens is green, what carries data cyan, what closes yellow,
// what breaks red; pure acknowledgments step back.
func labelColor(l annotate.Label) []color.Attribute {
	switch l {
	case annotate.LabelSYN, annotate.LabelSYNACK:
		return []color.Attribute{color.FgGreen, color.Bold}
	case annotate.LabelPSH:
		return []color.Attribute{color.FgCyan}
	case annotate.LabelACK:
		return []color.Attribute{color.Faint}
	case annotate.LabelFIN:
		return []color.Attribute{color.FgYellow, color.Bold}
	case annotate.LabelRST, annotate.LabelBroken, annotate.LabelICMP:
		return []color.Attribute{color.FgRed, color.Bold}
	default:
		return []color.Attribute{color.FgMagenta}
	}
}

func stateColor(s annotate.State) []color.Attribute {
	switch s {
	case annotate.Established:
		return []color.Attribute{color.FgGreen}
	case annotate.SynSent, annotate.SynRcvd:
		return []color.Attribute{color.FgCyan}
	case annotate.Unknown, annotate.Closed:
		return []color.Attribute{color.Faint}
	default:
		return []color.Attribute{color.FgYellow}
	}
}

func severityColor(s annotate.Severity) []color.Attribute {
	switch s {
	case annotate.Error:
		return []color.Attribute{color.FgRed, color.Bold}
	case annotate.Warning:
		return []color.Attribute{color.FgYellow}
	case annotate.Note:
		return []color.Attribute{color.FgCyan}
	default:
		return nil
	}
}

// verdictSeverity is how bad a verdict is to the one who reads it.
func verdictSeverity(v annotate.Verdict) annotate.Severity {
	switch v {
	case annotate.Refused, annotate.Unreachable, annotate.Reset, annotate.NoAnswer, annotate.Aborted:
		return annotate.Error
	case annotate.HalfOpen, annotate.HalfClosed, annotate.Replaced:
		return annotate.Warning
	default:
		return annotate.Info
	}
}

// stateForms is the number of ways to print a state: plain and doubtful.
const stateForms = 2 * (int(annotate.TimeWait) + 1)

// stateIndex is where the form of e's state stands in the tables.
func stateIndex(e annotate.EndState) int {
	if e.Doubtful {
		return 2*int(e.State) + 1
	}
	return 2 * int(e.State)
}

// samePrint reports whether a and b print alike: a state that is assumed looks
// like one that is proved.
func samePrint(a, b annotate.EndState) bool { return stateIndex(a) == stateIndex(b) }

// pair returns the states of both ends as a note prints them.
func (p *palette) pair(client, server annotate.EndState) *piece.Piece {
	return &p.pairs[stateIndex(client)][stateIndex(server)]
}
