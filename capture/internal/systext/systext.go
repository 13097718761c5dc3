// Package systext words the errors of the operating system as the C library does, and
// so tcpdump. It knows no error of its own.
package systext

import (
	"errors"
	"strings"
	"syscall"
)

// Of returns the system's own words about an error, without the names of calls and
// files that Go puts around them, and with the capital letter of the C library. An
// error that is none of the system's has its own text.
func Of(err error) string {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return err.Error()
	}
	text := errno.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}
