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

// sighting is a packet as it was seen first: what a router leaves as it is, so
// that a copy has it too, and what tells a copy from a packet that was really
// sent twice.
type sighting struct {
	number uint64
	time   int64

	conn         uint32 // the number of the connection, its lower half
	seq, ack     decode.Seq
	tsVal, tsEcr uint32
	sack         uint32 // folded SACK blocks
	length       uint32
	link         uint32 // the segment's LinkHash
	flags        decode.Flags
	window       uint16
	checksum     uint16
	ipid         uint16
	steps        uint16 // of the capture clock before it
	ttl          uint8
	out          bool
	from         side
}

// mix is an odd number with many ones (2^64 divided by the golden ratio).
const mix = 0x9e3779b97f4a7c15

// slot returns where a segment from this side is remembered.
func (c *copies) slot(seg *decode.Segment, from side) *sighting {
	x := uint64(seg.Seq)<<32 | uint64(seg.Ack)
	x ^= uint64(seg.Len)<<20 ^ uint64(seg.IPID)<<44 ^ uint64(from)
	return &c.slots[x*mix>>40%copySlots]
}

// remember keeps the packet, so that copies of it are recognised.
func (s *sighting) remember(p *packet) {
	seg := p.seg
	s.number, s.time, s.conn, s.from = p.number, p.now, uint32(p.conn.id), p.from
	s.seq, s.ack, s.length, s.flags = seg.Seq, seg.Ack, uint32(seg.Len), seg.Flags
	s.window, s.checksum, s.ipid = seg.Window, seg.Checksum, seg.IPID
	s.link, s.ttl, s.out, s.steps = seg.LinkHash, seg.TTL, seg.Outgoing, p.steps
	s.tsVal, s.tsEcr, s.sack = foldOptions(&seg.Options)
}

// sees reports whether p is the packet that s remembers, captured again.
func (s *sighting) sees(p *packet) bool {
	seg := p.seg
	if s.seq != seg.Seq || s.ack != seg.Ack || s.ipid != seg.IPID || s.conn != uint32(p.conn.id) || s.from != p.from ||
		s.length != uint32(seg.Len) || s.flags != seg.Flags || s.window != seg.Window || s.checksum != seg.Checksum {
		return false
	}
	if tsVal, tsEcr, sack := foldOptions(&seg.Options); tsVal != s.tsVal || tsEcr != s.tsEcr || sack != s.sack {
		return false
	}
	if s.steps != p.steps {
		return false // nobody knows how much time is between them
	}
	age := p.now - s.time
	if seg.IPID != 0 {
		return age <= copyWithID
	}
	return age <= copyWithoutID && (s.isElsewhere(seg) || seg.Len > 0 || p.hasTS())
}

// isElsewhere reports whether the packet that s remembers was captured at another place
// than seg.
func (s *sighting) isElsewhere(seg *decode.Segment) bool {
	return s.link != seg.LinkHash || s.ttl != seg.TTL || s.out != seg.Outgoing
}

// isAskedFor reports whether p, which looks like the packet that first remembers, was
// rather sent again: its receiver has spoken since, and p is what that asks for. It is
// for packets without an IP identification that were captured at the same place.
func (t *Tracker) isAskedFor(p *packet, first *sighting) bool {
	s := p.seg
	if s.IPID != 0 || first.time >= p.peer.last || first.isElsewhere(s) {
		return false
	}
	switch {
	case s.Flags.Has(decode.SYN | decode.ACK):
		return !p.self.facts.has(synAcked) // by a SYN that was repeated
	case s.Flags.Any(ctl):
		return false
	case s.Len == 0:
		// Each segment that comes out of order asks for one; with SACK it has other blocks.
		both := p.self.known & p.peer.known
		return !both.has(sawSYN | offersSACK)
	case p.hasTS():
		return false // another time stamp would tell
	default:
		asks := t.trouble(p.conn, p.to())
		return asks != nil && asks.dups > 0 && asks.dupAck == p.peer.acked && asks.dupAck.LessEq(s.Seq)
	}
}

// foldOptions returns the time stamps, and a number that differs when the SACK
// blocks do.
func foldOptions(o *decode.Options) (tsVal, tsEcr, sack uint32) {
	if o.Has(decode.OptTimestamp) {
		tsVal, tsEcr = o.TSVal, o.TSEcr
	}
	if !o.Has(decode.OptSACK) {
		return tsVal, tsEcr, 0
	}
	x := uint64(0)
	for _, b := range o.SACK[:o.SACKBlocks] {
		x = (x ^ uint64(b.Left)<<32 ^ uint64(b.Right)) * mix
	}
	return tsVal, tsEcr, uint32(x >> 32)
}

// tellCopy says in ev that p is the packet that first remembers.
func (t *Tracker) tellCopy(p *packet, first *sighting, ev *Event) {
	ev.Copy, ev.CopyOf = true, first.number
	t.summary.Segments-- // it is none of its own
	t.summary.Copies++
	t.loadOf(p.self).copies++
	t.found.add(Finding{Kind: FindingCopy, N: first.number, A: uint64(int64(p.seg.TTL) - int64(first.ttl))})
}
