package capture

import (
	"fmt"

	"tcpshake/capture/filter"
)

// hints are the lines of advice that an error carries.
type hints []string

// Hints are lines for the user, each complete; the likeliest comes first.
func (h hints) Hints() []string { return h }

// UsageError says that an option's value cannot be used.
type UsageError struct {
	// Text is tcpdump's text for this mistake.
	Text string
	hints
}

// Error gives the text.
func (e *UsageError) Error() string { return e.Text }

func usageErrorf(format string, args ...any) error {
	return &UsageError{Text: fmt.Sprintf(format, args...)}
}

// PermissionError says that this user may not capture.
type PermissionError struct {
	// Device is the interface, Text tcpdump's text of two lines.
	Device, Text string
	hints
}

// Error gives the text.
func (e *PermissionError) Error() string { return e.Text }

// InterfaceError says that an interface is missing, down, or cannot do what was asked.
type InterfaceError struct {
	// Device is the interface as the user named it, Text tcpdump's text.
	Device, Text string
	hints
}

// Error gives the text.
func (e *InterfaceError) Error() string { return e.Text }

// CaptureError says that a live capture ended before it was told to.
type CaptureError struct {
	// Device is the interface, Text libpcap's reason.
	Device, Text string
}

// Error gives the reason as tcpdump prints it.
func (e *CaptureError) Error() string { return "pcap_loop: " + e.Text }

// FileError says that a capture file could not be opened or read to its end.
type FileError struct {
	// Path is the file, "-" standard input.
	Path string
	// Text is libpcap's own text, which names the file where libpcap does.
	Text string
	// Reading is set when packets were being read, not when the file was opened.
	Reading bool
	hints
}

// Error gives the text as tcpdump prints it.
func (e *FileError) Error() string {
	if e.Reading {
		return "pcap_loop: " + e.Text
	}
	return e.Text
}

// FilterError says that libpcap does not take a filter expression, and where the
// mistake is.
type FilterError = filter.Error
