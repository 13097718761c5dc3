package capture

import (
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"
)

// sendRaw sends a packet of IP protocol 253, which is for experiments (RFC 3692).
func sendRaw(t *testing.T, to string) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW, 253)
	if err != nil {
		t.Skipf("no raw socket: %v", err)
	}
	defer unix.Close(fd)
	if err := unix.Sendto(fd, []byte("test"), 0, &unix.SockaddrInet4{Addr: netip.MustParseAddr(to).As4()}); err != nil {
		t.Fatal(err)
	}
}
