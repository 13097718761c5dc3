package savefile

import (
	"fmt"
	"strconv"

	"tcpshake/capture/internal/escape"
	"tcpshake/capture/internal/systext"
)

// OpenError says that a file could not be made.
type OpenError struct {
	// Path is the file.
	Path string
	// Err is the reason.
	Err  error
	hint string
}

// Error gives the text as tcpdump prints it.
func (e *OpenError) Error() string { return escape.Text(e.Path) + ": " + systext.Of(e.Err) }

// Unwrap gives the reason.
func (e *OpenError) Unwrap() error { return e.Err }

// Hints are lines for the user.
func (e *OpenError) Hints() []string {
	if e.hint == "" {
		return nil
	}
	return []string{e.hint}
}

// WriteError says that a file could not be written, and what it holds.
type WriteError struct {
	// Path is the file, "-" standard output.
	Path string
	// Err is the reason.
	Err error
	// Packets counts the whole records in the file.
	Packets uint64
	// Cut is set when the file could not be cut back to them.
	Cut bool
}

// Error gives the reason, and the number of packets that are in the file.
func (e *WriteError) Error() string {
	if e.Path == "-" {
		return "Unable to write output: " + systext.Of(e.Err)
	}
	packets := "packets"
	if e.Packets == 1 {
		packets = "packet"
	}
	part := ""
	if e.Cut {
		part = " and a part of the next"
	}
	return fmt.Sprintf("%s: %s; the file holds %d whole %s%s", escape.Text(e.Path), systext.Of(e.Err), e.Packets, packets, part)
}

// Unwrap gives the reason.
func (e *WriteError) Unwrap() error { return e.Err }

// LimitError says that the number of files that was asked for is reached. It is
// an end, not a fault.
type LimitError struct {
	// Files is the number.
	Files int
}

// Error gives tcpdump's text.
func (e *LimitError) Error() string { return "Maximum file limit reached: " + strconv.Itoa(e.Files) }

// refusal is why a file that is there already is not written to.
type refusal string

func (r refusal) Error() string { return string(r) }

// The reasons.
const (
	errExists refusal = "File exists"
	errLink   refusal = "Is a symbolic link, and links are not followed"
	errInput  refusal = "Is a file that packets are read from"
	errOwner  refusal = "Belongs to another user, or has other names"
)
