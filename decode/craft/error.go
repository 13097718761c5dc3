package craft

import "fmt"

// Error is a mistake in a script.
type Error struct {
	// Line counts from 1.
	Line int
	Err  error
}

// Error returns "line 3: ...".
func (e *Error) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns what is wrong with the line.
func (e *Error) Unwrap() error { return e.Err }
