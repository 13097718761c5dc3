package craft

import (
	"fmt"
	"strconv"
	"strings"
)

// seqNumber is a sequence number of a script: relative to an iss, or as on the
// wire.
type seqNumber struct {
	value    uint32
	absolute bool
	set      bool
}

// parseSeq reads N, -N or =N. A negative number lies before the iss.
func parseSeq(w string) (seqNumber, error) {
	digits, absolute := strings.CutPrefix(w, "=")
	n, err := strconv.ParseInt(digits, 0, 64)
	if err != nil || n > 1<<32-1 || n <= -1<<31 {
		return seqNumber{}, fmt.Errorf("want a sequence number, got %q", w)
	}
	return seqNumber{value: uint32(n), absolute: absolute, set: true}, nil
}

// from returns the number on the wire.
func (n seqNumber) from(iss uint32) uint32 {
	if n.absolute {
		return n.value
	}
	return iss + n.value
}
