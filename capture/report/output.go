package report

import "tcpshake/capture/internal/systext"

// OutputError gives a failure of standard output tcpdump's text; nil stays nil.
func OutputError(err error) error {
	if err == nil {
		return nil
	}
	return &outputError{err}
}

type outputError struct{ err error }

func (e *outputError) Error() string { return "Unable to write output: " + systext.Of(e.err) }

func (e *outputError) Unwrap() error { return e.err }
