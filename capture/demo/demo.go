// Package demo makes a small TCP conversation on loopback, so that a newcomer
// sees a handshake, data, a close and a refusal without a network, a server or
// a capture file. It makes traffic and nothing else: who captures it, and
// whether that is allowed here, is the business of the caller.
package demo

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"

	"tcpshake/capture/netns"
)

//go:embed conversation.pcap
var recording string

// Recording returns a capture file (pcap) of one such conversation on Linux, for
// places where live capture is not allowed.
func Recording() string { return recording }

// Conversation is a server that listens on a free port of 127.0.0.1, and the
// client that will talk to it.
type Conversation struct {
	listener *net.TCPListener
}

// timeout bounds a conversation; on loopback it takes a few milliseconds.
const timeout = 5 * time.Second

// Listen opens the server's port.
func Listen() (*Conversation, error) {
	if isolated() {
		if err := netns.BringUp(); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	l, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("demo server: %w", err)
	}
	return &Conversation{listener: l}, nil
}

// Port is the port of the server.
func (c *Conversation) Port() int { return c.listener.Addr().(*net.TCPAddr).Port }

// Close closes the server's port, if Run has not done so.
func (c *Conversation) Close() { c.listener.Close() }

// Run holds the conversation: the client connects, asks, is answered and
// closes; the server closes after it; then the server's port is closed and the
// client is refused. It returns when all of that has happened, ctx is done or
// five seconds have passed. That ctx is done is no error: nobody wants more.
func (c *Conversation) Run(ctx context.Context) error {
	err := c.converse(ctx)
	if over(ctx) {
		return nil
	}
	return err
}

// over reports whether ctx has ended, or ought to have: the deadline that sockets are
// given may be noticed before that of ctx.
func over(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && !time.Now().Before(deadline)
}

func (c *Conversation) converse(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	stop := context.AfterFunc(ctx, c.Close)
	defer stop()

	served := make(chan error, 1)
	go func() { served <- c.serve(ctx) }()
	if err := ask(ctx, c.listener.Addr().String()); err != nil {
		c.Close()
		return errors.Join(fmt.Errorf("demo client: %w", err), <-served)
	}
	if err := <-served; err != nil {
		return fmt.Errorf("demo server: %w", err)
	}
	return c.knock(ctx)
}

// serve answers one client and closes when that has closed.
func (c *Conversation) serve(ctx context.Context) error {
	conn, err := c.listener.AcceptTCP()
	if err != nil {
		return err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)

	in := bufio.NewReader(conn)
	name, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "hello "+name); err != nil {
		return err
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return errors.Join(errors.New("the client did not close"), err)
	}
	// Linux holds back the acknowledgment of the client's FIN, to send it with the
	// server's own: that would be three segments instead of the four of RFC 9293
	// figure 12.
	acknowledgeAtOnce(conn)
	return nil
}

// ask is the client.
func ask(ctx context.Context, server string) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp4", server)
	if err != nil {
		return err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	if _, err := io.WriteString(conn, "tcpshake\n"); err != nil {
		return err
	}
	_, err = bufio.NewReader(conn).ReadString('\n')
	return err
}

// knock closes the port and lets the client be refused.
func (c *Conversation) knock(ctx context.Context) error {
	server := c.listener.Addr().String()
	c.Close()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp4", server)
	if err == nil {
		// Another program has taken the port in this instant: nothing to show.
		return conn.Close()
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil
	}
	return fmt.Errorf("demo client: %w", err)
}
