package tcpdump

// ouiName returns tcpdump's name of the organisation that an Ethernet address
// belongs to.
func ouiName(mac [6]byte) string {
	switch uint32(mac[0])<<16 | uint32(mac[1])<<8 | uint32(mac[2]) {
	case 0x000000:
		return "Ethernet"
	case 0x00000c:
		return "Cisco"
	case 0x00005e:
		return "IANA"
	case 0x000081:
		return "Nortel Networks SONMP"
	case 0x0000f8:
		return "Cisco bridged"
	case 0x0080c2:
		return "Ethernet bridged"
	case 0x00a03e:
		return "ATM Forum"
	case 0x00e02f:
		return "DOCSIS Spanning Tree"
	case 0x080007:
		return "Appletalk"
	case 0x009069:
		return "Juniper"
	case 0x080009:
		return "Hewlett-Packard"
	case 0x00120f:
		return "IEEE 802.3 Private"
	case 0x0012bb:
		return "ANSI/TIA"
	case 0x001b21:
		return "DCBX"
	case 0x002320:
		return "Nicira Networks"
	case 0x5c16c7:
		return "Big Switch Networks"
	case 0xb0d2f5:
		return "Vello Systems"
	case 0x002481:
		return "HP"
	case 0x0004ea:
		return "HP-Labs"
	case 0x748771:
		return "Infoblox Inc"
	case 0xa42305:
		return "Open Networking Lab"
	case 0x00049f:
		return "Freescale"
	case 0x0015ad:
		return "Netronome"
	case 0x001018:
		return "Broadcom"
	case 0x00e004:
		return "PMC-Sierra"
	case 0xd0f0db:
		return "Ericsson"
	default:
		return "Unknown"
	}
}
