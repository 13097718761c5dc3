package annotate

// conn is the record of one connection. Records are flat, without pointers:
// the collector never looks into a table of millions of them.
type conn struct {
	key
	class class // the list that the record is in
	marks marks
	// id is the number that is printed.
	id uint64
	// first is the time of the first segment. All times are nanoseconds of the
	// capture clock.
	first int64
	// synAck and established are when the last SYN-ACK and the segment that
	// proved its arrival were seen, fin and closed the first FIN and the last
	// segment of the close; 0 when they were not.
	synAck, established, fin, closed int64
	ends                             [2]endpoint
	// compat and traffic belong to the words of tshark and to the statistics.
	compat  compatState
	traffic [2]traffic
	history history

	hash       uint32
	prev, next uint32 // neighbours in the list, 0 at its end
	extra      uint32 // index of what rarer situations need, 0 when there is none
}

// marks are what is known of a connection as a whole.
type marks uint16

const (
	// clientHigh: the client is the endpoint that the key holds second.
	clientHigh marks = 1 << iota
	// roleSeen: a SYN or a SYN-ACK proved who the client is.
	roleSeen
	// synSeen and synAckSeen: these were captured.
	synSeen
	synAckSeen
	// wasEstablished: both ends were ESTABLISHED, or the beginning is missing.
	wasEstablished
)

// client returns the side of the client.
func (c *conn) client() side {
	if c.marks&clientHigh != 0 {
		return high
	}
	return low
}

// setClient makes s the side of the client.
func (c *conn) setClient(s side) {
	c.marks &^= clientHigh
	if s == high {
		c.marks |= clientHigh
	}
}

// end returns the endpoint at s. A socket that is connected to itself has only
// one.
func (c *conn) end(s side) *endpoint {
	if s == high && !c.key.toItself() {
		return &c.ends[high]
	}
	return &c.ends[low]
}

// states returns what is known of the client and of the server.
func (c *conn) states() (client, server EndState) {
	s := c.client()
	return c.end(s).facts.endState(), c.end(s.other()).facts.endState()
}

// last returns the time of the last segment.
func (c *conn) last() int64 { return max(c.ends[low].last, c.ends[high].last) }
