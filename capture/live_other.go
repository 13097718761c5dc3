//go:build !linux

package capture

import "github.com/google/gopacket/pcap"

// defaultBuffer leaves the size of the kernel's buffer to libpcap, which knows
// the system's limit.
const defaultBuffer = 0

// skipOutgoing has nothing to do: loopback gives each packet once.
func skipOutgoing(*pcap.Handle, []pcap.BPFInstruction) {}
