package decode

import "encoding/binary"

// RoutingHeader reads an IPv6 routing header (RFC 8200 section 4.4) from its
// first byte. Its methods need the header to be there whole, if they do not say
// otherwise.
type RoutingHeader []byte

// Types of routing headers that hold addresses.
const (
	RoutingSource  = 0 // RFC 2460 section 4.4, deprecated by RFC 5095
	RoutingMobile  = 2 // RFC 6275 section 6.4
	RoutingSegment = 4 // RFC 8754
)

// Units returns the length field: the 8-byte units behind the first; it needs
// two bytes.
func (h RoutingHeader) Units() int { return int(h[1]) }

// Type returns the routing type; it needs three bytes.
func (h RoutingHeader) Type() uint8 { return h[2] }

// SegmentsLeft returns how many addresses are still to be visited; it needs
// four bytes.
func (h RoutingHeader) SegmentsLeft() uint8 { return h[3] }

// Reserved returns the 4 bytes behind the fixed part; it needs eight bytes.
func (h RoutingHeader) Reserved() uint32 { return binary.BigEndian.Uint32(h[4:]) }

// LastEntry, Flags and Tag are fields of a segment routing header (RFC 8754
// section 2); they need five, six and eight bytes.
func (h RoutingHeader) LastEntry() uint8 { return h[4] }

// Flags returns the flags of a segment routing header.
func (h RoutingHeader) Flags() uint8 { return h[5] }

// Tag returns the tag of a segment routing header.
func (h RoutingHeader) Tag() uint16 { return binary.BigEndian.Uint16(h[6:]) }

// Addrs returns how many addresses the header has room for.
func (h RoutingHeader) Addrs() int { return h.Units() / 2 }

// Addr returns the address with a number below Addrs.
func (h RoutingHeader) Addr(i int) Addr { return AddrFrom16([16]byte(h[8+16*i:])) }

// odd reports whether the length is none that a list of addresses can have.
func (h RoutingHeader) odd() bool {
	switch h.Type() {
	case RoutingSource, RoutingMobile, RoutingSegment:
		return h.Units()%2 != 0
	default:
		return false
	}
}
