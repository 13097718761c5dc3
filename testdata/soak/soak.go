// Package soak is for tests that have two forms: a short one, which every run of
// the tests takes, and a long one, whose figures are published. Such tests are
// called TestSoak and something; "make soak" runs them in their long form and
// prints their figures. The package runs nothing and decides nothing.
package soak

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Variable is the environment variable that asks for the long form: "1".
const Variable = "TCPSHAKE_SOAK"

// Long reports whether the long form is asked for.
func Long() bool { return os.Getenv(Variable) == "1" }

// Pick returns the short or the long form's number of rounds, packets, ...
func Pick[T any](short, long T) T {
	if Long() {
		return long
	}
	return short
}

// Figure logs what a test has measured: one line of four words, of which the last
// says whether the test had failed by its end. A blank in name or unit would
// split it, so blanks become hyphens.
func Figure(t testing.TB, name string, value any, unit string) {
	t.Helper()
	t.Cleanup(func() {
		t.Helper()
		t.Log(line(name, value, unit, t.Failed()))
	})
}

func line(name string, value any, unit string, failed bool) string {
	verdict := "pass"
	if failed {
		verdict = "fail"
	}
	if f, ok := value.(float64); ok {
		value = fmt.Sprintf("%.4g", f)
	}
	return fmt.Sprintf("figure: %s %s %s %s", word(name), word(fmt.Sprint(value)), word(unit), verdict)
}

func word(s string) string { return strings.Join(strings.Fields(s), "-") }
