package annotate

import "time"

// Vantage says where the capture point is, as far as the handshake shows it.
type Vantage uint8

// The vantage points.
const (
	UnknownVantage Vantage = iota
	NearClient             // hardly any time passes between the capture point and the client
	NearServer             // likewise the server
	SameHost               // both: loopback, or containers of one host
)

// String returns "", "client", "server" or "both".
func (v Vantage) String() string { return [...]string{"", "client", "server", "both"}[v] }

const (
	sameHost = int64(time.Millisecond)
	nearby   = int64(100 * time.Microsecond)
)

// vantage returns where the capture point is. A step back of the clock counts as
// no time, which says nothing about the way.
func (c *conn) vantage() Vantage {
	h := c.handshake()
	return c.vantageOf(&h)
}

// vantageOf is vantage for who has the times of the handshake already.
func (c *conn) vantageOf(h *Handshake) Vantage {
	if c.marks.has(steppedMark) {
		return UnknownVantage
	}
	return h.vantage()
}

// vantage compares the two parts of the handshake's round trip.
func (h *Handshake) vantage() Vantage {
	if h.RTTServer < 0 || h.RTTClient < 0 || h.Ambiguous {
		return UnknownVantage
	}
	rtt := h.RTTServer + h.RTTClient
	switch {
	case h.RTTServer < sameHost && h.RTTClient < sameHost:
		return SameHost
	case h.RTTClient < nearby || h.RTTClient*10 < rtt:
		return NearClient
	case h.RTTServer < nearby || h.RTTServer*10 < rtt:
		return NearServer
	default:
		return UnknownVantage
	}
}
