package capture

// Wake makes a Read that waits return at once with what is there. It may be
// called from any goroutine.
func (l *Live) Wake() { l.puller.reader.ring.interrupt() }

// interrupt ends the reader's wait.
func (r *ring) interrupt() {
	r.mu.Lock()
	r.wakeReader()
	r.mu.Unlock()
}
