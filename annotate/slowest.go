package annotate

// slowestKept is how many of the slowest handshakes are told.
const slowestKept = 3

// Slow is a handshake among the slowest: the connection, 0 for none, and what
// its connect() cost in nanoseconds.
type Slow struct {
	Conn    uint64
	Connect int64
}

// addHandshake takes note of a handshake; of those that took as long as each
// other the first comes first.
func (s *Summary) addHandshake(conn uint64, connect int64) {
	list := &s.Slowest
	last := len(list) - 1
	if list[last].Conn != 0 && list[last].Connect >= connect {
		return
	}
	at := last
	for ; at > 0 && (list[at-1].Conn == 0 || list[at-1].Connect < connect); at-- {
		list[at] = list[at-1]
	}
	list[at] = Slow{Conn: conn, Connect: connect}
}
