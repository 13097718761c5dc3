//go:build !linux

package netns

import (
	"errors"
	"os/exec"
)

// Isolate makes cmd start in a network namespace of its own: not on this system.
func Isolate(*exec.Cmd) error { return errors.ErrUnsupported }

// BringUp switches the loopback interface on: not on this system.
func BringUp() error { return errors.ErrUnsupported }
