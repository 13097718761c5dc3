package capture

import (
	"time"

	"github.com/google/gopacket/pcap"
	"golang.org/x/sys/unix"

	"tcpshake/capture/bpf"
	"tcpshake/capture/internal/clib"
)

// defaultBuffer is the size of the kernel's buffer in bytes. libpcap's own
// default of 2 MiB is full in milliseconds on a busy loopback.
const defaultBuffer = 64 << 20

// readWait is how long a read waits on a quiet interface, and how long its reader
// needs to see that the capture is to end. Each time the Go runtime looks for work
// for some milliseconds before it rests, so waits must be few.
const readWait = 100 * time.Millisecond

// holdBack has the kernel hand over what it holds after handOver.
func holdBack(inactive *pcap.InactiveHandle) error { return clib.SetTimeout(inactive, handOver) }

// makePrompt has the kernel hand over what it holds every millisecond, or as often
// as its clock ticks (before Linux 6.18). Immediate mode would be sooner, but there
// each packet takes the room of the largest one, 256 KiB on loopback, so that the
// whole buffer holds 256 packets, and bursts are lost.
func makePrompt(inactive *pcap.InactiveHandle) error {
	return clib.SetTimeout(inactive, time.Millisecond)
}

// skipOutgoing makes the kernel leave out packets of loopback as they leave: it
// gives each packet twice, once as it leaves and once as it arrives. libpcap
// throws the first away as well, but only after it has taken room in the buffer,
// and has been counted. So nothing is lost when the kernel does not take this.
//
// The kernel is told directly. libpcap itself runs the filter that it is given
// over the packets that came before the filter, where the type of a packet is
// not to be had, and would reject them all.
func skipOutgoing(handle *pcap.Handle, filter []bpf.Instruction) {
	const (
		packetType = 0xfffff004 // SKF_AD_OFF + SKF_AD_PKTTYPE (linux/filter.h)
		outgoing   = 4          // PACKET_OUTGOING (linux/if_packet.h)
	)
	code := []unix.SockFilter{
		{Code: 0x20, K: packetType},      // ld [packet type]
		{Code: 0x15, Jf: 1, K: outgoing}, // jeq #outgoing
		{Code: 0x06},                     // ret #0
	}
	for _, in := range filter {
		// As much as libpcap lets pass: the packets that it filters itself must
		// not be cut before.
		if in.Code == 0x06 && in.K != 0 {
			in.K = MaxSnapLen
		}
		code = append(code, unix.SockFilter{Code: in.Code, Jt: in.True, Jf: in.False, K: in.K})
	}
	program := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}
	if fd := clib.Fileno(handle); fd >= 0 {
		_ = unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &program)
	}
}

// awaitPacket waits until a handle has something to read, readWait at most.
func awaitPacket(handle *pcap.Handle) {
	fds := []unix.PollFd{{Fd: int32(clib.Fileno(handle)), Events: unix.POLLIN}}
	// A descriptor that cannot be waited for is told by the next read.
	_, _ = unix.Poll(fds, int(readWait/time.Millisecond))
}
