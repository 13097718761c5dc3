package annotate

import "tcpshake/decode"

// unseen is a range of sequence numbers of one side that was acknowledged although the
// capture lacked it, and when that was.
type unseen struct {
	at          int64 // 0 when there is none
	left, right decode.Seq
	from        side
}

// noteUnseen notes that p acknowledges left to right, and that this was not captured.
// Where a part of it was, only what is behind that counts.
func (t *Tracker) noteUnseen(p *packet, left, right decode.Seq) {
	if gaps := t.gapsOf(p.conn, p.to()); len(gaps) > 1 || len(gaps) == 1 && p.peer.max.Less(right) {
		left = p.peer.max
	} else if len(gaps) == 1 && gaps[0].right.Less(right) {
		right = gaps[0].right
	}
	x := t.extraOf(p.conn)
	if x == nil || !left.Less(right) {
		return
	}
	if u := &x.unseen; u.at != 0 && u.from == p.to() && u.right == left && p.now-u.at <= clockJitter {
		u.right, u.at = right, p.now // one more acknowledgment
	} else {
		*u = unseen{at: p.now, left: left, right: right, from: p.to()}
	}
}

// isUnseen reports whether left to right were acknowledged, and were not captured then.
func (t *Tracker) isUnseen(p *packet, left, right decode.Seq) bool {
	x := t.extra(p.conn)
	return x != nil && x.unseen.at != 0 && x.unseen.from == p.from && x.unseen.left.LessEq(left) && right.LessEq(x.unseen.right)
}

// tellLate tells data that come just after they were acknowledged: the capture does not
// lack them, and they were not sent again.
func (t *Tracker) tellLate(p *packet) {
	late, n, ok := t.comesLate(p)
	if !ok {
		return
	}
	p.late = true
	tr := t.troubleOf(p.conn, p.from)
	tr.notCaptured -= min(tr.notCaptured, n)
	tr.reordered++
	t.found.add(Finding{Kind: FindingReordered, Time: late})
}

// comesLate reports whether the data are captured for the first time, and just after
// they were acknowledged: the packets of both directions are taken on different ways,
// and the capture changed their order. It returns how late they come, and how many
// bytes of them were acknowledged. Beyond clockJitter they are rather sent again.
func (t *Tracker) comesLate(p *packet) (late int64, n uint64, ok bool) {
	x := t.extra(p.conn)
	if x == nil {
		return 0, 0, false
	}
	u, seq, end := &x.unseen, p.seg.Seq, p.seg.Seq.Add(p.seg.Len)
	late = p.now - u.at
	if u.right == p.self.max && u.right.Less(end) {
		end = u.right // the rest is new
	}
	if u.at == 0 || u.from != p.from || seq.Less(u.left) || !seq.Less(end) || u.right.Less(end) || late > clockJitter {
		return 0, 0, false
	}
	if n = uint64(end - seq); p.seg.Flags.Has(decode.FIN) && p.seg.End() == u.right {
		n, end = n+1, u.right // the FIN was acknowledged, too
	}
	if seq == u.left {
		u.left = end
	} else {
		u.right = seq
	}
	if u.left == u.right {
		u.at = 0
	}
	return late, n, true
}
