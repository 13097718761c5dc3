package annotate

import "tcpshake/decode"

// traffic counts what one end sent, and times what is on its way. What a
// connection in good order does not need is kept elsewhere, by index.
type traffic struct {
	// packets and bytes count segments and their payload, copies not included.
	packets, bytes uint64
	rtt            rttRange
	// flight is what was sent and not acknowledged, trouble what went wrong; 0
	// when there is none.
	flight, trouble uint32
	// longest is the longest payload that was acknowledged, up to 65535 bytes.
	longest uint16
	told    toldOnce
	// lastData is set when the last data of the connection were this end's.
	lastData bool
}

// toldOnce notes which findings about one end were told, because they are told
// once.
type toldOnce uint8

const (
	toldOffload toldOnce = 1 << iota
	toldTFO
	toldMTU
	toldStall
	toldDead
	toldQueue
)

// once reports whether what was not told before, and notes that it is now.
func (t *toldOnce) once(what toldOnce) bool {
	first := *t&what == 0
	*t |= what
	return first
}

// lossTables hold what only connections with data on their way, or with losses,
// need. All are bounded.
type lossTables struct {
	flights  pool[flight]
	troubles pool[trouble]
	spreads  pool[spread]
	patterns patterns
}

// newLossTables returns tables that fit so many connections. Troubles hold
// counters that are reported, so there is one for each end; without room for
// the others, times are not known.
func newLossTables(connections int) lossTables {
	var l lossTables
	l.troubles.limit = 2 * connections
	l.flights.limit = max(connections/4, 64)
	l.spreads.limit = max(connections/8, 64)
	return l
}

// count counts the segment. It runs before the variables of the connection take
// the segment in.
func (t *Tracker) count(p *packet) {
	own, other := &p.conn.traffic[p.from], &p.conn.traffic[p.to()]
	own.packets++
	// What a RST acknowledges says nothing about a round trip.
	if p.seg.Flags&(decode.ACK|decode.RST) == decode.ACK && other.flight != 0 {
		t.acknowledged(p, other)
	}
	if p.seg.Len == 0 || p.seg.Flags.Has(decode.RST) {
		return // what a RST carries is a text about it (RFC 9293 section 3.5.3)
	}
	own.bytes += uint64(p.seg.Len)
	own.lastData, other.lastData = true, false
	if !p.seg.Flags.Has(decode.SYN) {
		t.sent(p, own)
	}
}

// to returns the side of the receiver; a socket that is connected to itself has
// only one.
func (p *packet) to() side {
	if p.self == p.peer {
		return p.from
	}
	return p.from.other()
}

// giveTraffic gives back what the statistics of c hold.
func (t *Tracker) giveTraffic(c *conn) {
	for i := range c.traffic {
		tr := &c.traffic[i]
		if tr.flight != 0 {
			t.loss.flights.give(tr.flight)
		}
		if tr.trouble != 0 {
			t.loss.troubles.give(tr.trouble)
		}
		if tr.rtt.spread != 0 {
			t.loss.spreads.give(tr.rtt.spread)
		}
		tr.flight, tr.trouble, tr.rtt.spread = 0, 0, 0
	}
}

// reportTraffic returns the statistics of one end.
func (t *Tracker) reportTraffic(c *conn, s side) Traffic {
	own := &c.traffic[s]
	r := Traffic{Packets: own.packets, Bytes: own.bytes, Unique: own.bytes, RTT: t.distribution(&own.rtt)}
	if own.trouble == 0 {
		return r
	}
	tr := t.loss.troubles.at(own.trouble)
	r.Unique -= min(r.Unique, tr.repeated)
	r.Retransmissions, r.RetransmittedBytes = tr.retransmissions, tr.repeated
	r.Reordered, r.NotCaptured = tr.reordered, tr.notCaptured
	r.DupAcks, r.ZeroWindows, r.KeepAlives = tr.dupAcks, tr.zeroWindows, tr.keepAlives
	r.ZeroWindowTime = tr.stalled(c.last())
	return r
}
