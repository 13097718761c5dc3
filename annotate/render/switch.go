package render

import (
	"fmt"
	"strings"
)

// Switch is an option that is on, off, or left to the surroundings.
type Switch uint8

// The positions.
const (
	SwitchAuto Switch = iota
	SwitchOn
	SwitchOff
)

var switchNames = [...]string{SwitchAuto: "auto", SwitchOn: "true", SwitchOff: "false"}

// String returns "auto", "true" or "false".
func (s Switch) String() string { return switchNames[s] }

// Set parses a position; pflag calls it.
func (s *Switch) Set(value string) error {
	i, err := choose(switchNames[:], value)
	*s = Switch(i)
	return err
}

// Type names the kind of value in pflag's help.
func (s *Switch) Type() string { return "bool" }

// On reports the position, where auto means what the surroundings say.
func (s Switch) On(auto bool) bool { return s == SwitchOn || s == SwitchAuto && auto }

var colorNames = [...]string{ColorAuto: "auto", ColorAlways: "always", ColorNever: "never"}

// String returns "auto", "always" or "never".
func (m ColorMode) String() string { return colorNames[m] }

// Set parses a mode; pflag calls it.
func (m *ColorMode) Set(value string) error {
	i, err := choose(colorNames[:], value)
	*m = ColorMode(i)
	return err
}

// Type names the kind of value in pflag's help.
func (m *ColorMode) Type() string { return "when" }

// choose returns the index of value in names.
func choose(names []string, value string) (int, error) {
	for i, name := range names {
		if name == value {
			return i, nil
		}
	}
	return 0, fmt.Errorf("it is one of %s", strings.Join(names, ", "))
}
