package annotate_test

import (
	"slices"

	"tcpshake/decode"
)

// evidence is what was captured of one connection: all that a claim about it may
// rest on. It knows nothing of how the tracker comes to its claims, only what
// RFC 9293 lets an endpoint send, and looks at all pieces for each question.
//
// Packets may be captured in another order than they were sent in, so a claim is
// proved by the presence of pieces, whatever their order.
type evidence struct {
	pieces []piece
	// missing tells of which ends it was said aloud that a FIN is inferred.
	missing []decode.Endpoint
}

// piece is a segment, or an ICMP error about one.
type piece struct {
	src, dst decode.Endpoint
	flags    decode.Flags
	seq, end decode.Seq
	ack      decode.Seq
	length   int
	icmp     bool
	// stray: it was said aloud that this SYN does not open the connection.
	stray bool
	// foreign: it was said aloud that this SYN-ACK may be another connection's.
	foreign bool
}

func pieceOf(seg *decode.Segment) piece {
	if seg.Class == decode.ICMPError {
		return piece{src: seg.ICMP.Src, dst: seg.ICMP.Dst, seq: seg.ICMP.Seq, icmp: true}
	}
	return piece{
		src: seg.Src, dst: seg.Dst, flags: seg.Flags, seq: seg.Seq, end: seg.End(), ack: seg.Ack, length: seg.Len,
	}
}

// repeatsStray reports whether the last piece is a stray SYN again.
func (e *evidence) repeatsStray() bool {
	p := &e.pieces[len(e.pieces)-1]
	return sendsSYN(p) && slices.ContainsFunc(e.pieces, func(q piece) bool { return q.stray && q.seq == p.seq && q.src == p.src })
}

// near bounds how far an acknowledgment can be behind the number that it
// acknowledges: more than any window.
const near = 1 << 30

// from returns the segments of an end that satisfy a condition.
func (e *evidence) from(end decode.Endpoint, ok func(*piece) bool) []*piece {
	var list []*piece
	for i := range e.pieces {
		if p := &e.pieces[i]; !p.icmp && p.src == end && ok(p) {
			list = append(list, p)
		}
	}
	return list
}

func (e *evidence) has(end decode.Endpoint, ok func(*piece) bool) bool {
	return len(e.from(end, ok)) > 0
}

func anySegment(*piece) bool { return true }
func sendsSYN(p *piece) bool { return p.flags.Has(decode.SYN) && !p.flags.Any(decode.RST|decode.FIN) }
func isSYN(p *piece) bool    { return sendsSYN(p) && !p.stray }
func isOpen(p *piece) bool   { return isSYN(p) && !p.flags.Has(decode.ACK) }
func isAnswer(p *piece) bool { return isSYN(p) && p.flags.Has(decode.ACK) }
func isRST(p *piece) bool    { return p.flags.Has(decode.RST) }
func isFIN(p *piece) bool    { return p.flags.Has(decode.FIN) && !p.flags.Any(decode.SYN|decode.RST) }

// isPlain: a segment as only an end sends that has left LISTEN and SYN_SENT.
func isPlain(p *piece) bool { return p.flags.Has(decode.ACK) && !p.flags.Any(decode.SYN|decode.RST) }

// acks reports whether the end acknowledged number n or more.
func (e *evidence) acks(end decode.Endpoint, n decode.Seq) bool {
	return e.has(end, func(p *piece) bool {
		d := p.ack.Diff(n)
		return p.flags.Has(decode.ACK) && !isRST(p) && d >= 0 && d < near
	})
}

// heard reports whether the end sent anything.
func (e *evidence) heard(end decode.Endpoint) bool { return e.has(end, anySegment) }

// begun reports whether a SYN of either end was captured.
func (e *evidence) begun() bool {
	return slices.ContainsFunc(e.pieces, func(p piece) bool { return !p.icmp && isSYN(&p) })
}

// synAcked reports whether self got the acknowledgment of its SYN: the peer
// acknowledged it, or self goes on as only one that got it does. The sender of a
// SYN-ACK may acknowledge alone before that.
func (e *evidence) synAcked(self, peer decode.Endpoint) bool {
	syns := e.from(self, isSYN)
	if len(syns) == 0 && e.answeredUnseen(peer) {
		return true
	}
	for _, s := range syns {
		if e.acks(peer, s.seq+1) {
			return true
		}
	}
	answered := false
	for i := range e.pieces {
		p := &e.pieces[i]
		if p.icmp || p.src != self {
			continue
		}
		answered = answered || isAnswer(p)
		if isPlain(p) && (len(syns) > 0 && !answered || p.length > 0 || isFIN(p) || e.ackOfMore(peer, p)) {
			return true
		}
	}
	return false
}

// answeredUnseen reports whether the end acknowledged a SYN that was not captured:
// by its SYN-ACK, or, after its own SYN, as one that got a SYN-ACK.
func (e *evidence) answeredUnseen(end decode.Endpoint) bool {
	if e.has(end, isAnswer) {
		return true
	}
	for _, s := range e.from(end, isSYN) {
		if e.has(end, func(p *piece) bool { return isPlain(p) && s.seq.LessEq(p.seq) && p.seq.Diff(s.seq) < near }) {
			return true
		}
	}
	return false
}

// ackOfMore reports whether p acknowledges more than the SYN of its receiver.
func (e *evidence) ackOfMore(receiver decode.Endpoint, p *piece) bool {
	for _, s := range e.from(receiver, isSYN) {
		if d := p.ack.Diff(s.seq + 1); d <= 0 || d > near {
			return false
		}
	}
	return true
}

// established reports whether self may be called established. Of a connection
// without a SYN any segment proves as much as there is to prove.
func (e *evidence) established(self, peer decode.Endpoint) bool {
	if !e.begun() {
		return e.has(self, anySegment) || e.has(peer, anySegment)
	}
	return e.synAcked(self, peer)
}

// fin reports whether the end closed, for all that was captured or said aloud.
func (e *evidence) fin(end decode.Endpoint) bool {
	return e.has(end, isFIN) || slices.Contains(e.missing, end)
}

// finAcked reports whether the peer acknowledged the FIN of self.
func (e *evidence) finAcked(self, peer decode.Endpoint) bool {
	if slices.Contains(e.missing, self) || slices.Contains(e.missing, peer) {
		return true // it was inferred from such an acknowledgment, or this from the other's
	}
	for _, f := range e.from(self, isFIN) {
		if e.acks(peer, f.end) {
			return true
		}
	}
	return false
}

// knew reports whether some FIN of self acknowledges the peer's.
func (e *evidence) knew(self, peer decode.Endpoint) bool { return e.finWhich(self, peer, true) }

// unaware reports whether some FIN of self does not acknowledge the peer's.
func (e *evidence) unaware(self, peer decode.Endpoint) bool { return e.finWhich(self, peer, false) }

func (e *evidence) finWhich(self, peer decode.Endpoint, acking bool) bool {
	if slices.Contains(e.missing, self) || slices.Contains(e.missing, peer) {
		return true
	}
	theirs := e.lastFINs(peer)
	for _, mine := range e.lastFINs(self) {
		covers := slices.ContainsFunc(theirs, func(f *piece) bool { return f.end.LessEq(mine.ack) })
		if covers == acking {
			return true
		}
	}
	return false
}

// lastFINs returns the FINs with the highest number: others are of an older
// connection.
func (e *evidence) lastFINs(end decode.Endpoint) []*piece {
	list := e.from(end, isFIN)
	return slices.DeleteFunc(list, func(p *piece) bool {
		return e.has(end, func(q *piece) bool { return isFIN(q) && p.end.Less(q.end) })
	})
}

// reset reports whether the end sent a RST.
func (e *evidence) reset(end decode.Endpoint) bool { return e.has(end, isRST) }

// unreachable reports whether an ICMP error speaks of what the end sent.
func (e *evidence) unreachable(end decode.Endpoint) bool {
	return slices.ContainsFunc(e.pieces, func(p piece) bool { return p.icmp && p.src == end })
}
