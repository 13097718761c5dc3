package lab

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// pollEvery is how often the kernel is asked for its sockets.
const pollEvery = 500 * time.Microsecond

// tooLong is a time between two polls in which states may have been missed.
const tooLong = 4 * time.Millisecond

// watcher follows the states of both hosts' sockets.
type watcher struct {
	hosts []*Host

	mu      sync.Mutex
	now     map[socketID]string
	changes []Change

	err         error      // valid when ended is closed
	blind       []Interval // likewise
	done, ended chan struct{}
	once        sync.Once
}

// socketID names a socket.
type socketID struct {
	host          string
	local, remote netip.AddrPort
}

// watch begins to follow.
func watch(hosts ...*Host) (*watcher, error) {
	w := &watcher{hosts: hosts, now: map[socketID]string{}, done: make(chan struct{}), ended: make(chan struct{})}
	if err := w.poll(); err != nil {
		return nil, err
	}
	go w.run()
	return w, nil
}

func (w *watcher) run() {
	defer close(w.ended)
	// A thread of its own that goes before all others and sleeps by itself: what
	// is found late is of no use. It is never unlocked and so ends with the
	// goroutine.
	runtime.LockOSThread()
	const fifo = 1 // SCHED_FIFO
	_ = unix.SchedSetAttr(0, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: fifo, Priority: 1}, 0)
	pause := unix.NsecToTimespec(int64(pollEvery))
	for last := time.Now().UnixNano(); ; {
		select {
		case <-w.done:
			return
		default:
		}
		if w.err = w.poll(); w.err != nil {
			return
		}
		now := time.Now().UnixNano()
		if now-last > int64(tooLong) {
			w.blind = append(w.blind, Interval{last, now})
		}
		last = now
		_ = unix.Nanosleep(&pause, nil) // a signal only makes it shorter
	}
}

// stop ends the watch and returns the changes in order of time.
func (w *watcher) stop() ([]Change, error) {
	w.once.Do(func() { close(w.done) })
	<-w.ended
	return w.changes, w.err
}

// has reports whether a socket at the host's port is in the state; "CLOSED"
// when there is none any more.
func (w *watcher) has(host string, port uint16, state string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := "CLOSED"
	for id, s := range w.now {
		if id.host == host && id.local.Port() == port {
			found = s
		}
	}
	return found == state
}

// poll asks each host and notes what has changed.
func (w *watcher) poll() error {
	for _, h := range w.hosts {
		sockets := map[socketID]string{}
		for _, family := range []byte{unix.AF_INET, unix.AF_INET6} {
			if err := h.sockets(family, sockets); err != nil {
				return fmt.Errorf("sock_diag: %w", err)
			}
		}
		w.compare(h.name, sockets, time.Now().UnixNano())
	}
	return nil
}

// compare notes the changes of one host.
func (w *watcher) compare(host string, sockets map[socketID]string, at int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, state := range sockets {
		if w.now[id] != state {
			w.note(id, state, at)
		}
	}
	for id := range w.now {
		if _, there := sockets[id]; !there && id.host == host {
			w.note(id, "CLOSED", at)
			delete(w.now, id)
		}
	}
}

func (w *watcher) note(id socketID, state string, at int64) {
	w.now[id] = state
	w.changes = append(w.changes, Change{at, id.host, id.local, id.remote, state})
}

// stateNames are the kernel's TCP states (net/tcp_states.h) as RFC 9293 names
// them; the kernel reports a request that waits for its ACK as SYN_RECV, too.
var stateNames = [...]string{
	1: "ESTABLISHED", 2: "SYN_SENT", 3: "SYN_RCVD", 4: "FIN_WAIT_1", 5: "FIN_WAIT_2", 6: "TIME_WAIT",
	7: "CLOSED", 8: "CLOSE_WAIT", 9: "LAST_ACK", 10: "LISTEN", 11: "CLOSING",
}

const (
	stateClosed = 7
	stateListen = 10
)

// The messages of sock_diag (linux/inet_diag.h).
const (
	headerLen  = 16 // struct nlmsghdr
	requestLen = headerLen + 56
	messageLen = 72 // struct inet_diag_msg
	allStates  = 1<<12 - 1 - 1<<stateListen
)

// sockets adds the host's sockets of one family.
func (h *Host) sockets(family byte, to map[socketID]string) error {
	req := make([]byte, requestLen)
	binary.NativeEndian.PutUint32(req, requestLen)
	binary.NativeEndian.PutUint16(req[4:], unix.SOCK_DIAG_BY_FAMILY)
	binary.NativeEndian.PutUint16(req[6:], unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	req[headerLen], req[headerLen+1] = family, unix.IPPROTO_TCP
	binary.NativeEndian.PutUint32(req[headerLen+4:], allStates)
	if err := unix.Sendto(h.diag, req, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	buf := make([]byte, 1<<16)
	for {
		n, _, err := unix.Recvfrom(h.diag, buf, 0)
		if err != nil {
			return err
		}
		for b := buf[:n]; len(b) >= headerLen; {
			length := int(binary.NativeEndian.Uint32(b))
			switch binary.NativeEndian.Uint16(b[4:]) {
			case unix.NLMSG_DONE:
				return nil
			case unix.NLMSG_ERROR:
				return unix.Errno(-int32(binary.NativeEndian.Uint32(b[headerLen:])))
			}
			h.socket(b[headerLen:length], to)
			b = b[min((length+3)&^3, len(b)):]
		}
	}
}

// socket adds the socket of one message. A connection that replaces one in
// TIME_WAIT is listed beside it: then the new one counts.
func (h *Host) socket(msg []byte, to map[socketID]string) {
	if len(msg) < messageLen || msg[1] == stateClosed || int(msg[1]) >= len(stateNames) {
		return
	}
	id := socketID{h.name, address(msg, 4, 8), address(msg, 6, 24)}
	if old, there := to[id]; !there || old == "TIME_WAIT" {
		to[id] = stateNames[msg[1]]
	}
}

// address reads the port and the address at these places of a message.
func address(msg []byte, port, addr int) netip.AddrPort {
	p := binary.BigEndian.Uint16(msg[port:])
	if msg[0] == unix.AF_INET {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(msg[addr:addr+4])), p)
	}
	return netip.AddrPortFrom(netip.AddrFrom16([16]byte(msg[addr:addr+16])), p)
}
