package demo

import (
	"net"

	"golang.org/x/sys/unix"
)

// acknowledgeAtOnce sends an acknowledgment that is being delayed. Failure
// changes the picture, not the conversation.
func acknowledgeAtOnce(conn *net.TCPConn) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 1)
	})
}
