package annotate

import "math/bits"

// reportTraffic fills r, which is zero, with the statistics of the end at s.
func (t *Tracker) reportTraffic(r *Traffic, c *conn, s side) {
	own := &c.ends[s]
	r.Packets, r.Bytes, r.Unique = own.packets, own.bytes, own.bytes
	r.FINs, r.RSTs = uint64(own.fins), uint64(own.rsts)
	t.reportWindows(r, c, s)
	l := t.load(own)
	if l == nil {
		return
	}
	if l.rtt.count > 0 {
		r.RTT = t.distribution(&l.rtt)
	}
	r.Copies = uint64(l.copies)
	r.MaxInFlight, r.MaxSegment = uint64(l.mostInFlight), uint64(l.segment)
	if l.trouble != 0 {
		t.loss.troubles.at(l.trouble).report(r, c.last())
	}
	r.Throughput = l.throughput(c.first, r.Unique)
}

// report fills r with what went wrong.
func (tr *trouble) report(r *Traffic, now int64) {
	r.Unique -= min(r.Unique, tr.repeated+uint64(tr.stale))
	r.Retransmissions, r.RetransmittedBytes = tr.retransmissions, tr.repeated
	r.SYNRetransmissions, r.FINRetransmissions = uint64(tr.syns), uint64(tr.fins)
	r.Reordered, r.Gaps, r.NotCaptured = tr.reordered, uint64(tr.gaps), tr.notCaptured
	r.DupAcks, r.ZeroWindows, r.KeepAlives = tr.dupAcks, uint64(tr.zeroWindows), uint64(tr.keepAlives)
	r.ZeroWindowTime = tr.stalled(now)
}

// reportWindows fills in the windows that the end at s announced, which are kept
// with what they hold back: the data of its peer.
func (t *Tracker) reportWindows(r *Traffic, c *conn, s side) {
	self, peer := c.end(s), c.end(s.other())
	l := t.load(peer)
	if l == nil || l.lastNew == 0 {
		return
	}
	shift, known := shiftOf(self, peer)
	least, offered := l.offers.least()
	if known && offered {
		r.Windows = Windows{Known: true, Min: uint64(least) << shift, Max: uint64(l.offers.most) << shift}
	}
}

// throughput returns how many of the bytes were sent in a second. began is when
// the connection did.
func (l *load) throughput(began int64, bytes uint64) uint64 {
	if l.lastNew == 0 {
		return 0
	}
	took := l.lastNew - (began + l.first.ns())
	if took <= 0 {
		return 0 // all at once
	}
	if unit := l.first.unit(); unit > 1 && took < 1000*unit {
		return 0 // shorter than first can tell
	}
	hi, lo := bits.Mul64(bytes, 1e9)
	if hi >= uint64(took) {
		return 0
	}
	rate, _ := bits.Div64(hi, lo, uint64(took))
	return rate
}

// reportData says in r who sent data first, and when the server's came.
func (t *Tracker) reportData(r *Connection, c *conn) {
	client, server := c.end(c.client()), c.end(c.client().other())
	r.FirstByte = -1
	switch {
	case client.told&spokeFirst != 0:
		r.FirstDataBy = c.party(c.client())
	case server.told&spokeFirst != 0:
		r.FirstDataBy = ServerParty
	}
	l := t.load(server)
	if l == nil || !l.fromStart || !c.connect.known() || c.key.toItself() {
		return
	}
	if d := l.first.ns() - c.connect.ns(); d >= 0 {
		r.FirstByte = d
	}
}
