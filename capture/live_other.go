//go:build !linux

package capture

import (
	"time"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/bpf"
)

// defaultBuffer leaves the size of the kernel's buffer to libpcap, which knows
// the system's limit.
const defaultBuffer = 0

// readWait is how long a read waits. The kernel holds packets back as long.
const readWait = handOver

// holdBack has nothing to do: the kernel does so by readWait.
func holdBack(*pcap.InactiveHandle) error { return nil }

// makePrompt uses immediate mode, which costs no room here.
func makePrompt(inactive *pcap.InactiveHandle) error { return inactive.SetImmediateMode(true) }

// skipOutgoing has nothing to do: loopback gives each packet once.
func skipOutgoing(*pcap.Handle, []bpf.Instruction) {}

// awaitPacket rests: libpcap has no devices here that need it.
func awaitPacket(*pcap.Handle) { time.Sleep(readWait) }
