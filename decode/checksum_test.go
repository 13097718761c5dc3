package decode

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// simpleSum adds 16-bit words one by one, as RFC 1071 section 4.1 does.
func simpleSum(b []byte) uint16 {
	var sum uint32
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(b[i:]))
	}
	if len(b)%2 != 0 {
		sum += uint32(b[len(b)-1]) << 8
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}

func TestAddBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 70 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
			if n%3 == 0 {
				b[i] = 0xff // many carries
			}
		}
		if got, want := fold(addBytes(0, b)), simpleSum(b); got != want {
			t.Errorf("%d bytes: %#x, want %#x", n, got, want)
		}
	}
}

func TestIPv4Checksum(t *testing.T) {
	// The header of the example in many textbooks.
	b := unhex(t, "4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7")
	if got := IPv4Checksum(b); got != (Checksum{0xb861, 0xb861, true}) {
		t.Errorf("right: %+v", got)
	}
	b[11]++
	if got := IPv4Checksum(b); got != (Checksum{0xb862, 0xb861, false}) {
		t.Errorf("wrong: %+v", got)
	}
}

// Both forms of zero are right, and 0xffff is the one that is wanted.
func TestChecksumZero(t *testing.T) {
	b := unhex(t, "4500 0014 0000 0000 4006 0000 00000000 00000000")
	binary.BigEndian.PutUint16(b[4:], ^simpleSum(b))
	for _, stored := range []uint16{0, 0xffff} {
		binary.BigEndian.PutUint16(b[10:], stored)
		if got := IPv4Checksum(b); !got.Good {
			t.Errorf("stored %#x: %+v", stored, got)
		}
	}
	binary.BigEndian.PutUint16(b[10:], 0x1234)
	if got := IPv4Checksum(b); got.Good || got.Want != 0xffff {
		t.Errorf("stored 0x1234: %+v", got)
	}
}

func TestTCPChecksum(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		payload := make([]byte, r.IntN(40))
		for i := range payload {
			payload[i] = byte(r.Uint32())
		}
		for _, ends := range [][2]string{{"10.1.2.3", "255.254.253.252"}, {"2001:db8::1", "fe80::ffff"}} {
			src, dst := netip.MustParseAddr(ends[0]), netip.MustParseAddr(ends[1])
			segment := checksummed(t, src, dst, payload)
			want := binary.BigEndian.Uint16(segment[16:])
			packet := ipHeader(src, dst)
			if got := TCPChecksum(packet, segment); !got.Good || got.Stored != want {
				t.Errorf("%s, %d bytes: %+v", ends[0], len(payload), got)
			}
			segment[16] ^= 0x55
			if got := TCPChecksum(packet, segment); got.Good || got.Want != want {
				t.Errorf("%s, %d bytes, damaged: %+v, want %#x", ends[0], len(payload), got, want)
			}
		}
	}
}

// ipHeader returns the fixed header of a packet with TCP.
func ipHeader(src, dst netip.Addr) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, protoTCP, 0, 0}
	if src.Is6() {
		b = []byte{0x60, 0, 0, 0, 0, 0, protoTCP, 64}
	}
	return append(append(b, src.AsSlice()...), dst.AsSlice()...)
}

// checksummed returns a segment with the checksum that gopacket computes.
func checksummed(t *testing.T, src, dst netip.Addr, payload []byte) []byte {
	t.Helper()
	tcp := &layers.TCP{SrcPort: 1000, DstPort: 80, Seq: 1, Ack: 2, ACK: true, Window: 3}
	var network gopacket.NetworkLayer = &layers.IPv6{SrcIP: src.AsSlice(), DstIP: dst.AsSlice()}
	if src.Is4() {
		network = &layers.IPv4{SrcIP: src.AsSlice(), DstIP: dst.AsSlice()}
	}
	if err := tcp.SetNetworkLayerForChecksum(network); err != nil {
		t.Fatal(err)
	}
	buf := gopacket.NewSerializeBuffer()
	opt := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(buf, opt, tcp, gopacket.Payload(payload)); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func BenchmarkTCPChecksum(b *testing.B) {
	packet := ipHeader(netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2"))
	segment := make([]byte, 1460)
	b.SetBytes(int64(len(segment)))
	for b.Loop() {
		TCPChecksum(packet, segment)
	}
}
