package lab

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// The ports of a scenario's first connection.
const (
	ClientPort = 40001
	ServerPort = 13306
)

// Socket is a TCP socket of one of the hosts. All its methods wait until the
// kernel has done what they ask, and do nothing once the run has failed.
type Socket struct {
	run  *Run
	host *Host
	fd   int // -1 when it is not open
}

// Option sets an option of a socket before it is used.
type Option func(fd int) error

// option returns an Option of an integer.
func option(level, name, value int) Option {
	return func(fd int) error { return unix.SetsockoptInt(fd, level, name, value) }
}

// NoDelay sends data at once.
func NoDelay() Option { return option(unix.IPPROTO_TCP, unix.TCP_NODELAY, 1) }

// ReceiveBuffer limits the receive buffer, and with it the window.
func ReceiveBuffer(bytes int) Option { return option(unix.SOL_SOCKET, unix.SO_RCVBUF, bytes) }

// DeferAccept makes a listener wait for data for so many seconds.
func DeferAccept(seconds int) Option {
	return option(unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT, seconds)
}

// AcceptData lets a listener take data with the SYN (RFC 7413).
func AcceptData() Option { return option(unix.IPPROTO_TCP, unix.TCP_FASTOPEN, 5) }

// SendWithSYN lets the first data travel with the SYN (RFC 7413).
func SendWithSYN() Option { return option(unix.IPPROTO_TCP, unix.TCP_FASTOPEN_CONNECT, 1) }

// KeepAlive probes after so many idle seconds, each second, up to n times.
func KeepAlive(idle, n int) Option {
	return func(fd int) error {
		for _, o := range []Option{
			option(unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1),
			option(unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, idle),
			option(unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 1),
			option(unix.IPPROTO_TCP, unix.TCP_KEEPCNT, n),
		} {
			if err := o(fd); err != nil {
				return err
			}
		}
		return nil
	}
}

// Socket makes a socket bound to the port.
func (r *Run) Socket(h *Host, port uint16, options ...Option) *Socket {
	return r.socket(h, unix.IPPROTO_TCP, port, options)
}

// MultipathSocket makes an MPTCP socket bound to the port (RFC 8684).
func (r *Run) MultipathSocket(h *Host, port uint16) *Socket {
	return r.socket(h, unix.IPPROTO_MPTCP, port, nil)
}

func (r *Run) socket(h *Host, proto int, port uint16, options []Option) *Socket {
	s := r.newSocket(h)
	if r.err != nil {
		return s
	}
	family := unix.AF_INET
	if r.v6 {
		family = unix.AF_INET6
	}
	r.step("socket", h.do(func() (err error) {
		s.fd, err = unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, proto)
		return err
	}))
	s.Set(option(unix.SOL_SOCKET, unix.SO_REUSEADDR, 1))
	s.Set(options...)
	if r.err == nil {
		r.step("bind", unix.Bind(s.fd, r.address(h, port)))
	}
	return s
}

// newSocket returns a socket that is not yet open; it is closed when the run
// ends.
func (r *Run) newSocket(h *Host) *Socket {
	s := &Socket{run: r, host: h, fd: -1}
	r.sockets = append(r.sockets, s)
	return s
}

// step remembers the error of a system call.
func (r *Run) step(name string, err error) {
	if err != nil {
		r.fail(fmt.Errorf("%s: %w", name, err))
	}
}

// address returns an address of the host for a system call.
func (r *Run) address(h *Host, port uint16) unix.Sockaddr {
	if r.v6 {
		return &unix.SockaddrInet6{Port: int(port), Addr: h.addr6.As16()}
	}
	return &unix.SockaddrInet4{Port: int(port), Addr: h.addr4.As4()}
}

// Listen makes a listener at the server's port. backlog is how many more
// connections may wait than one.
func (r *Run) Listen(backlog int, options ...Option) *Socket {
	s := r.Socket(r.Server, ServerPort, options...)
	s.listen(backlog)
	return s
}

func (s *Socket) listen(backlog int) {
	if s.run.err == nil {
		s.run.step("listen", unix.Listen(s.fd, backlog))
	}
}

// Dial connects the client from the port to the server and waits until it is
// connected.
func (r *Run) Dial(port uint16, options ...Option) *Socket {
	s := r.Socket(r.Client, port, options...)
	s.Connect(r.Server, ServerPort)
	s.Connected()
	return s
}

// Connection listens, connects and accepts: it returns the client's and the
// server's end of an established connection.
func (r *Run) Connection(options ...Option) (client, server *Socket) {
	l := r.Listen(5)
	client = r.Dial(ClientPort, options...)
	server = l.Accept()
	r.Settle()
	return client, server
}

// Set sets options.
func (s *Socket) Set(options ...Option) {
	for _, o := range options {
		if s.run.err == nil {
			s.run.step("setsockopt", o(s.fd))
		}
	}
}

// Connect begins to connect.
func (s *Socket) Connect(to *Host, port uint16) {
	if s.run.err != nil {
		return
	}
	err := unix.Connect(s.fd, s.run.address(to, port))
	if !errors.Is(err, unix.EINPROGRESS) {
		s.run.step("connect", err)
	}
}

// Connected waits until the socket is connected.
func (s *Socket) Connected() { s.run.step("connect", s.result()) }

// Fails waits until the connection fails, with this error.
func (s *Socket) Fails(want unix.Errno) {
	if err := s.result(); !errors.Is(err, want) {
		s.run.fail(fmt.Errorf("connection: error is %v, want %v", err, want))
	}
}

// result waits until the socket can be written and returns its error.
func (s *Socket) result() error {
	if s.run.err != nil {
		return s.run.err
	}
	if err := s.wait(unix.POLLOUT); err != nil {
		return err
	}
	code, err := unix.GetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil || code == 0 {
		return err
	}
	return unix.Errno(code)
}

// wait waits for an event on the socket.
func (s *Socket) wait(events int16) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if err := s.run.ctx.Err(); err != nil {
			return err
		}
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(s.fd), Events: events}}, 100)
		if n > 0 {
			return nil
		}
		if err != nil && !errors.Is(err, unix.EINTR) {
			return err
		}
	}
	return fmt.Errorf("nothing happened for %v", patience)
}

// Accept takes the next connection.
func (s *Socket) Accept() *Socket {
	a := s.run.newSocket(s.host)
	if s.run.err != nil {
		return a
	}
	s.run.step("accept", s.wait(unix.POLLIN))
	if s.run.err == nil {
		var err error
		a.fd, _, err = unix.Accept4(s.fd, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
		s.run.step("accept", err)
	}
	return a
}

// Send writes data; it fails when the kernel does not take all at once.
func (s *Socket) Send(data string) {
	if s.run.err != nil {
		return
	}
	n, err := unix.Write(s.fd, []byte(data))
	if err == nil && n < len(data) {
		err = fmt.Errorf("%d of %d bytes taken", n, len(data))
	}
	s.run.step("write", err)
}

// Receive reads n bytes.
func (s *Socket) Receive(n int) {
	buf := make([]byte, n)
	for n > 0 && s.run.err == nil {
		if s.run.step("read", s.wait(unix.POLLIN)); s.run.err != nil {
			return
		}
		m, err := unix.Read(s.fd, buf[:n])
		if err == nil && m == 0 {
			err = errors.New("the peer has closed")
		}
		s.run.step("read", err)
		n -= m
	}
}

// ReceiveEnd waits for the peer's FIN.
func (s *Socket) ReceiveEnd() {
	if s.run.err != nil {
		return
	}
	if s.run.step("read", s.wait(unix.POLLIN)); s.run.err != nil {
		return
	}
	n, err := unix.Read(s.fd, make([]byte, 1))
	if err == nil && n != 0 {
		err = errors.New("data instead of the end")
	}
	s.run.step("read", err)
}

// CloseWrite closes the sending side.
func (s *Socket) CloseWrite() {
	if s.run.err == nil {
		s.run.step("shutdown", unix.Shutdown(s.fd, unix.SHUT_WR))
	}
}

// Close closes the socket.
func (s *Socket) Close() { s.run.step("close", s.release()) }

// release closes the socket if that has not been done.
func (s *Socket) release() error {
	if s.fd < 0 {
		return nil
	}
	fd := s.fd
	s.fd = -1
	return unix.Close(fd)
}

// Abort closes the socket by RST (SO_LINGER with zero).
func (s *Socket) Abort() {
	s.Set(func(fd int) error {
		return unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	})
	s.Close()
}

// Vanish closes the socket without a word, as a crash of the host would
// (TCP_REPAIR).
func (s *Socket) Vanish() {
	s.Set(option(unix.IPPROTO_TCP, unix.TCP_REPAIR, 1))
	s.Close()
}
