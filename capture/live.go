package capture

import (
	"errors"
	"io"
	"time"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/escape"
)

// statsPeriod is how often libpcap's 32-bit counters are looked at: more often
// than they could wrap round.
const statsPeriod = time.Second

// Live captures on an interface. A goroutine of its own empties libpcap into a
// ring, so that printing does not make the kernel drop packets.
type Live struct {
	handle   *pcap.Handle
	device   string
	linkType int
	snapLen  int
	notes    []string
	advice   hints

	puller *puller

	statsAt                    time.Time
	received, dropped, ifDrops counter
}

// start begins to empty the handle.
func (l *Live) start() { l.puller = startPuller(l.handle, l.snapLen, drop, l.readError) }

func (l *Live) readError(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return &CaptureError{Device: l.device, Text: escape.Lines(l.handle.Error().Error())}
}

// Device is the name of the interface.
func (l *Live) Device() string { return l.device }

// Notes are lines that tcpdump prints on opening, such as
// "data link type LINUX_SLL2", without the program's name.
func (l *Live) Notes() []string { return l.notes }

// Advice are lines about what the user may not have thought of.
func (l *Live) Advice() []string { return l.advice }

// Read implements Source.
func (l *Live) Read(packets []Packet) ([]Packet, error) {
	packets, err := l.puller.reader.read(packets)
	if now := time.Now(); now.Sub(l.statsAt) >= statsPeriod {
		l.statsAt = now
		// An error here comes again, and is told, when the counts are asked for.
		_ = l.count()
	}
	return packets, err
}

// Waits implements Source.
func (l *Live) Waits() bool { return true }

// LinkType implements Source.
func (l *Live) LinkType() int { return l.linkType }

// SnapLen implements Source.
func (l *Live) SnapLen() int { return l.snapLen }

// Stats implements Source. With an error, the counts are the last known.
func (l *Live) Stats() (Stats, error) {
	err := l.count()
	return Stats{
		Received:           l.received.total,
		Dropped:            l.dropped.total,
		DroppedByInterface: l.ifDrops.total,
		DroppedHere:        l.puller.reader.ring.drops(),
	}, err
}

// count looks at libpcap's counters while the puller may be reading from the same
// handle. Neither gopacket nor libpcap takes a lock there, and none is needed:
//
//   - For the packet sockets of Linux, pcap_stats asks the kernel and adds up in a part
//     of the handle that no read touches.
//   - For the BPF devices of macOS and the BSDs it asks the kernel and keeps nothing.
//   - For nflog and nfqueue it gives what the reads have counted, and may miss the last.
//
// Only the text of an error has one place for all: it may be the other's when a read
// and this fail at once. Live is used by one goroutine, so there are never two counts.
// A lock that reads hold would delay packets by as long as they wait on a quiet interface.
func (l *Live) count() error {
	stats, err := l.handle.Stats()
	if err != nil {
		return &CaptureError{Device: l.device, Text: escape.Lines(err.Error())}
	}
	l.received.see(stats.PacketsReceived)
	l.dropped.see(stats.PacketsDropped)
	l.ifDrops.see(stats.PacketsIfDropped)
	return nil
}

// Wake makes a Read that waits return at once with what is there. It may be
// called from any goroutine.
func (l *Live) Wake() { l.puller.reader.ring.interrupt() }

// Close implements Source. It takes at most the read timeout.
func (l *Live) Close() { l.puller.close() }
