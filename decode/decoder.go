package decode

import "strconv"

// Decoder decodes the frames of one link type. It holds no state between
// frames; one Decoder must not be used by two goroutines at once only because
// they would share the Segment that they fill.
type Decoder struct {
	dlt int
}

// ErrLinkType is the error of New for a link type that cannot be decoded.
type ErrLinkType struct {
	// DLT is the link type as libpcap numbers it.
	DLT int
}

// Error says which link type it is by its number.
func (e ErrLinkType) Error() string { return "link type " + strconv.Itoa(e.DLT) + " is not supported" }

// New returns a Decoder for a link type as libpcap numbers them (the DLT; 1 is
// EN10MB). The error is an ErrLinkType.
func New(dlt int) (*Decoder, error) {
	return &Decoder{dlt: dlt}, nil
}

// Decode fills s with what frame holds: the captured bytes of a frame that had
// wireLen bytes on the wire. The slices of s point into frame.
func (d *Decoder) Decode(frame []byte, wireLen int, s *Segment) {
	*s = Segment{Frame: frame, WireLen: wireLen}
}
