package capture

import "github.com/google/gopacket/pcap"

// LinkTypeName is libpcap's name of a DLT number, for example "EN10MB"; "" when
// it has none.
func LinkTypeName(dlt int) string { return pcap.DatalinkValToName(dlt) }

// LinkTypeDescription is libpcap's description of a DLT number, for example
// "Ethernet"; "" when it has none.
func LinkTypeDescription(dlt int) string { return pcap.DatalinkValToDescription(dlt) }

// linkTypeOf is the DLT number of a handle. gopacket cuts it to eight bits,
// which makes 276 (LINUX_SLL2) 20, but names the types that a handle offers in
// full: the one that ends in the same eight bits is meant.
func linkTypeOf(handle *pcap.Handle) int {
	low := int(handle.LinkType())
	offered, err := handle.ListDataLinks()
	if err != nil {
		return low
	}
	for _, link := range offered {
		if dlt := pcap.DatalinkNameToVal(link.Name); dlt >= 0 && dlt&0xff == low {
			return dlt
		}
	}
	return low
}
