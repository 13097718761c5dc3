package lab

import "slices"

// Scenarios returns all scenarios.
func Scenarios() []Scenario {
	return slices.Concat(opening(), closing(), resetting(), losing(), flowing(), reusing())
}
