package decode

import (
	"fmt"
	"testing"
)

// sll and sll2 are cooked headers with an address of 6 bytes.
func sllFrame(kind, proto uint64, payload ...[]byte) []byte {
	return cat(be(2, kind), be(2, 1), be(2, 6), be(8, 0x0200000000010000), be(2, proto), cat(payload...))
}

func sll2Frame(kind, proto, index uint64, payload ...[]byte) []byte {
	return cat(be(2, proto), be(2, 0), be(4, index), be(2, 1), be(1, kind), be(1, 6), be(8, 0x0200000000010000), cat(payload...))
}

func TestCooked(t *testing.T) {
	packet := ip4(6, tcpBytes())
	tag := be(4, 0x0005_0800)
	runWalks(t, []walkTest{
		{"SLL", 113, sllFrame(0, 0x0800, packet), "SLL IPv4 TCP", TCP},
		{"SLL IPv6", 113, sllFrame(0, 0x86dd, ip6(6, tcpBytes())), "SLL IPv6 TCP", TCP},
		{"SLL VLAN", 113, sllFrame(0, 0x8100, tag, packet), "SLL VLAN IPv4 TCP", TCP},
		{"SLL two tags", 113, sllFrame(0, 0x8100, be(4, 0x0005_8100), tag, packet), "SLL VLAN IPv4 TCP", TCP},
		{"SLL service tag", 113, sllFrame(0, 0x88a8, tag, packet), "SLL other", NotTCP},
		{"SLL LLC", 113, sllFrame(0, 4, be(8, 0xaaaa03_000000_0800), packet), "SLL LLC IPv4 TCP", TCP},
		{"SLL Novell", 113, sllFrame(0, 1, packet), "SLL other", NotTCP},
		{"SLL address length is not believed", 113, patch(sllFrame(0, 0x0800, packet), 4, 0xff, 0xff), "SLL IPv4 TCP", TCP},
		{"SLL cut", 113, sllFrame(0, 0x0800)[:15], "SLL[cut]", NotTCP},
		{"SLL tag cut", 113, sllFrame(0, 0x8100, tag[:2]), "SLL VLAN[cut]", NotTCP},

		{"SLL2", 276, sll2Frame(0, 0x0800, 1, packet), "SLL2 IPv4 TCP", TCP},
		{"SLL2 VLAN", 276, sll2Frame(0, 0x8100, 1, tag, packet), "SLL2 VLAN IPv4 TCP", TCP},
		{"SLL2 ARP", 276, sll2Frame(0, 0x0806, 1, make([]byte, 28)), "SLL2 other", NotTCP},
		{"SLL2 cut", 276, sll2Frame(0, 0x0800, 1)[:19], "SLL2[cut]", NotTCP},
	})
}

func TestCookedDirection(t *testing.T) {
	packet := ip4(6, tcpBytes())
	for kind := range uint64(6) {
		want := kind == 4 // PACKET_OUTGOING
		if s := walk(t, 113, sllFrame(kind, 0x0800, packet)); s.Outgoing != want {
			t.Errorf("SLL type %d: Outgoing %v", kind, s.Outgoing)
		}
		if s := walk(t, 276, sll2Frame(kind, 0x0800, 70000, packet)); s.Outgoing != want {
			t.Errorf("SLL2 type %d: Outgoing %v", kind, s.Outgoing)
		}
	}
	if s := walk(t, 1, ether(0x0800, packet)); s.Outgoing {
		t.Errorf("Ethernet: Outgoing %v", s.Outgoing)
	}
}

// LinkHash tells copies of a packet apart by their MAC addresses and VLAN tags.
func TestLinkHash(t *testing.T) {
	packet := ip4(6, tcpBytes())
	frame := ether(0x0800, packet)
	same := walk(t, 1, frame).LinkHash
	if again := walk(t, 1, patch(frame, 20, 0xff)).LinkHash; again != same {
		t.Errorf("the packet changes the hash: %#x, %#x", same, again)
	}
	seen := map[uint32]string{same: "plain"}
	for name, other := range map[string][]byte{
		"destination":     patch(frame, 0, 4),
		"source":          patch(frame, 11, 9),
		"swapped":         cat(frame[6:12], frame[:6], frame[12:]),
		"VLAN 5":          ether(0x8100, be(4, 0x0005_0800), packet),
		"VLAN 6":          ether(0x8100, be(4, 0x0006_0800), packet),
		"VLAN 5 and 6":    ether(0x8100, be(4, 0x0005_8100), be(4, 0x0006_0800), packet),
		"VLAN 6 and 5":    ether(0x8100, be(4, 0x0006_8100), be(4, 0x0005_0800), packet),
		"cooked":          nil,
		"cooked outgoing": nil,
	} {
		var hash uint32
		switch name {
		case "cooked":
			hash = walk(t, 113, sllFrame(0, 0x0800, packet)).LinkHash
		case "cooked outgoing":
			hash = walk(t, 113, sllFrame(4, 0x0800, packet)).LinkHash
		default:
			hash = walk(t, 1, other).LinkHash
		}
		if twin, ok := seen[hash]; ok {
			t.Errorf("%s and %s have the same hash", name, twin)
		}
		seen[hash] = name
	}
}

// A frame that passes a bridge is captured on a port and on the bridge, each as
// another type of packet.
func TestLinkHashOfInterfaces(t *testing.T) {
	packet := ip4(6, tcpBytes())
	seen := map[uint32]string{}
	for kind := range uint64(5) {
		for _, index := range []uint64{1, 2, 3, 4, 5, 6, 7, 8, 70000} {
			name := fmt.Sprintf("type %d on interface %d", kind, index)
			hash := walk(t, 276, sll2Frame(kind, 0x0800, index, packet)).LinkHash
			if twin, ok := seen[hash]; ok {
				t.Errorf("%s and %s have the same hash", name, twin)
			}
			seen[hash] = name
		}
	}
}
