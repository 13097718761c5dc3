package craft

import (
	"encoding/binary"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// linkType is a link type and how its header is built.
type linkType struct {
	name   string
	number int // as in capture files
	header func(*packet, Format) []byte
}

// linkTypes are those with a header of their own; the numbers are LINKTYPE_
// values.
var linkTypes = [...]linkType{
	{"NULL", 0, nullHeader},
	{"EN10MB", 1, ethernetHeader},
	{"PPP", 9, pppHeader},
	{"PPP_SERIAL", 50, pppHeader},
	{"RAW", 101, noHeader},
	{"C_HDLC", 104, hdlcHeader},
	{"LOOP", 108, loopHeader},
	{"LINUX_SLL", 113, sllHeader},
	{"IPV4", 228, noHeader},
	{"IPV6", 229, noHeader},
	{"LINUX_SLL2", 276, sll2Header},
}

func findLink(name string) (linkType, error) {
	for _, l := range linkTypes {
		if l.name == name {
			return l, nil
		}
	}
	n, err := strconv.ParseUint(name, 10, 16)
	if err != nil {
		return linkType{}, fmt.Errorf("unknown link type %q", name)
	}
	for _, l := range linkTypes {
		if l.number == int(n) {
			return l, nil
		}
	}
	return linkType{name: name, number: int(n), header: noHeader}, nil
}

func noHeader(*packet, Format) []byte { return nil }

// family returns BSD's address family: 30 is AF_INET6 of macOS.
func (p *packet) family() uint32 {
	if p.from.addr.Is4() {
		return 2
	}
	return 30
}

// etherType returns the EtherType of the IP packet.
func (p *packet) etherType() uint16 {
	if p.from.addr.Is4() {
		return 0x0800
	}
	return 0x86dd
}

// nullHeader is in the byte order of the machine that captured, as the file is.
func nullHeader(p *packet, f Format) []byte { return f.order().AppendUint32(nil, p.family()) }

func loopHeader(p *packet, _ Format) []byte {
	return binary.BigEndian.AppendUint32(nil, p.family())
}

func ethernetHeader(p *packet, _ Format) []byte {
	src, dst := p.macs()
	b := append(dst[:], src[:]...)
	for i, tag := range p.vlan {
		tpid := uint16(0x8100)
		if i < len(p.vlan)-1 {
			tpid = 0x88a8
		}
		b = binary.BigEndian.AppendUint16(b, tpid)
		b = binary.BigEndian.AppendUint16(b, tag)
	}
	return binary.BigEndian.AppendUint16(b, p.etherType())
}

// pppHeader has address and control of HDLC-like framing (RFC 1662).
func pppHeader(p *packet, _ Format) []byte {
	if p.from.addr.Is4() {
		return []byte{0xff, 0x03, 0x00, 0x21}
	}
	return []byte{0xff, 0x03, 0x00, 0x57}
}

func hdlcHeader(p *packet, _ Format) []byte {
	return binary.BigEndian.AppendUint16([]byte{0x0f, 0}, p.etherType())
}

// The packet types of LINUX_SLL and LINUX_SLL2.
const (
	sllToUs   = 0
	sllFromUs = 4
)

func (p *packet) sllType() uint8 {
	if p.outgoing {
		return sllFromUs
	}
	return sllToUs
}

// arphrdEther is the ARP hardware type of Ethernet.
const arphrdEther = 1

func sllHeader(p *packet, _ Format) []byte {
	src, _ := p.macs()
	b := []byte{0, p.sllType(), 0, arphrdEther, 0, 6}
	b = append(b, src[:]...)
	b = append(b, 0, 0)
	return binary.BigEndian.AppendUint16(b, p.etherType())
}

func sll2Header(p *packet, _ Format) []byte {
	src, _ := p.macs()
	b := binary.BigEndian.AppendUint16(nil, p.etherType())
	b = append(b, 0, 0)
	b = binary.BigEndian.AppendUint32(b, p.ifIndex)
	b = append(b, 0, arphrdEther, p.sllType(), 6)
	b = append(b, src[:]...)
	return append(b, 0, 0)
}

// macs returns the MAC addresses of the packet's ends.
func (p *packet) macs() (src, dst [6]byte) {
	src, dst = p.from.hostMAC(), p.to.hostMAC()
	if p.mac.set {
		src = p.mac.addr
	}
	if p.peerMAC.set {
		dst = p.peerMAC.addr
	}
	return src, dst
}

func (m *optionalMAC) read(ws *words) error {
	w := ws.next()
	hw, err := net.ParseMAC(w)
	if err != nil || len(hw) != 6 {
		return fmt.Errorf("want an Ethernet address, got %q", w)
	}
	*m = optionalMAC{[6]byte(hw), true}
	return nil
}

// parseVLAN reads the tags, outermost first: N or N.M.
func parseVLAN(w string) ([]uint16, error) {
	var tags []uint16
	for id := range strings.SplitSeq(w, ".") {
		n, err := strconv.ParseUint(id, 0, 16)
		if err != nil {
			return nil, fmt.Errorf("want N or N.M, got %q", w)
		}
		tags = append(tags, uint16(n))
	}
	return tags, nil
}
