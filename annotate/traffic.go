package annotate

import "tcpshake/decode"

// load is what is known of the data that one end sends. An end that sends none
// has no load.
type load struct {
	rtt rttRange
	// lastNew is when it last sent data that it had not sent before, 0 for never.
	lastNew int64
	// flight is the index of what was sent and not acknowledged, trouble of what
	// went wrong; 0 when there is none.
	flight, trouble uint32
	// mostInFlight is the most bytes that were sent and not acknowledged, segment
	// the longest payload.
	mostInFlight, segment uint32
	// first is from the first segment of the connection to the first data.
	first  span
	copies uint32
	offers offers
	// longest is the longest payload that was acknowledged, up to 65535 bytes.
	longest uint16
	// fromStart is set when the first data that were captured are the first ones
	// that were sent.
	fromStart bool
}

// offers are the windows, as on the wire, that were announced to who sends data.
// The least is kept as its complement, so that the zero value is none at all and
// noting one takes no branch.
type offers struct{ most, lack uint16 }

// note takes in a window.
func (o *offers) note(window uint16) {
	o.most, o.lack = max(o.most, window), max(o.lack, ^window)
}

// least returns the smallest window; known is false when there was none.
func (o *offers) least() (window uint16, known bool) { return ^o.lack, ^o.lack <= o.most }

// load returns what is known of the data that e sends, nil when it has none.
func (t *Tracker) load(e *endpoint) *load {
	if e.load == 0 {
		return nil
	}
	return t.loss.loads.at(e.load)
}

// hasSent reports whether e sent data, what only probed the peer left out.
func (t *Tracker) hasSent(e *endpoint) bool {
	l := t.load(e)
	return l != nil && l.lastNew != 0
}

// loadOf returns the load of e, and makes one when there is none yet.
func (t *Tracker) loadOf(e *endpoint) *load {
	if e.load == 0 {
		e.load = t.loss.loads.take()
	}
	return t.loss.loads.at(e.load)
}

// toldOnce notes which findings about one end were told, because they are told
// once, and who spoke first and last.
type toldOnce uint8

const (
	toldOffload toldOnce = 1 << iota
	toldTFO
	toldMTU
	toldStall
	toldDead
	toldQueue
	// lastData is set when the last data of the connection were this end's,
	// spokeFirst when the first were.
	lastData
	spokeFirst
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
	loads    pool[load]
	flights  pool[flight]
	troubles pool[trouble]
	spreads  pool[spread]
	gaps     pool[gapList]
	many     pool[[manyGaps]gap]
	patterns patterns
}

// newLossTables returns tables that fit so many connections. Loads and troubles
// hold what is reported, so there is one for each end; without room for the
// others, times are not known.
func newLossTables(connections int) lossTables {
	l := lossTables{patterns: newPatterns()}
	l.flights.limit = max(connections/4, 64)
	l.spreads.limit = max(connections/8, 64)
	l.gaps.limit = max(connections/32, 64)
	l.many.limit = max(connections/1024, 64)
	return l
}

// count counts the segment. It runs before the variables of the connection take
// the segment in.
func (t *Tracker) count(p *packet) {
	own, other := p.self, p.peer
	own.packets++
	// What a RST acknowledges says nothing about a round trip, and neither its
	// window nor that of a SYN is scaled (RFC 7323 section 2.2).
	if p.seg.Flags&(decode.ACK|decode.RST|decode.SYN) == decode.ACK && other.load != 0 {
		l := t.load(other)
		l.offers.note(p.seg.Window)
		t.acknowledged(p, l)
	}
	if p.seg.Len == 0 || p.seg.Flags.Has(decode.RST) {
		return // what a RST carries is a text about it (RFC 9293 section 3.5.3)
	}
	if (own.told|other.told)&spokeFirst == 0 && !t.hasSent(own) && !t.hasSent(other) && p.begins() {
		own.told |= spokeFirst
	}
	own.bytes += uint64(p.seg.Len)
	other.told &^= lastData
	own.told |= lastData
	if !p.seg.Flags.Has(decode.SYN) {
		t.sent(p, t.loadOf(own))
	}
}

// begins reports whether the data can be the first of the connection: the sender
// has got none.
func (p *packet) begins() bool {
	if p.seg.Flags.Has(decode.SYN) {
		return true
	}
	known := p.self.known.has(knowsISS) && p.peer.known.has(knowsISS)
	return known && p.self.iss.Less(p.seg.Seq) && p.seg.Ack == p.peer.iss+1
}

// to returns the side of the receiver; a socket that is connected to itself has
// only one.
func (p *packet) to() side {
	if p.self == p.peer {
		return p.from
	}
	return p.from.other()
}

// giveLoads gives back what the statistics of c hold.
func (t *Tracker) giveLoads(c *conn) {
	for i := range c.ends {
		e := &c.ends[i]
		l := t.load(e)
		if l == nil {
			continue
		}
		if l.flight != 0 {
			t.loss.flights.give(l.flight)
		}
		if l.trouble != 0 {
			t.loss.troubles.give(l.trouble)
		}
		if l.rtt.spread != 0 {
			t.loss.spreads.give(l.rtt.spread)
		}
		t.loss.loads.give(e.load)
		e.load = 0
		e.known &^= hasTrouble
	}
}
