package lab

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// Host is one side: a network namespace with a TAP device.
type Host struct {
	name         string
	addr4, addr6 netip.Addr
	mac          string
	tap          *os.File
	diag         int // sock_diag socket
	tasks        chan func()
}

// newHost makes the "client" or the "server".
func newHost(name string) (*Host, error) {
	n := Addr(name, 4).As4()[3]
	h := &Host{
		name:  name,
		addr4: Addr(name, 4),
		addr6: Addr(name, 6),
		mac:   fmt.Sprintf("02:00:0a:09:00:%02x", n),
		diag:  -1,
		tasks: make(chan func()),
	}
	ready := make(chan error)
	go h.live(ready)
	if err := <-ready; err != nil {
		return nil, fmt.Errorf("network namespace: %w", err)
	}
	if err := h.do(h.open); err != nil {
		h.close()
		return nil, err
	}
	if err := h.do(func() error { return h.configure(3 - n) }); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// live runs tasks on a thread that is in the namespace. The thread is never
// unlocked, so it ends with the goroutine and takes the namespace along.
func (h *Host) live(ready chan<- error) {
	runtime.LockOSThread()
	err := enter()
	ready <- err
	if err != nil {
		return
	}
	for task := range h.tasks {
		task()
	}
}

// enter moves the calling thread into a new namespace whose table of
// connections is small, because sock_diag walks all of it each time. The size
// is a parameter of the namespace in which a namespace is made, so there is
// one in between.
func enter() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return err
	}
	// Linux before 6.1 has no such parameter: it is slower there.
	_ = os.WriteFile("/proc/sys/net/ipv4/tcp_child_ehash_entries", []byte("64"), 0)
	return unix.Unshare(unix.CLONE_NEWNET)
}

// do runs f in the host's namespace.
func (h *Host) do(f func() error) error {
	done := make(chan error)
	h.tasks <- func() { done <- f() }
	return <-done
}

// open makes the TAP device and the sock_diag socket.
func (h *Host) open() (err error) {
	if h.tap, err = openTAP("lab0"); err != nil {
		return err
	}
	h.diag, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	return err
}

// configure gives the device its addresses and names the peer's, so that no
// address resolution delays the first packet. What goes to other addresses goes
// to the peer, too, and is lost there.
func (h *Host) configure(peer byte) error {
	ip := exec.Command("ip", "-batch", "-")
	ip.Stdin = strings.NewReader(fmt.Sprintf(`link set lo up
link set dev lab0 address %[1]s
addr add %[2]s/24 dev lab0
addr add %[3]s/64 dev lab0 nodad
link set lab0 up
neigh replace 10.9.0.%[4]d lladdr 02:00:0a:09:00:%02[4]x dev lab0 nud permanent
neigh replace fd09::%[4]d lladdr 02:00:0a:09:00:%02[4]x dev lab0 nud permanent
route add default via 10.9.0.%[4]d
`, h.mac, h.addr4, h.addr6, peer))
	if out, err := ip.CombinedOutput(); err != nil {
		return fmt.Errorf("ip: %w: %s", err, out)
	}
	return nil
}

// set sets a kernel parameter below net.
func (h *Host) set(name, value string) error {
	return h.do(func() error { return os.WriteFile("/proc/sys/net/"+name, []byte(value), 0) })
}

// close ends the host.
func (h *Host) close() {
	if h.tap != nil {
		h.tap.Close()
	}
	if h.diag >= 0 {
		unix.Close(h.diag)
	}
	close(h.tasks)
}

// openTAP makes a TAP device in the namespace of the calling thread.
func openTAP(name string) (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	req, err := unix.NewIfreq(name)
	if err == nil {
		req.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, req)
	}
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("TAP device: %w", err)
	}
	return os.NewFile(uintptr(fd), name), nil
}
