package lab

import (
	"container/heap"
	"sync"
	"time"
)

// wire carries frames between two hosts and remembers what each of them saw.
type wire struct {
	ends [2]*Host

	mu       sync.Mutex
	seen     [2][]Frame
	iss      [2]uint32
	rules    []*rule
	queue    queue
	order    int
	last     time.Time // of the last TCP segment that was seen anywhere
	inFlight int
	wake     chan struct{}
	done     chan struct{}
}

// rule says what happens to the next packets of a host that match.
type rule struct {
	from  *Host
	match Match
	left  int
	drop  bool
	delay time.Duration
}

// delivery is a frame on its way.
type delivery struct {
	due   time.Time
	order int
	to    int
	data  []byte
	tcp   bool
}

// queue is a heap of deliveries, the next one first.
type queue []delivery

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].due.Equal(q[j].due) {
		return q[i].order < q[j].order
	}
	return q[i].due.Before(q[j].due)
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(d any)   { *q = append(*q, d.(delivery)) }
func (q *queue) Pop() any {
	old := *q
	d := old[len(old)-1]
	*q = old[:len(old)-1]
	return d
}

// newWire joins the hosts.
func newWire(a, b *Host) *wire {
	w := &wire{ends: [2]*Host{a, b}, last: time.Now(), wake: make(chan struct{}, 1), done: make(chan struct{})}
	for from := range w.ends {
		go w.read(from)
	}
	go w.carry()
	return w
}

// stop ends the wire; its readers end when the devices are closed.
func (w *wire) stop() { close(w.done) }

// read takes what a host sends.
func (w *wire) read(from int) {
	buf := make([]byte, 65536)
	for {
		n, err := w.ends[from].tap.Read(buf)
		if err != nil {
			return // the device is closed
		}
		w.take(from, append([]byte(nil), buf[:n]...))
	}
}

// take puts a frame on its way, if the rules let it.
func (w *wire) take(from int, data []byte) {
	p, tcp := parse(data)
	w.mu.Lock()
	defer w.mu.Unlock()
	delay := time.Duration(0) // all that is not TCP passes at once
	if tcp {
		w.record(from, p)
		drop, longer := w.rule(from, p)
		if drop {
			return
		}
		delay = oneWay + longer
		w.inFlight++
	}
	w.order++
	heap.Push(&w.queue, delivery{time.Now().Add(delay), w.order, 1 - from, data, tcp})
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// record remembers a frame that a host sees now. w.mu is held.
func (w *wire) record(at int, p packet) {
	now := time.Now()
	w.seen[at] = append(w.seen[at], Frame{now.UnixNano(), p.data, len(p.data)})
	w.last = now
	if from := w.sender(p); from == at && p.flags&syn != 0 {
		w.iss[at] = p.seq
	}
}

// sender returns which end has sent a packet, by its MAC address.
func (w *wire) sender(p packet) int {
	if p.data[11] == 1 {
		return 0
	}
	return 1
}

// rule applies the first rule that is for the packet. w.mu is held.
func (w *wire) rule(from int, p packet) (drop bool, longer time.Duration) {
	for _, r := range w.rules {
		if r.left > 0 && r.from == w.ends[from] && r.match(p) {
			r.left--
			return r.drop, r.delay
		}
	}
	return false, 0
}

// carry delivers frames when they are due.
func (w *wire) carry() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-w.done:
			return
		case <-w.wake:
		case <-timer.C:
		}
		timer.Reset(w.deliverDue())
	}
}

// deliverDue delivers what is due and returns how long the next one has.
func (w *wire) deliverDue() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 {
		if wait := time.Until(w.queue[0].due); wait > 0 {
			return wait
		}
		d := heap.Pop(&w.queue).(delivery)
		if d.tcp {
			w.inFlight--
		}
		w.arrive(d.to, d.data)
	}
	return time.Hour
}

// deliver gives a host a frame that nobody sent.
func (w *wire) deliver(to *Host, data []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.arrive(w.index(to), data)
}

// arrive hands a frame to a host. w.mu is held.
func (w *wire) arrive(at int, data []byte) {
	if p, tcp := parse(data); tcp {
		w.record(at, p)
	}
	// A host that is gone loses the frame as a real one would.
	_, _ = w.ends[at].tap.Write(data)
}

func (w *wire) index(h *Host) int {
	if h == w.ends[0] {
		return 0
	}
	return 1
}

func (w *wire) add(r *rule) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rules = append(w.rules, r)
}

func (w *wire) clear() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rules = nil
}

// silentFor reports whether nothing travels and nothing did for d.
func (w *wire) silentFor(d time.Duration) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.inFlight == 0 && time.Since(w.last) >= d
}

// sent counts the packets of a host that match.
func (w *wire) sent(h *Host, m Match) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.sentBy(w.index(h), m))
}

// replay delivers the first packet of a host that matches again.
func (w *wire) replay(from *Host, m Match) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.index(from)
	packets := w.sentBy(at, m)
	if len(packets) == 0 {
		return false
	}
	w.arrive(1-at, packets[0])
	return true
}

// sentBy returns the packets of a host that match. w.mu is held.
func (w *wire) sentBy(at int, m Match) (packets [][]byte) {
	for _, f := range w.seen[at] {
		if p, ok := parse(f.Data); ok && w.sender(p) == at && m(p) {
			packets = append(packets, f.Data)
		}
	}
	return packets
}

// lastISS returns the initial sequence numbers chosen last.
func (w *wire) lastISS() (client, server uint32) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.iss[0], w.iss[1]
}

// frames returns what each host saw.
func (w *wire) frames() (client, server []Frame) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[0], w.seen[1]
}
