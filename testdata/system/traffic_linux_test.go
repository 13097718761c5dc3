package system

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// server is a listener on loopback that answers each connection with what it says
// and closes after it.
type server struct {
	t      testing.TB
	listen net.Listener
	done   sync.WaitGroup
}

// serve begins to listen at an address: "127.0.0.1:0" for any port.
func serve(t testing.TB, address string) *server {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, listen: l}
	s.done.Add(1)
	go func() {
		defer s.done.Done()
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.done.Add(1)
			go func() {
				defer s.done.Done()
				io.Copy(c, c) // a client that resets is as good
				c.Close()
			}()
		}
	}()
	t.Cleanup(func() { l.Close(); s.done.Wait() })
	return s
}

func (s *server) address() string { return s.listen.Addr().String() }

// port is the filter for it.
func (s *server) port() string {
	_, port, _ := net.SplitHostPort(s.address())
	return "port " + port
}

// converse makes a connection, sends size bytes, gets them back and closes.
func (s *server) converse(size int) {
	s.t.Helper()
	if err := s.exchange(size); err != nil {
		s.t.Fatal(err)
	}
}

func (s *server) exchange(size int) error {
	c, err := net.Dial("tcp", s.address())
	if err != nil {
		return err
	}
	defer c.Close()
	said := make(chan error, 1)
	go func() {
		_, err := c.Write(make([]byte, size))
		said <- err
	}()
	if _, err := io.CopyN(io.Discard, c, int64(size)); err != nil {
		return err
	}
	return <-said
}

// load converses until it is stopped.
type load struct {
	stopped atomic.Bool
	done    sync.WaitGroup
}

// begin begins a load of small connections by n clients.
func (s *server) begin(n int) *load {
	l := &load{}
	for range n {
		l.done.Add(1)
		go func() {
			defer l.done.Done()
			for !l.stopped.Load() {
				if s.exchange(100) != nil {
					return
				}
				// A few thousand packets a second, and not all that a machine can do.
				time.Sleep(time.Millisecond)
			}
		}()
	}
	s.t.Cleanup(l.stop)
	return l
}

func (l *load) stop() {
	l.stopped.Store(true)
	l.done.Wait()
}
