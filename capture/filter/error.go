package filter

import (
	"strings"

	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
)

// Error says that libpcap does not take a filter expression.
type Error struct {
	// Filter is the expression, Text libpcap's reason.
	Filter, Text string
	// At is the place of the mistake in Filter in bytes, -1 when it is not known.
	At    int
	hints []string
}

// Error gives libpcap's reason, and below it the expression with the place marked.
func (e *Error) Error() string {
	text := escape.Lines(e.Text)
	if e.At < 0 {
		return text
	}
	before, after := shorten(e.Filter, e.At)
	return text + "\n  " + before + after + "\n  " + strings.Repeat(" ", len([]rune(before))) + "^"
}

// Hints are lines for the user.
func (e *Error) Hints() []string { return e.hints }

// shorten gives what is shown before and after a place, fit for one line.
func shorten(filter string, at int) (before, after string) {
	const room = 60
	left, right := []rune(escape.Text(filter[:at])), []rune(escape.Text(filter[at:]))
	before, after = string(left), string(right)
	if len(left) > room {
		before = "..." + string(left[len(left)-room:])
	}
	if len(right) > room {
		after = string(right[:room]) + "..."
	}
	return before, after
}

// Syntax says whether libpcap's text is about the form of an expression, and not
// about what is named in it or about the link type.
func Syntax(text string) bool { return strings.Contains(text, "syntax error") }

// Explain finds the place of a mistake and what was meant. text is what libpcap
// said about the expression for a link type.
func Explain(expression, text string, linkType int) *Error {
	e := &Error{Filter: expression, Text: text, At: -1}
	switch {
	case Syntax(text):
		e.At = locate(expression, linkType)
	default:
		e.At = quoted(expression, text)
	}
	e.hints = advise(e, linkType)
	return e
}

// Check compiles an expression for a link type. The error is an *Error.
func Check(expression string, linkType int) error {
	if text, ok := compile(expression, linkType); !ok {
		return Explain(expression, text, linkType)
	}
	return nil
}

// CheckForm is Check without the optimiser, whose time grows with the square of the
// expression's length and more. It cannot tell that an expression rejects all packets.
func CheckForm(expression string, linkType int) error {
	if text, ok := parse(expression, linkType); !ok {
		return Explain(expression, text, linkType)
	}
	return nil
}

// compile says whether libpcap takes an expression, and else why not.
func compile(expression string, linkType int) (text string, ok bool) {
	return judge(clib.Program{Filter: expression, LinkType: linkType})
}

// parse is compile without the optimiser.
func parse(expression string, linkType int) (text string, ok bool) {
	return judge(clib.Program{Filter: expression, LinkType: linkType, NoOptimizer: true})
}

// judge compiles p.
func judge(p clib.Program) (text string, ok bool) {
	p.SnapLen = clib.MaxSnapLen
	if _, err := clib.Compile(p); err != nil {
		return err.Error(), false
	}
	return "", true
}

// quoted finds the name that libpcap's text quotes.
func quoted(expression, text string) int {
	for _, quote := range []string{"'", `"`} {
		if _, rest, ok := strings.Cut(text, quote); ok {
			if name, _, ok := strings.Cut(rest, quote); ok && name != "" {
				return strings.Index(expression, name)
			}
		}
	}
	return -1
}
