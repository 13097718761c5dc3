package follow

import (
	"runtime"

	"tcpshake/annotate/render"
)

// worthwhile is how many frames a batch has at least that is handed to the other
// goroutine: with fewer, the handing over costs more than it gains, and a person
// who watches sees them later.
const worthwhile = 128

// press prints batches, large ones in a goroutine of its own, one at a time.
type press struct {
	printer render.Printer
	// work and done lead to the goroutine and back; nil before it is needed. busy
	// is set while it has a batch.
	work chan *batch
	done chan error
	busy bool
	// err is the first error; nothing is printed after it.
	err error
}

// take prints b. When it returns, b may still be on its way, but no other.
func (p *press) take(b *batch) error {
	if err := p.wait(); err != nil {
		return err
	}
	if len(b.frames) < worthwhile || runtime.GOMAXPROCS(0) == 1 {
		p.err = p.printAll(b)
		return p.err
	}
	if p.work == nil {
		p.start()
	}
	p.work <- b
	p.busy = true
	return nil
}

// print prints the first n frames of b before it returns.
func (p *press) print(b *batch, n int) error {
	if err := p.wait(); err != nil {
		return err
	}
	p.err = b.print(p.printer, n)
	return p.err
}

// wait waits until nothing is being printed, and returns the first error of what
// was.
func (p *press) wait() error {
	if p.busy {
		p.busy = false
		p.err = <-p.done
	}
	return p.err
}

func (p *press) start() {
	p.work, p.done = make(chan *batch, 1), make(chan error, 1)
	go func() {
		for b := range p.work {
			p.done <- p.printAll(b)
		}
	}()
}

// printAll prints all of b and writes it out.
func (p *press) printAll(b *batch) error {
	if err := b.print(p.printer, len(b.frames)); err != nil {
		return err
	}
	return p.printer.Flush()
}

// stop ends the goroutine; wait comes before it.
func (p *press) stop() {
	if p.work != nil {
		close(p.work)
		p.work = nil
	}
}
