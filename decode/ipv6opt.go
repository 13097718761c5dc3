package decode

import "encoding/binary"

// Options of the IPv6 hop-by-hop and destination headers that have a form of
// their own (IANA).
const (
	OptionPad1        = 0
	OptionPadN        = 1
	OptionRouterAlert = 5    // RFC 2711
	OptionJumbo       = 0xc2 // RFC 2675
	OptionHomeAddress = 0xc9 // RFC 6275 section 6.3
)

// homeAddressLen is the least length of a home address option.
const homeAddressLen = 16

// IPv6Option is one option of a hop-by-hop or destination header (RFC 8200
// section 4.2).
type IPv6Option struct {
	Kind uint8
	// Body are the bytes behind the length byte; none for Pad1.
	Body []byte
	// Fault is FaultCut when the header ends before the option does (Body is nil
	// when it overruns the header), and FaultHeaderLen when the length is not one
	// of this kind. No option comes after either.
	Fault Fault
}

// IPv6Options yields the options of a header, one by one.
type IPv6Options struct {
	rest []byte
	// sub is set for suboptions, of which only the padding has a meaning.
	sub bool
}

// OptionsOf returns the options of a hop-by-hop or destination header that is
// captured whole.
func OptionsOf(e Extension) IPv6Options {
	it := e.options()
	return it
}

// Next returns the next option, and false when there is none.
func (it *IPv6Options) Next() (IPv6Option, bool) {
	b := it.rest
	if len(b) == 0 {
		return IPv6Option{}, false
	}
	o := IPv6Option{Kind: b[0]}
	if o.Kind == OptionPad1 {
		it.rest = b[1:]
		return o, true
	}
	if len(b) < 2 || len(b) < 2+int(b[1]) {
		it.rest, o.Fault = nil, FaultCut
		return o, true
	}
	size := 2 + int(b[1])
	o.Body, it.rest = b[2:size:size], b[size:]
	if !it.sub {
		o.Fault = o.check(len(b))
	}
	if o.Fault != FaultNone {
		it.rest = nil
	}
	return o, true
}

// check returns what is wrong with the length of an option that stands before
// room bytes.
func (o *IPv6Option) check(room int) Fault {
	least, most := 0, 0xff
	switch o.Kind {
	case OptionRouterAlert:
		least, most = 2, 2
	case OptionJumbo:
		least, most = 4, 4
	case OptionHomeAddress:
		least = homeAddressLen
	}
	switch {
	case room < 2+least:
		return FaultCut
	case len(o.Body) < least || len(o.Body) > most:
		return FaultHeaderLen
	}
	return FaultNone
}

// RouterAlert returns the value of a router alert option without Fault.
func (o *IPv6Option) RouterAlert() uint16 { return binary.BigEndian.Uint16(o.Body) }

// Jumbo returns the length in a jumbo payload option without Fault.
func (o *IPv6Option) Jumbo() uint32 { return binary.BigEndian.Uint32(o.Body) }

// HomeAddress returns the address of a home address option without Fault.
func (o *IPv6Option) HomeAddress() Addr { return AddrFrom16([16]byte(o.Body)) }

// SubOptions returns the suboptions behind the address of a home address option
// without Fault.
func (o *IPv6Option) SubOptions() IPv6Options {
	return IPv6Options{rest: o.Body[homeAddressLen:], sub: true}
}
