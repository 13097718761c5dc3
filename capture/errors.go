package capture

// FileError says that a capture file could not be opened or read to its end.
type FileError struct {
	// Text is libpcap's own text, which names the file where libpcap does.
	Text string
	// Reading is set when packets were being read, not when the file was opened.
	Reading bool
}

// Error gives the text as tcpdump prints it.
func (e *FileError) Error() string {
	if e.Reading {
		return "pcap_loop: " + e.Text
	}
	return e.Text
}

// FilterError says that libpcap does not take a filter expression.
type FilterError struct {
	// Filter is the expression, Text libpcap's reason.
	Filter, Text string
}

// Error gives libpcap's reason, as tcpdump prints it.
func (e *FilterError) Error() string { return e.Text }
