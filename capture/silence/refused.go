package silence

import (
	"fmt"
	"net/netip"

	"tcpshake/capture/internal/escape"
)

// Refused says, in one line, where a port of this machine is listened on when a
// connection to another of its addresses was refused: "localhost" is ::1 for many
// clients, and many servers listen on 127.0.0.1 only. It returns "" when that is
// not how it is; a nil Watch says nothing.
func (w *Watch) Refused(at netip.AddrPort) string {
	if w == nil || !at.IsValid() {
		return ""
	}
	devices, err := w.machine.devices()
	if err != nil || !at.Addr().IsLoopback() && deviceOf(at.Addr(), devices) == "" {
		return ""
	}
	listeners, _ := usersOf(at.Port(), w.machine.sockets())
	for _, s := range listeners {
		if s.serves(at.Addr()) {
			return "" // since then
		}
	}
	if len(listeners) == 0 {
		return ""
	}
	return fmt.Sprintf("  hint: nothing listens at %v; port %d is listened on at %s\n", at, at.Port(), escape.Text(w.where(listeners)))
}

// serves says whether connections to an address of this machine come to a socket
// that listens. Those to IPv4 addresses come to [::], too, where it does not refuse
// them.
func (s socket) serves(a netip.Addr) bool {
	own := s.local.Addr()
	return own == a || own.IsUnspecified() && (own.Is6() || a.Is4())
}
