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

// leastSnapLen is the shortest snapshot length of a link type, as libpcap has it:
// of the headers that Linux makes up, one byte behind the longer one.
func leastSnapLen(linkType int) int {
	const sll, sll2, sll2Header = 113, 276, 20
	if linkType == sll || linkType == sll2 {
		return sll2Header + 1
	}
	return 1
}
