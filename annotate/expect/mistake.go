package expect

import (
	"fmt"
	"strings"

	"tcpshake/annotate"
	"tcpshake/annotate/similar"
)

// Mistake is an expectation that cannot be read, and what to type instead.
type Mistake struct {
	expectation, text string
	hints             []string
}

// Error quotes the expectation and says what is wrong with it.
func (m *Mistake) Error() string {
	return fmt.Sprintf("--expect %q: %s", strings.TrimSpace(m.expectation), m.text)
}

// Hints are lines that help.
func (m *Mistake) Hints() []string { return m.hints }

// listed is the hint where nothing better is known.
const listed = "--expect help lists the names"

// operatorsText lists the operators for an error.
const operatorsText = "== != < <= > >="

// meant maps what other languages write to the operator.
var meant = map[string]string{"=": "==", "===": "==", "=>": ">=", "=<": "<=", "<>": "!=", "!": "!=", "!==": "!="}

// noOperator is the mistake of an expectation without any operator.
func noOperator(text string) error {
	m := &Mistake{expectation: text, text: "an expectation is NAME OP VALUE, OP one of " + operatorsText}
	m.hints = suggestions(strings.TrimSpace(text))
	if known := metricByName(strings.TrimSpace(text)); known != nil {
		m.hints = []string{"for example --expect '" + known.example("") + "'"}
	}
	return m
}

// wrongOperator is the mistake of characters that are no operator.
func wrongOperator(text, name, op, value string) error {
	m := &Mistake{expectation: text, text: fmt.Sprintf("%q is none of the operators %s", op, operatorsText), hints: []string{listed}}
	if right, ok := meant[op]; ok {
		m.hints = []string{fmt.Sprintf("--expect '%s %s %s'", name, right, value)}
	}
	return m
}

// unknownName is the mistake of a name that there is not.
func unknownName(text, name string) error {
	return &Mistake{expectation: text, text: fmt.Sprintf("there is no figure %q", name), hints: suggestions(name)}
}

// wrongValue is the mistake of a value that is not of the metric's unit.
func (m *metric) wrongValue(text, op, value string) error {
	want := "a whole number"
	if m.unit == duration {
		want = "a duration"
	}
	wrong := &Mistake{expectation: text, text: fmt.Sprintf("%s is compared with %s, which %q is not", m.name, want, value)}
	wrong.hints = []string{"for example --expect '" + m.example(op) + "'"}
	if strings.ContainsAny(value, "=<>&|,") {
		wrong.hints = []string{"for several expectations give --expect several times"}
	}
	return wrong
}

// example is an expectation about the metric, with the operator if there is one.
func (m *metric) example(op string) string {
	switch {
	case m.unit == duration && op == "":
		return m.name + " < 50ms"
	case m.unit == duration:
		return m.name + " " + op + " 50ms"
	case op == "":
		return m.name + " == 0"
	default:
		return m.name + " " + op + " 1"
	}
}

// suggestions names the figures that may be meant.
func suggestions(name string) []string {
	if near := similar.Names(name, names()); len(near) > 0 {
		return []string{"did you mean " + strings.Join(near, ", ") + "?", listed}
	}
	return []string{listed}
}

// names returns the names of all figures.
func names() []string {
	var list []string
	for _, m := range metrics() {
		list = append(list, m.name)
	}
	list = append(list, verdictNames()...)
	return append(list, annotate.FindingNames(list...)...)
}
