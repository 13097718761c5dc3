package craft

import (
	"fmt"
	"net/netip"
)

// end is one end of a connection and what it has sent so far.
type end struct {
	addr netip.Addr
	port uint16
	mac  [6]byte
	iss  uint32
	// sent is the sequence number after the highest that was sent.
	sent uint32
	// id is the IPv4 identification of the packet sent last.
	id uint16
	// defaults is what packets of this end begin with.
	defaults packet
	// last is the IP packet sent last, for ICMP errors to quote.
	last []byte
}

// parseEnd reads ADDRESS[:PORT] [iss N] CLAUSE...
func parseEnd(ws *words) (*end, error) {
	e := &end{defaults: packet{ttl: 64, df: true, win: 65535}}
	if err := e.parseAddr(ws.next()); err != nil {
		return nil, err
	}
	b := e.addr.As16()
	e.mac = [6]byte{2, 0, b[12], b[13], b[14], b[15]}
	for len(*ws) > 0 {
		if ws.peek() != "iss" {
			if err := e.defaults.clause(ws); err != nil {
				return nil, err
			}
			continue
		}
		ws.next()
		n, err := ws.number(32)
		if err != nil {
			return nil, err
		}
		e.iss = uint32(n)
	}
	e.sent = e.iss
	return e, nil
}

// parseAddr reads ADDRESS or ADDRESS:PORT.
func (e *end) parseAddr(w string) error {
	if ap, err := netip.ParseAddrPort(w); err == nil {
		e.addr, e.port = ap.Addr(), ap.Port()
		return nil
	}
	a, err := netip.ParseAddr(w)
	if err != nil {
		return fmt.Errorf("want ADDRESS or ADDRESS:PORT, got %q", w)
	}
	e.addr = a
	return nil
}

// hostMAC returns the MAC address of the end unless its packets name another.
func (e *end) hostMAC() [6]byte {
	if e.defaults.mac.set {
		return e.defaults.mac.addr
	}
	return e.mac
}
