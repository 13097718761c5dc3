package capture

import (
	"sync"
	"time"
)

const (
	// chunkPackets bounds the packets of a chunk, so that the headers of small
	// packets cannot need more memory than their bytes.
	chunkPackets = 8192
	// chunkCost is what a chunk needs at most, in bytes: the frames and their headers.
	chunkCost = arenaSize + chunkPackets*packetCost
	// packetCost is the size of a Packet.
	packetCost = 40
	// ringSize bounds the memory of a ring, in bytes.
	ringSize = 64 << 20
	// maxWait is how long a Read may wait for a packet.
	maxWait = 100 * time.Millisecond
)

// chunk is a batch of frames on its way through a ring.
type chunk struct {
	arena   arena
	packets []Packet
}

// whenFull is what a ring does with a frame for which it has no room.
type whenFull int

const (
	drop whenFull = iota // count it and go on: the kernel would lose others instead
	wait                 // let the writer wait: nothing is lost in a file
)

// ring carries frames from one goroutine that gets them to another that uses
// them, so that a slow user or a burst costs memory, up to a bound, and no
// packets. The writer fills chunks; the reader takes whole ones, or the one that
// is being filled when there is no other.
type ring struct {
	full  whenFull
	limit int           // chunks at most
	wake  chan struct{} // the reader waits here
	room  chan struct{} // the writer waits here
	timer *time.Timer   // of the reader

	mu      sync.Mutex
	filling *chunk
	ready   []*chunk // the oldest first
	spare   []*chunk
	made    int  // chunks that exist
	waiting bool // the reader waits
	dropped uint64
	err     error // what ended the writer
	closed  bool  // the reader is gone
}

func newRing(full whenFull) *ring {
	timer := time.NewTimer(0)
	timer.Stop()
	return &ring{
		full:  full,
		limit: ringSize / chunkCost,
		wake:  make(chan struct{}, 1),
		room:  make(chan struct{}, 1),
		timer: timer,
	}
}

// put copies a frame into the ring. It returns false once the reader is gone.
func (r *ring) put(p Packet) bool {
	r.mu.Lock()
	for !r.makeRoom(len(p.Data)) {
		if r.closed || r.full == drop {
			r.dropped++
			open := !r.closed
			r.mu.Unlock()
			return open
		}
		r.mu.Unlock()
		<-r.room
		r.mu.Lock()
	}
	p.Data = r.filling.arena.keep(p.Data)
	r.filling.packets = append(r.filling.packets, p)
	r.wakeReader()
	open := !r.closed
	r.mu.Unlock()
	return open
}

// makeRoom has a chunk being filled that takes n more bytes, or says that the
// ring is full.
func (r *ring) makeRoom(n int) bool {
	c := r.filling
	if c != nil && len(c.packets) < chunkPackets && (len(c.packets) == 0 || n <= c.arena.free()) {
		return true
	}
	if len(r.spare) == 0 && r.made == r.limit {
		return false
	}
	if c != nil {
		r.ready = append(r.ready, c)
	}
	r.filling = r.fresh()
	return true
}

// fresh returns an empty chunk; there must be a spare one or the right to make one.
func (r *ring) fresh() *chunk {
	if n := len(r.spare); n > 0 {
		c := r.spare[n-1]
		r.spare = r.spare[:n-1]
		return c
	}
	r.made++
	c := &chunk{packets: make([]Packet, 0, chunkPackets)}
	c.arena.reset()
	return c
}

// fail ends the writing; the reader gets the error after the last frame.
func (r *ring) fail(err error) {
	r.mu.Lock()
	r.err = err
	r.wakeReader()
	r.mu.Unlock()
}

func (r *ring) wakeReader() {
	if r.waiting {
		r.waiting = false
		signal(r.wake)
	}
}

// take gives the chunk used before back, if any, and returns the oldest one with
// frames. It waits at most maxWait, and returns nil when nothing came; the error
// comes when everything before it was taken.
func (r *ring) take(used *chunk) (*chunk, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.giveBack(used)
	if c, err := r.next(); c != nil || err != nil {
		return c, err
	}
	r.waiting = true
	r.mu.Unlock()
	r.timer.Reset(maxWait)
	select {
	case <-r.wake:
		r.timer.Stop()
	case <-r.timer.C:
	}
	r.mu.Lock()
	r.waiting = false
	return r.next()
}

func (r *ring) giveBack(used *chunk) {
	if used == nil {
		return
	}
	used.packets = used.packets[:0]
	used.arena.reset()
	r.spare = append(r.spare, used)
	signal(r.room)
}

func (r *ring) next() (*chunk, error) {
	if len(r.ready) > 0 {
		c := r.ready[0]
		// The slice is short, and moving it keeps its memory in place.
		r.ready = r.ready[:copy(r.ready, r.ready[1:])]
		return c, nil
	}
	if c := r.filling; c != nil && len(c.packets) > 0 {
		r.filling = nil
		return c, nil
	}
	return nil, r.err
}

// close lets a writer that waits go on, and end.
func (r *ring) close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	signal(r.room)
}

// drops counts the frames for which there was no room.
func (r *ring) drops() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dropped
}

// signal leaves a word for who waits; one word is enough.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// ringReader is the reading end of a ring as Source.Read needs it.
type ringReader struct {
	ring  *ring
	chunk *chunk
	next  int // the first packet of the chunk that was not returned
}

// read implements Source.Read.
func (r *ringReader) read(packets []Packet) ([]Packet, error) {
	packets = packets[:0]
	if r.chunk == nil || r.next == len(r.chunk.packets) {
		c, err := r.ring.take(r.chunk)
		r.chunk, r.next = c, 0
		if c == nil {
			return packets, err
		}
	}
	n := min(cap(packets), len(r.chunk.packets)-r.next)
	packets = append(packets, r.chunk.packets[r.next:r.next+n]...)
	r.next += n
	return packets, nil
}

// interrupt ends the reader's wait.
func (r *ring) interrupt() {
	r.mu.Lock()
	r.wakeReader()
	r.mu.Unlock()
}
