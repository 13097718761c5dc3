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
	print  fingerprint
	number uint64
	time   int64
	link   uint32
	iface  uint32
	ttl    uint8
	out    bool
}

// fingerprint is what a router leaves as it is.
type fingerprint struct {
	conn         uint64
	seq, ack     decode.Seq
	tsVal, tsEcr uint32
	sack         uint64
	length       uint32
	flags        decode.Flags
	window       uint16
	checksum     uint16
	ipid         uint16
	from         side
}

// fingerprintOf returns the fingerprint of p.
func fingerprintOf(p *packet) fingerprint {
	s := p.seg
	f := fingerprint{
		conn: p.conn.id, from: p.from, seq: s.Seq, ack: s.Ack, length: uint32(s.Len), window: s.Window,
		checksum: s.Checksum, ipid: s.IPID,
		flags: s.Flags &^ (decode.ECE | decode.CWR), // as routers and this comparison leave ECN aside
	}
	if s.Flags.Has(decode.SYN) {
		f.flags = s.Flags
	}
	if s.Options.Has(decode.OptTimestamp) {
		f.tsVal, f.tsEcr = s.Options.TSVal, s.Options.TSEcr
	}
	for _, b := range s.Options.SACK[:s.Options.SACKBlocks] {
		f.sack = (f.sack ^ uint64(b.Left)<<32 ^ uint64(b.Right)) * 0x9e3779b97f4a7c15
	}
	return f
}

// slot returns where a packet with this fingerprint is remembered.
func (f *fingerprint) slot() uint32 {
	x := uint64(f.seq)<<32 | uint64(f.ack)
	x ^= f.conn<<1 ^ uint64(f.from) ^ uint64(f.length)<<20 ^ uint64(f.tsVal)<<8 ^ uint64(f.ipid)<<40 ^ f.sack
	x *= 0x9e3779b97f4a7c15
	return uint32(x>>40) % copySlots
}

// isCopy reports whether p was captured before, and says so in ev. A packet that
// was not is remembered.
func (t *Tracker) isCopy(p *packet, ev *Event) bool {
	now := sighting{
		print: fingerprintOf(p), number: p.number, time: p.now,
		link: p.seg.LinkHash, iface: p.seg.Interface, ttl: p.seg.TTL, out: p.seg.Outgoing,
	}
	first := &t.copies.slots[now.print.slot()]
	if !first.copiedBy(&now, p.seg) {
		*first = now
		return false
	}
	ev.Copy, ev.CopyOf = true, first.number
	t.summary.Copies++
	t.found.add(Finding{Kind: FindingCopy, N: first.number, A: uint64(int64(p.seg.TTL) - int64(first.ttl))})
	return true
}

// copiedBy reports whether the later sighting is one of the same packet.
func (s *sighting) copiedBy(later *sighting, seg *decode.Segment) bool {
	if s.print != later.print || s.number == 0 {
		return false
	}
	age := later.time - s.time
	if later.print.ipid != 0 {
		return age <= copyWithID
	}
	elsewhere := s.link != later.link || s.iface != later.iface || s.ttl != later.ttl || s.out != later.out
	return age <= copyWithoutID && (elsewhere || seg.Len > 0 || seg.Options.Has(decode.OptTimestamp))
}
