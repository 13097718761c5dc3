package expect

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tcpshake/annotate"
)

// Expectation is one comparison: a metric, an operator and a value.
type Expectation struct {
	metric *metric
	op     operator
	value  int64
	// text is how the value was written.
	text string
}

// operator compares what was found with what is expected.
type operator struct {
	name  string
	holds func(found, expected int64) bool
}

// operatorCharacters are what operators are made of.
const operatorCharacters = "=!<>"

var operators = [...]operator{
	{"==", func(a, b int64) bool { return a == b }},
	{"!=", func(a, b int64) bool { return a != b }},
	{"<=", func(a, b int64) bool { return a <= b }},
	{">=", func(a, b int64) bool { return a >= b }},
	{"<", func(a, b int64) bool { return a < b }},
	{">", func(a, b int64) bool { return a > b }},
}

// Parse parses "NAME OP VALUE"; the spaces may be left out. The error is a
// *Mistake.
func Parse(text string) (Expectation, error) {
	at := strings.IndexAny(text, operatorCharacters)
	if at < 0 {
		return Expectation{}, noOperator(text)
	}
	name, rest := strings.TrimSpace(text[:at]), text[at:]
	value := strings.TrimLeft(rest, operatorCharacters)
	sign := rest[:len(rest)-len(value)]
	value = strings.TrimSpace(value)
	op := slices.IndexFunc(operators[:], func(o operator) bool { return o.name == sign })
	if op < 0 {
		return Expectation{}, wrongOperator(text, name, sign, value)
	}
	m := metricByName(name)
	if m == nil {
		return Expectation{}, unknownName(text, name)
	}
	n, ok := m.parse(value)
	if !ok {
		return Expectation{}, m.wrongValue(text, sign, value)
	}
	return Expectation{metric: m, op: operators[op], value: n, text: value}, nil
}

// parse parses a value of the metric's unit, and reports whether it is one.
func (m *metric) parse(text string) (int64, bool) {
	if m.unit == count {
		n, err := strconv.ParseInt(text, 10, 64)
		return n, err == nil && n >= 0
	}
	d, err := time.ParseDuration(strings.ReplaceAll(text, " ", "")) // "50 ms"
	return int64(d), err == nil && d >= 0
}

// String returns the expectation as it is written.
func (e *Expectation) String() string { return e.metric.name + " " + e.op.name + " " + e.text }

// holds reports whether t is as expected. What was not seen is as nobody expects
// it.
func (e *Expectation) holds(t *tally) bool { return t.known && e.op.holds(t.value, e.value) }

// failure says what was found instead, and where.
func (e *Expectation) failure(t *tally) string {
	return t.exhibits.appendTo("expected " + e.String() + ", found " + e.found(t))
}

// found is the value that was found, as exact as is needed to see why it is not as
// expected.
func (e *Expectation) found(t *tally) string {
	text := e.metric.format(t)
	if e.metric.unit == count || !t.known {
		return text
	}
	if rounded, err := time.ParseDuration(text); err == nil && e.op.holds(int64(rounded), e.value) {
		return time.Duration(t.value).String()
	}
	return text
}

// format returns a value in the metric's unit.
func (m *metric) format(t *tally) string {
	switch {
	case !t.known:
		return "none"
	case m.unit == count:
		return strconv.FormatInt(t.value, 10)
	default:
		return string(annotate.AppendDuration(nil, t.value))
	}
}
