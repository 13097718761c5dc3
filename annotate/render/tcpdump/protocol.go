package tcpdump

// protocolNames are tcpdump's names of IP protocols and IPv6 next headers.
var protocolNames = [...]string{
	0:   "Options",
	1:   "ICMP",
	2:   "IGMP",
	4:   "IPIP",
	6:   "TCP",
	8:   "EGP",
	9:   "IGRP",
	17:  "UDP",
	33:  "DCCP",
	41:  "IPv6",
	43:  "Routing",
	44:  "Fragment",
	46:  "RSVP",
	47:  "GRE",
	50:  "ESP",
	51:  "AH",
	55:  "Mobile IP",
	58:  "ICMPv6",
	62:  "Mobile IP (old)",
	88:  "EIGRP",
	89:  "OSPF",
	103: "PIM",
	108: "Compressed IP",
	112: "VRRP",
	113: "PGM",
	132: "SCTP",
	135: "Mobility",
	143: "Ethernet",
}

// protocolName returns tcpdump's name of an IP protocol or IPv6 next header.
func protocolName(proto uint8) string {
	if int(proto) < len(protocolNames) && protocolNames[proto] != "" {
		return protocolNames[proto]
	}
	return "unknown"
}

// etherTypeName returns tcpdump's name of an EtherType that can lead to TCP.
func etherTypeName(proto uint16) string {
	switch proto {
	case 0x0800:
		return "IPv4"
	case 0x6558:
		return "TEB"
	case 0x8100:
		return "802.1Q"
	case 0x86dd:
		return "IPv6"
	case 0x880b:
		return "PPP"
	case 0x8847:
		return "MPLS unicast"
	case 0x8848:
		return "MPLS multicast"
	case 0x8864:
		return "PPPoE S"
	case 0x88a8:
		return "802.1Q-QinQ"
	case 0x9100:
		return "802.1Q-9100"
	case 0x9200:
		return "802.1Q-9200"
	default:
		return "Unknown"
	}
}
