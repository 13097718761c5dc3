package render

import (
	"strconv"

	"tcpshake/annotate"
)

// selector hands a printer only what --only and --conn choose: packets that
// match, and connections that have such a packet.
type selector struct {
	next Printer
	only *annotate.Selection
	conn *ConnSelection
	// hit holds the connections of which a packet was printed. Connections leave
	// it when they end, so it is no larger than the tracker's table.
	hit map[uint64]struct{}
	// found is set once --conn has chosen a packet.
	found bool
}

// skipper is a printer whose later output depends on packets that are not
// printed.
type skipper interface {
	skip(*annotate.Event) error
}

// Skip tells p of a frame that is not for printing because it is no TCP: some
// formats print the time since the frame before.
func Skip(p Printer, e *annotate.Event) error {
	if s, ok := p.(skipper); ok {
		return s.skip(e)
	}
	return nil
}

// Missed returns what is to be said at the end when --conn chose no packet at all,
// "" when it did or was not given.
func Missed(p Printer, connections uint64) string {
	s, ok := p.(*selector)
	if !ok || s.found || s.conn.empty() {
		return ""
	}
	text := "tcpshake: no packet belongs to --conn " + s.conn.String() + "; there "
	if connections == 1 {
		return text + "was 1 connection\n"
	}
	return text + "were " + strconv.FormatUint(connections, 10) + " connections\n"
}

func newSelector(next Printer, opt *Options) *selector {
	return &selector{next: next, only: &opt.Only, conn: &opt.Conn, hit: map[uint64]struct{}{}}
}

// Event prints a packet that is chosen.
func (s *selector) Event(e *annotate.Event) error {
	chosen := s.conn.empty() || s.conn.matchesEvent(e)
	s.found = s.found || chosen
	if chosen && (s.only.Empty() || s.only.HasEvent(e)) {
		if e.Conn != 0 && !e.Late && !s.only.Empty() {
			s.hit[e.Conn] = struct{}{}
		}
		return s.next.Event(e)
	}
	return s.skip(e)
}

// skip hands on that a packet is not printed.
func (s *selector) skip(e *annotate.Event) error { return Skip(s.next, e) }

// Connection prints a connection that is chosen.
func (s *selector) Connection(c *annotate.Connection) error {
	if !s.only.Empty() {
		if _, ok := s.hit[c.ID]; !ok {
			return nil
		}
		delete(s.hit, c.ID)
	}
	if !s.conn.empty() && !s.conn.matchesConnection(c) {
		return nil
	}
	return s.next.Connection(c)
}

// printsConnections also says whether hit is to be kept small.
func (s *selector) printsConnections() bool { return !s.only.Empty() || PrintsConnections(s.next) }

// Close prints what belongs at the end; a summary is that of the whole capture.
func (s *selector) Close(end *End) error { return s.next.Close(end) }

// Flush writes what was gathered.
func (s *selector) Flush() error { return s.next.Flush() }
