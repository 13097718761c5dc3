package annotate

import (
	"time"

	"tcpshake/decode"
)

// How long after a packet a copy of it can come: IPv4 identifications tell two
// packets apart for longer than anything else does.
const (
	copyWithID    = int64(50 * time.Millisecond)
	copyWithoutID = int64(5 * time.Millisecond)
)

// copySlots bounds the packets that are remembered.
const copySlots = 1 << 12

// copies remembers recent packets to recognise those that were captured twice,
// on two interfaces or on both sides of a bridge. Where a packet stands depends
// on its numbers alone, so that the same capture gives the same answer always.
type copies struct{ slots [copySlots]sighting }

// sighting is a packet as it was seen first: what a copy has in common with it,
// and what tells a copy from a packet that was really sent twice.
type sighting struct {
	number uint64
	time   int64
	print  fingerprint
	link   uint32 // link layer and interface
	steps  uint16 // of the capture clock before it
	ttl    uint8
	out    bool
}

// fingerprint is what a router leaves as it is. A copy of the first packet of a
// connection finds it by the number of the connection too.
type fingerprint struct {
	conn         uint64
	seq, ack     decode.Seq
	tsVal, tsEcr uint32
	sack         uint32
	length       uint32
	flags        decode.Flags
	window       uint16
	checksum     uint16
	ipid         uint16
	from         side
}

// mix is an odd number with many ones (2^64 divided by the golden ratio).
const mix = 0x9e3779b97f4a7c15

// sight fills s with what p looks like; the connection is still to be named.
func (s *sighting) sight(p *packet, from side) {
	seg := p.seg
	s.number, s.time, s.ttl, s.out = p.number, p.now, seg.TTL, seg.Outgoing
	s.link = seg.LinkHash ^ seg.Interface*(mix>>32)
	f := &s.print
	f.from, f.seq, f.ack, f.length, f.window = from, seg.Seq, seg.Ack, uint32(seg.Len), seg.Window
	f.checksum, f.ipid, f.flags = seg.Checksum, seg.IPID, seg.Flags
	f.conn, f.tsVal, f.tsEcr, f.sack = 0, 0, 0, 0
	if o := &seg.Options; o.Set&(decode.OptTimestamp|decode.OptSACK) != 0 {
		f.tsVal, f.tsEcr, f.sack = o.TSVal, o.TSEcr, foldSACK(o)
	}
}

// foldSACK returns a number that differs when the SACK blocks do.
func foldSACK(o *decode.Options) uint32 {
	x := uint64(0)
	for _, b := range o.SACK[:o.SACKBlocks] {
		x = (x ^ uint64(b.Left)<<32 ^ uint64(b.Right)) * mix
	}
	return uint32(x >> 32)
}

// slot returns where a packet with this fingerprint is remembered.
func (f *fingerprint) slot() uint32 {
	x := uint64(f.seq)<<32 | uint64(f.ack)
	x ^= uint64(f.length)<<20 ^ uint64(f.tsVal)<<8 ^ uint64(f.ipid)<<44 ^ uint64(f.sack) ^ uint64(f.from)
	return uint32(x*mix>>40) % copySlots
}

// canBeCopy reports whether p can have been captured before: data that go on
// where the sender stopped cannot.
func (p *packet) canBeCopy() bool { return !p.steady || p.seg.End().LessEq(p.self.max) }

// isCopy reports whether p was captured before, and says so in ev.
func (t *Tracker) isCopy(p *packet, ev *Event) bool {
	now := &p.sighting
	first := &t.copies.slots[now.print.slot()]
	now.print.conn = p.conn.id
	if !first.copiedBy(now, p.seg) {
		return false
	}
	ev.Copy, ev.CopyOf = true, first.number
	t.summary.Copies++
	t.found.add(Finding{Kind: FindingCopy, N: first.number, A: uint64(int64(p.seg.TTL) - int64(first.ttl))})
	return true
}

// remember keeps the packet, which belongs to connection id, so that copies of
// it are recognised.
func (c *copies) remember(now *sighting, id uint64) {
	now.print.conn = id
	c.slots[now.print.slot()] = *now
}

// copiedBy reports whether the later sighting is one of the same packet.
func (s *sighting) copiedBy(later *sighting, seg *decode.Segment) bool {
	if s.print.seq != later.print.seq || s.print.ipid != later.print.ipid || s.print != later.print {
		return false
	}
	if s.steps != later.steps {
		return false // nobody knows how much time is between them
	}
	age := later.time - s.time
	if later.print.ipid != 0 {
		return age <= copyWithID
	}
	elsewhere := s.link != later.link || s.ttl != later.ttl || s.out != later.out
	return age <= copyWithoutID && (elsewhere || seg.Len > 0 || seg.Options.Has(decode.OptTimestamp))
}
