package annotate

import (
	"strconv"

	"tcpshake/decode"
)

// isDamaged reports whether the TCP checksum of the segment is wrong, so that its
// receiver drops it (RFC 9293 section 3.1), and tells so with the connection that
// it seems to belong to. What was not captured whole cannot be checked.
func (t *Tracker) isDamaged(seg *decode.Segment, ev *Event) bool {
	sum, ok := seg.VerifyTCP()
	if !ok || sum.Good {
		return false
	}
	t.found.add(Finding{Kind: FindingBadChecksum, A: uint64(sum.Stored), B: uint64(sum.Want)})
	from := t.setKey(&seg.Src, &seg.Dst, seg)
	if record, _ := t.table.find(&t.key); record != 0 {
		p := &t.packet
		p.begin(seg, ev.Number, ev.Time, &t.clock)
		p.record, p.conn = record, t.table.records.at(record)
		p.aim(from)
		p.report(ev)
	}
	return true
}

func appendBadChecksum(dst []byte, f *Finding) []byte {
	dst = appendHex16(append(dst, "wrong checksum "...), f.A)
	return append(appendHex16(append(dst, ", not "...), f.B), ": the receiver drops it"...)
}

// appendHex16 appends "0x0a1b".
func appendHex16(dst []byte, v uint64) []byte {
	dst = append(dst, "0x"...)
	for limit := uint64(0x1000); limit > 0xf && v < limit; limit >>= 4 {
		dst = append(dst, '0')
	}
	return strconv.AppendUint(dst, v, 16)
}
