package annotate

import "tcpshake/decode"

// Event is what there is to say about one frame. A Tracker fills the same
// Event again and again; its slices are valid until the next one.
type Event struct {
	// Number counts the frames of the capture from 1, Time is the capture time in
	// nanoseconds since 1970 UTC.
	Number uint64
	Time   int64
	// Segment is the decoded frame.
	Segment *decode.Segment
	Label   Label

	// Conn numbers connections from 1 in order of their first packet; 0 when the
	// frame belongs to none (a fragment, a broken header). Findings can be there all
	// the same; what else follows is valid only when it is not 0.
	Conn uint64
	// Direction names the connection and which of its ends sent the segment: the
	// segments that have the same one have the same Src and the same Dst, and those
	// of the other end differ in the lowest bit. It is 0 for a frame that is no
	// segment of a connection.
	Direction uint64
	// FromClient is set when the connection's client sent the segment, or the one
	// that an ICMP error quotes.
	FromClient bool
	// RelSeq and RelAck are relative to the initial sequence numbers, so that the
	// SYN is 0 and the first byte 1; HasRelSeq and HasRelAck tell whether they are
	// known.
	RelSeq, RelAck       decode.Seq
	HasRelSeq, HasRelAck bool
	// Client and Server are the states once the segment is delivered; Changed is
	// set when this segment changed one of them, or when it is the first.
	Client, Server EndState
	Changed        bool
	// Late is set when NextEnded has yielded the connection before: it will not again.
	Late bool
	// Copy is set when the frame is a second capture of a packet already seen
	// (another interface, a bridge); CopyOf is that packet's number. Copies are
	// not analysed.
	Copy   bool
	CopyOf uint64
	// RTT is the round-trip time in nanoseconds that the acknowledgment measures
	// (Karn's rule), InFlight how many bytes of its sender are not acknowledged once
	// the segment, which carries data, is sent; 0 when there is no such measure.
	RTT      int64
	InFlight uint32
	// Findings are what is remarkable, worst first.
	Findings []Finding
	// Compat are the words that tshark sets for the packet.
	Compat Compat
}
