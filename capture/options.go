package capture

// Options say what is captured and how.
type Options struct {
	// Filter is a pcap-filter expression; empty means every packet, because
	// "tcp" would miss TCP behind VLAN tags, IPv6 extension headers and tunnels.
	Filter string
}
