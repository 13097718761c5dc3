package capture

import (
	"errors"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/google/gopacket/pcap"
)

// puller moves frames from libpcap into a ring, in a goroutine of its own.
type puller struct {
	handle  *pcap.Handle
	snapLen int // frames are cut to this length
	reader  ringReader
	// failed words the error that ended the reading.
	failed func(error) error
	stop   atomic.Bool
	done   chan struct{} // closed when the goroutine has ended
}

func startPuller(handle *pcap.Handle, snapLen int, full whenFull, failed func(error) error) *puller {
	p := &puller{handle: handle, snapLen: snapLen, reader: ringReader{ring: newRing(full)}, failed: failed, done: make(chan struct{})}
	go p.pull()
	return p
}

// pull goes on until it is told to stop or an error ends the capture. It never
// tries again after an error: gopacket reports a removed interface on every read,
// at once, for ever.
func (p *puller) pull() {
	defer close(p.done)
	var waits idle
	for !p.stop.Load() {
		data, info, err := p.handle.ZeroCopyReadPacketData()
		if err == nil {
			data = data[:min(len(data), p.snapLen)]
			if !p.reader.ring.put(Packet{Time: info.Timestamp.UnixNano(), Data: data, Len: info.Length}) {
				return
			}
			continue
		}
		switch {
		case errors.Is(err, pcap.NextErrorTimeoutExpired):
			waits.pause(time.Now())
		case nothingYet(p.handle.Error()):
			awaitPacket(p.handle)
		default:
			p.reader.ring.fail(p.failed(err))
			return
		}
	}
}

// nothingYet reports whether libpcap's text says no more than that a descriptor
// which does not block has nothing to read: gopacket makes it so, and libpcap's
// netfilter devices (nflog, nfqueue) take that for an error.
func nothingYet(text error) bool {
	return text != nil && strings.HasSuffix(strings.ToLower(text.Error()), ": "+syscall.EAGAIN.Error())
}

// idle keeps the reading of a device that cannot be waited for from spinning:
// for those gopacket says at once that the time is over.
type idle struct{ last time.Time }

// pause rests for a moment when the last wait was none.
func (i *idle) pause(now time.Time) {
	const shortest, rest = 5 * time.Millisecond, time.Millisecond
	if now.Sub(i.last) < shortest {
		time.Sleep(rest)
	}
	i.last = now
}

// close ends the goroutine, which takes as long as libpcap waits, and then closes
// the handle: not before, or libpcap would read from a closed one.
func (p *puller) close() {
	p.stop.Store(true)
	p.reader.ring.close()
	<-p.done
	p.handle.Close()
}
