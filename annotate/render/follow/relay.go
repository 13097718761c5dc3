package follow

import "time"

// InFlight is how many batches are on their way at most when they are passed on by
// Pass: followed, or waiting to be.
const InFlight = 8

// relay passes batches to the goroutine that follows them, and back to who prints
// them, in order. A batch belongs to one of the two at any time, and the tracker,
// the judge and the rule to the goroutine as long as a batch is on its way.
type relay struct {
	// work leads to the goroutine, back from there; nil before it is needed.
	work chan *batch
	back chan part
	// printed says that a part was printed, and whether that failed.
	printed chan error
	// flying is how many batches are on their way, idle those that are not in use.
	flying int
	idle   []*batch
	pace   pace
}

// part is what of a batch is ready to be printed: its first n frames, and all of
// it when whole is set. Enough was seen when done is.
type part struct {
	batch       *batch
	n           int
	whole, done bool
}

// Pass takes the batch the rest of the way and begins a new one. Where that is faster,
// a goroutine of its own follows the batch while earlier ones are printed. Then fewer
// than InFlight batches are not printed yet when Pass returns; Settle, or Pass with an
// empty batch, prints them. Pass finds out what is faster from now, the time of the
// call on a clock that is never set. The error is the printer's. Call it only where two
// goroutines can run at a time.
func (f *Follower) Pass(now time.Duration) error {
	r := &f.relay
	if len(f.batch.frames) == 0 || f.failed != nil {
		return f.Settle() // a batch that failed is not followed again
	}
	if !r.pace.passOn(now, len(f.batch.frames)) {
		return f.passAtOnce()
	}
	if r.work == nil {
		r.start(f)
	}
	r.work <- f.batch
	r.flying++
	f.batch = r.spare()
	if r.flying < InFlight {
		return f.failed
	}
	return f.printOldest()
}

// passAtOnce takes the batch the rest of the way before it returns.
func (f *Follower) passAtOnce() error {
	if err := f.Settle(); err != nil {
		return err
	}
	if _, err := f.Observe(); err != nil {
		return err
	}
	return f.Print()
}

// Settle prints the batches that Pass left on their way. The error is the
// printer's.
func (f *Follower) Settle() error {
	for f.relay.flying > 0 {
		_ = f.printOldest() // what is on its way must come back in any case
	}
	return f.failed
}

// printOldest waits for the oldest batch on its way, and prints it.
func (f *Follower) printOldest() error {
	r := &f.relay
	for {
		p := <-r.back
		err := f.printUpTo(p.batch, p.n)
		if !p.whole {
			r.printed <- err
			continue
		}
		f.done = f.done || p.done
		p.batch.reset()
		r.idle = append(r.idle, p.batch)
		r.flying--
		return err
	}
}

// start starts the goroutine.
func (r *relay) start(f *Follower) {
	r.work, r.back, r.printed = make(chan *batch, InFlight), make(chan part, InFlight), make(chan error)
	go func(work <-chan *batch) {
		for b := range work {
			_ = f.observe(b, r.print) // the printer's error is told where it prints
			r.back <- part{batch: b, n: len(b.frames), whole: true, done: f.rule.Done()}
		}
	}(r.work)
}

// print has the first n frames of b printed; the goroutine calls it.
func (r *relay) print(b *batch, n int) error {
	r.back <- part{batch: b, n: n}
	return <-r.printed
}

// spare returns a batch that is not in use.
func (r *relay) spare() *batch {
	n := len(r.idle)
	if n == 0 {
		return new(batch)
	}
	b := r.idle[n-1]
	r.idle = r.idle[:n-1]
	return b
}

// stop ends the goroutine; no batch may be on its way.
func (r *relay) stop() {
	if r.work != nil {
		close(r.work)
		r.work = nil
	}
}
