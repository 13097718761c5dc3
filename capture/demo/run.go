package demo

import (
	"context"
	"strconv"
)

// Running is a conversation that is being held.
type Running struct {
	done chan struct{}
	// status and err are valid once done is closed.
	status int
	err    error
}

// Start begins to hold the conversation.
func (c *Conversation) Start(ctx context.Context) *Running {
	r := &Running{done: make(chan struct{})}
	go func() {
		r.err = c.Run(ctx)
		close(r.done)
	}()
	return r
}

// Done is closed when the conversation has ended.
func (r *Running) Done() <-chan struct{} { return r.done }

// Result waits for the end and returns the exit status and what went wrong with
// the conversation.
func (r *Running) Result() (int, error) {
	<-r.done
	return r.status, r.err
}

// Filter is the filter expression for the conversation.
func (c *Conversation) Filter() string { return "tcp port " + strconv.Itoa(c.Port()) }
