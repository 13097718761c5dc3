package decode

// IPv4 options that have a name (IANA).
const (
	IPv4OptionEnd         = 0
	IPv4OptionNop         = 1
	IPv4OptionRR          = 7 // record route
	IPv4OptionTimestamp   = 68
	IPv4OptionTraceroute  = 82
	IPv4OptionSecurity    = 130
	IPv4OptionLSRR        = 131 // loose source and record route
	IPv4OptionSSRR        = 137 // strict source and record route
	IPv4OptionRouterAlert = 148
)

// IPv4Option is one option of an IPv4 header (RFC 791 section 3.1).
type IPv4Option struct {
	Kind uint8
	// Len is the length in bytes that the option says it has, 1 for the two kinds
	// without a length byte, and 0 when that byte is not there.
	Len int
	// Data begins at the option's first byte and ends where the datagram does: a
	// reader can see what stands behind an option that is too long for the header.
	Data []byte
	// Fault is FaultHeaderLen when Len is below 2 or more than the header has left,
	// and FaultCut when the datagram ends inside the option; Data is empty when it
	// ends in front of it. No option comes after either.
	Fault Fault
}

// IPv4Options yields the options of a header, one by one, up to an
// IPv4OptionEnd.
type IPv4Options struct {
	data []byte
	room int // bytes of the header that are left
}

// Options returns the options of the header. h goes on to the end of the
// datagram, or of what is captured of it.
func (h IPv4Header) Options() IPv4Options {
	return IPv4Options{data: h[IPv4MinHead:], room: h.HeaderLen() - IPv4MinHead}
}

// Next returns the next option, and false when there is none.
func (it *IPv4Options) Next() (IPv4Option, bool) {
	if it.room <= 0 {
		return IPv4Option{}, false
	}
	o := IPv4Option{Data: it.data, Len: 1}
	o.Fault = o.read(it.room)
	if o.Fault != FaultNone || o.Kind == IPv4OptionEnd {
		it.room = 0
		return o, true
	}
	it.data, it.room = it.data[o.Len:], it.room-o.Len
	return o, true
}

// read fills in kind and length, and returns what is wrong with an option that
// stands before room bytes.
func (o *IPv4Option) read(room int) Fault {
	if len(o.Data) == 0 {
		return FaultCut
	}
	o.Kind = o.Data[0]
	if o.Kind == IPv4OptionEnd || o.Kind == IPv4OptionNop {
		return FaultNone
	}
	if len(o.Data) < 2 {
		o.Len = 0
		return FaultCut
	}
	o.Len = int(o.Data[1])
	switch {
	case o.Len < 2 || o.Len > room:
		return FaultHeaderLen
	case o.Len > len(o.Data):
		return FaultCut
	}
	return FaultNone
}
