package capture

import "github.com/google/gopacket/pcap"

// LibraryVersion is libpcap's own line about itself: "libpcap version 1.10.3
// (with TPACKET_V3)".
func LibraryVersion() string { return pcap.Version() }
