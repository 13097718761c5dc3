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
	// tsBase is the time stamp clock at the first packet of the script, in
	// milliseconds; tsVal is the last TSval that was sent.
	tsBase, tsVal uint32
	// id is the IPv4 identification of the packet sent last.
	id uint16
	// defaults is what packets of this end begin with.
	defaults packet
	// last is the IP packet sent last, for ICMP errors to quote.
	last []byte
}

// parseEnd reads ADDRESS[:PORT] and clauses.
func parseEnd(ws *words) (*end, error) {
	e := &end{defaults: packet{ttl: 64, df: true, win: 65535}}
	if err := e.parseAddr(ws.next()); err != nil {
		return nil, err
	}
	b := e.addr.As16()
	e.mac = [6]byte{2, 0, b[12], b[13], b[14], b[15]}
	for len(*ws) > 0 {
		if err := e.clause(ws); err != nil {
			return nil, err
		}
	}
	e.sent = e.iss
	return e, nil
}

// clause reads what is said of an end only, or a default of its packets.
func (e *end) clause(ws *words) error {
	switch ws.peek() {
	case "iss":
		ws.next()
		return setNumber(ws, &e.iss)
	case "ts":
		ws.next()
		return setNumber(ws, &e.tsBase)
	default:
		return e.defaults.clause(ws)
	}
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
