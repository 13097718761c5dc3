package tcpdump

// protocolName returns tcpdump's name of an IP protocol or IPv6 next header.
func protocolName(proto uint8) string {
	switch proto {
	case 0:
		return "Options"
	case 1:
		return "ICMP"
	case 2:
		return "IGMP"
	case 4:
		return "IPIP"
	case 6:
		return "TCP"
	case 8:
		return "EGP"
	case 9:
		return "IGRP"
	case 17:
		return "UDP"
	case 33:
		return "DCCP"
	case 41:
		return "IPv6"
	case 43:
		return "Routing"
	case 44:
		return "Fragment"
	case 46:
		return "RSVP"
	case 47:
		return "GRE"
	case 50:
		return "ESP"
	case 51:
		return "AH"
	case 55:
		return "Mobile IP"
	case 58:
		return "ICMPv6"
	case 62:
		return "Mobile IP (old)"
	case 88:
		return "EIGRP"
	case 89:
		return "OSPF"
	case 103:
		return "PIM"
	case 108:
		return "Compressed IP"
	case 112:
		return "VRRP"
	case 113:
		return "PGM"
	case 132:
		return "SCTP"
	case 135:
		return "Mobility"
	case 143:
		return "Ethernet"
	default:
		return "unknown"
	}
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
