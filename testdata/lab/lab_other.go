//go:build !linux

package lab

import (
	"context"
	"errors"
)

// Run is a scenario that is being played.
type Run struct{}

// Scenarios returns none: the lab needs Linux.
func Scenarios() []Scenario { return nil }

// Check returns why the lab cannot be used: it needs Linux.
func Check() error { return errors.New("network namespaces are there on Linux only") }

// Play returns Check's error.
func Play(context.Context, Scenario) (*Result, error) { return nil, Check() }
