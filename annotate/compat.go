package annotate

// Compat is the set of words that tshark 4.0.17 sets for a packet as
// tcp.analysis.WORD.
type Compat uint16

// The words.
const (
	CompatRetransmission Compat = 1 << iota
	CompatFastRetransmission
	CompatSpuriousRetransmission
	CompatOutOfOrder
	CompatDuplicateAck
	CompatLostSegment
	CompatAckLostSegment
	CompatKeepAlive
	CompatKeepAliveAck
	CompatZeroWindow
	CompatZeroWindowProbe
	CompatZeroWindowProbeAck
	CompatWindowFull
	CompatWindowUpdate
	CompatReusedPorts
)

var compatWords = [...]string{
	"retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order", "duplicate_ack",
	"lost_segment", "ack_lost_segment", "keep_alive", "keep_alive_ack", "zero_window", "zero_window_probe",
	"zero_window_probe_ack", "window_full", "window_update", "reused_ports",
}

// Words yields the words of c as tshark spells them.
func (c Compat) Words(yield func(string) bool) {
	for i, w := range compatWords {
		if c&(1<<i) != 0 && !yield(w) {
			return
		}
	}
}

// Has reports whether all words of want are in c.
func (c Compat) Has(want Compat) bool { return c&want == want }

// String returns the words of c with commas between them.
func (c Compat) String() string {
	var dst []byte
	for w := range c.Words {
		if len(dst) > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, w...)
	}
	return string(dst)
}
