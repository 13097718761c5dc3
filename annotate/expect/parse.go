package expect

import (
	"fmt"
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

// operators lists those of two characters first, because they begin like the
// others.
var operators = [...]operator{
	{"==", func(a, b int64) bool { return a == b }},
	{"!=", func(a, b int64) bool { return a != b }},
	{"<=", func(a, b int64) bool { return a <= b }},
	{">=", func(a, b int64) bool { return a >= b }},
	{"<", func(a, b int64) bool { return a < b }},
	{">", func(a, b int64) bool { return a > b }},
}

// Parse parses "NAME OP VALUE"; the spaces may be left out.
func Parse(text string) (Expectation, error) {
	at := strings.IndexAny(text, "=!<>")
	if at < 0 {
		return Expectation{}, fmt.Errorf("%q has none of the operators == != < <= > >=", text)
	}
	e := Expectation{}
	name, rest := strings.TrimSpace(text[:at]), text[at:]
	for _, op := range operators {
		if strings.HasPrefix(rest, op.name) {
			e.op, e.text = op, strings.TrimSpace(rest[len(op.name):])
			break
		}
	}
	if e.op.holds == nil {
		return Expectation{}, fmt.Errorf("%q has none of the operators == != < <= > >=", text)
	}
	if e.metric = metricByName(name); e.metric == nil {
		return Expectation{}, fmt.Errorf("there is no figure %q; --expect help lists them", name)
	}
	var err error
	e.value, err = e.metric.parse(e.text)
	return e, err
}

// parse parses a value of the metric's unit.
func (m *metric) parse(text string) (int64, error) {
	if m.unit == count {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return 0, fmt.Errorf("%s is compared with a whole number, which %q is not", m.name, text)
		}
		return n, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%s is compared with a duration such as 50ms, which %q is not", m.name, text)
	}
	return int64(d), nil
}

// String returns the expectation as it is written.
func (e *Expectation) String() string { return e.metric.name + " " + e.op.name + " " + e.text }

// holds reports whether t is as expected. What was not seen is as nobody expects
// it.
func (e *Expectation) holds(t *tally) bool { return t.known && e.op.holds(t.value, e.value) }

// failure says what was found instead, and where.
func (e *Expectation) failure(t *tally) string {
	return t.exhibits.appendTo("expected " + e.String() + ", found " + e.metric.format(t))
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
