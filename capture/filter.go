package capture

import "tcpshake/capture/internal/escape"

// newFilterError says why libpcap does not take a filter for a link type.
func newFilterError(filter string, err error, linkType int) *FilterError {
	return &FilterError{Filter: filter, Text: escape.Lines(err.Error())}
}
