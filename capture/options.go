package capture

// Options say what is captured and how.
type Options struct {
	// Interface is a name, or a number of the list of -D; "" is loopback.
	Interface string
	// SnapLen is the most bytes of a frame to capture; 0 is libpcap's largest.
	SnapLen int
	// NoPromiscuous leaves the interface as it is.
	NoPromiscuous bool
	// BufferKiB is the size of the kernel's buffer; 0 is our default.
	BufferKiB int
	// Direction chooses packets by the way they go.
	Direction Direction
	// LinkType is libpcap's name of a link type; "" is the interface's own.
	LinkType string
	// TimestampType is libpcap's name of a clock; "" is the interface's own.
	TimestampType string
	// Immediate hands over each packet as it comes, at the price of more work for each.
	Immediate bool
	// Prompt hands packets over soon, in a few milliseconds, as is enough for a
	// person who watches.
	Prompt bool
	// Filter is a pcap-filter expression; empty means every packet, because
	// "tcp" would miss TCP behind VLAN tags, IPv6 extension headers and tunnels.
	Filter string
	// NoOptimizer leaves the code of the filter as it was generated.
	NoOptimizer bool
	// User is what root becomes; "" is the user of sudo, else nobody.
	User string
}

func (o Options) snapLen() int {
	if o.SnapLen == 0 {
		return MaxSnapLen
	}
	return o.SnapLen
}

// handleSnapLen is the snapshot length for libpcap, which runs a filter itself
// over the packets that came before it. Cut too short, they would all be
// rejected, so they are cut to the length that was asked for after that.
func (o Options) handleSnapLen() int {
	const filterReach = 256 // no usual filter looks at what is behind
	if o.Filter == "" {
		return o.snapLen()
	}
	return max(o.snapLen(), filterReach)
}

func (o Options) bufferSize() int {
	if o.BufferKiB > 0 {
		return o.BufferKiB << 10
	}
	return defaultBuffer
}
