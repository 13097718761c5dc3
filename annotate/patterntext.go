package annotate

import "strconv"

// QueueShape is how a full accept queue shows on the wire.
type QueueShape uint8

// The shapes.
const (
	// QueueDropsSYN: SYNs go unanswered where others were answered just before.
	QueueDropsSYN QueueShape = iota
	// QueueDropsACK: the SYN-ACK is repeated although its ACK was captured.
	QueueDropsACK
)

func appendQueue(dst []byte, f *Finding) []byte {
	if QueueShape(f.N) == QueueDropsSYN {
		dst = append(dst, "fits a full accept queue: SYN unanswered where others were answered "...)
		return append(AppendDuration(dst, f.Time), " ago (or the path drops it)"...)
	}
	dst = append(dst, "fits a full accept queue: SYN-ACK sent again "...)
	dst = strconv.AppendUint(dst, f.A, 10)
	return append(dst, " times although its ACK was captured"...)
}

func appendFlood(dst []byte, f *Finding) []byte {
	dst = strconv.AppendUint(append(dst, "SYN flood: "...), f.N, 10)
	dst = AppendDuration(append(dst, " handshakes left half-open in "...), f.Time)
	if f.A == 1 {
		return append(dst, ", from 1 address"...)
	}
	dst = strconv.AppendUint(append(dst, ", from at least "...), f.A, 10)
	return append(dst, " addresses"...)
}
