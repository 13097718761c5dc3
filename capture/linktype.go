package capture

import (
	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/clib"
	"tcpshake/capture/internal/escape"
)

// LinkTypeName is libpcap's name of a DLT number, for example "EN10MB"; "" when
// it has none.
func LinkTypeName(dlt int) string { return pcap.DatalinkValToName(dlt) }

// LinkTypeDescription is libpcap's description of a DLT number, for example
// "Ethernet"; "" when it has none.
func LinkTypeDescription(dlt int) string { return pcap.DatalinkValToDescription(dlt) }

// checkLinkType reports a name that is none of libpcap's.
func checkLinkType(name string) error {
	_, err := linkTypeNamed(name)
	return err
}

// linkTypeNamed is the DLT number of one of libpcap's names.
func linkTypeNamed(name string) (int, error) {
	dlt := pcap.DatalinkNameToVal(name)
	if dlt < 0 {
		return 0, usageErrorf("invalid data link type %s", escape.Text(name))
	}
	return dlt, nil
}

// linkTypeOf is the DLT number of a handle. gopacket cuts it to eight bits,
// which makes 276 (LINUX_SLL2) 20 and 65537 (nothing) 1 (EN10MB), so libpcap is
// asked itself.
func linkTypeOf(handle *pcap.Handle) int {
	if dlt := clib.Datalink(handle); dlt >= 0 {
		return dlt
	}
	return int(handle.LinkType())
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
