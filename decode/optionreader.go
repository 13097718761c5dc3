package decode

// OptionReader yields the options of a TCP header in the order in which tcpdump
// reads them, for printing. It differs from what a receiver does (Options) in
// one way: behind an option of a kind with a fixed size it goes on after that
// size, not after what the length byte says, so that the excess bytes of an
// overlong option are read as options.
type OptionReader struct {
	rest []byte // from the next option to the end of the data: payload follows the header
	left int    // bytes of the header that are not yet read
}

// Options returns a reader of the options. h holds all data of the segment that
// are captured, payload included; the header may be cut.
func (h TCPHeader) Options() OptionReader {
	return OptionReader{rest: h[tcpHeaderLen:], left: h.HeaderLen() - tcpHeaderLen}
}

// OptionFault says what is wrong with an option, or with a part of its body.
type OptionFault uint8

// The faults of options.
const (
	OptionGood    OptionFault = iota
	OptionNoHead              // the captured data end before the kind or the length byte
	OptionLength              // the length byte is less than 2, or goes beyond the header
	OptionOverrun             // the body goes beyond the header
	OptionCut                 // the captured data end inside the body
)

// Option is one TCP option.
type Option struct {
	// Kind is the first byte; it is not valid with OptionNoHead.
	Kind OptionKind
	// Len is the length byte; 1 for the kinds that have none.
	Len int
	// Size is the number of bytes of the body that are read: the kind's fixed size
	// or, for the other kinds, Len-2.
	Size int
	// Body are the captured bytes behind the length byte. It may hold more or fewer
	// than Size: ask Missing before reading.
	Body []byte
	// Fault is OptionGood, OptionNoHead or OptionLength. The last two end the
	// options.
	Fault OptionFault

	whole []byte // from the kind on
	left  int    // bytes of the header behind the length byte
}

// Missing tells whether the first n bytes of the body are there: OptionGood,
// OptionOverrun or OptionCut. That a field lies within the header is looked at
// before whether it is captured.
func (o *Option) Missing(n int) OptionFault {
	switch {
	case n > o.left:
		return OptionOverrun
	case n > len(o.Body):
		return OptionCut
	default:
		return OptionGood
	}
}

// Next reads the next option into o; it reports false at the end of the header,
// behind EOL, and behind an option with a fault. When the body of the option
// before was not there (Missing), Next must not be called.
func (r *OptionReader) Next(o *Option) bool {
	if r.left <= 0 {
		return false
	}
	if len(r.rest) == 0 {
		return r.end(o, OptionNoHead)
	}
	o.Kind = OptionKind(r.rest[0])
	if o.Kind == KindNOP || o.Kind == KindEOL {
		return r.single(o)
	}
	// The length byte may lie behind the header, in the payload; then it is wrong
	// whatever it says.
	if len(r.rest) < 2 {
		return r.end(o, OptionNoHead)
	}
	o.Len = int(r.rest[1])
	if o.Len < 2 || o.Len > r.left {
		return r.end(o, OptionLength)
	}
	o.Size = o.Kind.size(o.Len)
	o.whole, o.Body = r.rest, r.rest[2:]
	o.left = r.left - 2
	o.Fault = OptionGood
	r.rest = o.Body[min(o.Size, len(o.Body)):]
	r.left = o.left - o.Size
	return true
}

// single reads an option without a length byte.
func (r *OptionReader) single(o *Option) bool {
	o.Len, o.Size, o.Body, o.Fault = 1, 0, nil, OptionGood
	r.rest = r.rest[1:]
	r.left--
	if o.Kind == KindEOL {
		r.left = 0
	}
	return true
}

func (r *OptionReader) end(o *Option, fault OptionFault) bool {
	o.Fault = fault
	r.left = 0
	return true
}

// size returns how many bytes of the body are read when the length byte says
// length.
func (k OptionKind) size(length int) int {
	switch k {
	case KindSACKOK:
		return 0
	case KindWScale:
		return 1
	case KindMSS, KindSCPS, KindUTO:
		return 2
	case KindEcho, KindEchoReply, KindCC, KindCCNew, KindCCEcho:
		return 4
	case KindTimestamp:
		return 8
	case KindMD5:
		return 16
	default:
		return length - 2
	}
}

// Whole returns the option with its kind and length byte in front. All of its
// body must be there.
func (o *Option) Whole() []byte { return o.whole[:o.Len] }
