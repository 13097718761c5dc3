package capture

// Packet is one captured frame.
type Packet struct {
	// Time is the capture time in nanoseconds since 1970 UTC.
	Time int64
	// Data are the captured bytes; they are valid until the next call of Read, or
	// for longer when the source says so.
	Data []byte
	// Len is the length of the frame on the wire in bytes.
	Len int
}

// Stats are libpcap's counters of a live capture.
type Stats struct {
	// Received counts the packets that passed the filter, as the kernel counts
	// them; Dropped those that found no room in the kernel's buffer;
	// DroppedByInterface those that the interface or its driver dropped;
	// DroppedHere those that found no room in the buffer of this program.
	Received, Dropped, DroppedByInterface, DroppedHere uint64
}

// Kept is how many calls of Read the packets of a file outlive, so that they can
// be looked at while others are read.
const Kept = 8

// Source yields frames, from an interface or from a file.
type Source interface {
	// Read replaces the contents of packets by the frames that are there, at most
	// as many as its capacity holds, and returns them. It waits at most 100 ms and may
	// return none. At the end of a file the error is io.EOF; any other error ends
	// the capture. Frames that came before an error are returned with it.
	Read(packets []Packet) ([]Packet, error)
	// Waits reports whether a Read may have to wait for packets, as for those of an
	// interface, a pipe or a compressed file. The packets of a source that never waits
	// are valid for the next Kept calls of Read too.
	Waits() bool
	// LinkType is the DLT number as libpcap numbers them: 1 is EN10MB.
	LinkType() int
	// SnapLen is the most bytes of a frame that are captured.
	SnapLen() int
	// Stats returns the counters of a live capture; for a file they are zero.
	Stats() (Stats, error)
	// Close ends the capture. It must not be called while Read runs.
	Close()
}
