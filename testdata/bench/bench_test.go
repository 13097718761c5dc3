package main

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// frames returns the frames of a capture and their lengths on the wire.
func frames(t *testing.T, kind string, count int) (data [][]byte, wire []int) {
	t.Helper()
	var file bytes.Buffer
	if err := write(&file, kind, count); err != nil {
		t.Fatal(err)
	}
	for b := file.Bytes()[24:]; len(b) > 0; {
		n := int(binary.LittleEndian.Uint32(b[8:]))
		data = append(data, b[16:16+n])
		wire = append(wire, int(binary.LittleEndian.Uint32(b[12:])))
		b = b[16+n:]
	}
	return data, wire
}

func TestCounts(t *testing.T) {
	for _, tt := range []struct {
		kind           string
		count, packets int
	}{
		{"short", 2, 25}, {"short", 80, 1000}, {"short", 0, 0},
		{"bulk", 1000, 1000}, {"flood", 100, 200}, {"syn", 100, 100},
		{"attack", 5000, 5000 + 100*12},
	} {
		if data, _ := frames(t, tt.kind, tt.count); len(data) != tt.packets {
			t.Errorf("%s %d: %d packets, want %d", tt.kind, tt.count, len(data), tt.packets)
		}
	}
}

// TestChecksums computes the checksums of whole frames anew.
func TestChecksums(t *testing.T) {
	for _, kind := range []string{"short", "flood", "syn", "attack"} {
		data, _ := frames(t, kind, 200)
		for i, b := range data {
			ip, tcp := decode(t, b)
			if got := sum(ip.Contents, 0); got != 0xffff {
				t.Fatalf("%s frame %d: IP checksum is wrong", kind, i)
			}
			pseudo := sum(ip.SrcIP.To4(), 6+uint32(len(tcp.Contents)+len(tcp.Payload)))
			if got := sum(append(bytes.Clone(tcp.Contents), tcp.Payload...), sum(ip.DstIP.To4(), pseudo)); got != 0xffff {
				t.Fatalf("%s frame %d: TCP checksum is wrong", kind, i)
			}
		}
	}
}

// TestNumbers checks that each segment begins where its sender's last one ended
// and acknowledges all that came from the peer, and that time goes on.
func TestNumbers(t *testing.T) {
	for _, kind := range []string{"short", "bulk", "flood"} {
		type direction struct{ src, dst string }
		next := map[direction]uint32{}
		data, wire := frames(t, kind, 500)
		for i, b := range data {
			ip, tcp := decode(t, b)
			self := direction{ip.SrcIP.String() + tcp.SrcPort.String(), ip.DstIP.String() + tcp.DstPort.String()}
			want, sent := next[self]
			if sent != !tcp.SYN || sent && tcp.Seq != want {
				t.Fatalf("%s frame %d: seq %d, want %d", kind, i, tcp.Seq, want)
			}
			if peer := next[direction{self.dst, self.src}]; tcp.ACK && tcp.Ack != peer {
				t.Fatalf("%s frame %d: ack %d, want %d", kind, i, tcp.Ack, peer)
			}
			length := uint32(wire[i] - 14 - 20 - int(tcp.DataOffset)*4)
			if tcp.SYN || tcp.FIN {
				length++
			}
			next[self] = tcp.Seq + length
		}
	}
}

func TestUniqueTuples(t *testing.T) {
	seen := map[string]bool{}
	data, _ := frames(t, "syn", 50_000)
	for _, b := range data {
		seen[string(b[srcAt:dstAt])+string(b[tcpAt:tcpAt+2])] = true
	}
	if len(seen) != len(data) {
		t.Errorf("%d different ends in %d SYNs", len(seen), len(data))
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{}, {"huge", "1"}, {"short", "x"}, {"short", "-1"}, {"a", "b", "c"}} {
		if err := run(args, &bytes.Buffer{}); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func decode(t *testing.T, b []byte) (*layers.IPv4, *layers.TCP) {
	t.Helper()
	p := gopacket.NewPacket(b, layers.LayerTypeEthernet, gopacket.Default)
	ip, _ := p.NetworkLayer().(*layers.IPv4)
	tcp, _ := p.TransportLayer().(*layers.TCP)
	if ip == nil || tcp == nil {
		t.Fatalf("no TCP in %x", b)
	}
	return ip, tcp
}

// sum adds b's words to s as ones' complement sums do (RFC 1071).
func sum(b []byte, s uint32) uint32 {
	for i, v := range b {
		s += uint32(v) << (8 * (1 - i%2))
	}
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return s
}
