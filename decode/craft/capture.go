package craft

// Frame is one captured frame.
type Frame struct {
	// Time is in nanoseconds since 1970 UTC.
	Time int64
	// Data are the captured bytes, Len the length on the wire in bytes.
	Data []byte
	Len  int
}

// Capture is what a script describes: frames, and the file that holds them.
type Capture struct {
	// LinkType is the number that stands in capture files (LINKTYPE_RAW is 101
	// where DLT_RAW is 12).
	LinkType int
	SnapLen  int
	Format   Format
	// Cut is how many bytes Bytes leaves out at the end of the file.
	Cut    int
	Frames []Frame
}

// Format is how a capture file is written.
type Format struct {
	// Micro writes microseconds, BigEndian the other byte order, and NG the
	// pcapng format instead of classic pcap.
	Micro, BigEndian, NG bool
}

// Ext returns the usual ending of the file's name: ".pcap" or ".pcapng".
func (f Format) Ext() string {
	if f.NG {
		return ".pcapng"
	}
	return ".pcap"
}

// Bytes returns the capture file.
func (c *Capture) Bytes() []byte {
	var b []byte
	if c.Format.NG {
		b = c.appendPcapNG(nil)
	} else {
		b = c.appendPcap(nil)
	}
	return b[:max(0, len(b)-c.Cut)]
}

// Parse returns the frames of a script. An error is an *Error.
func Parse(src string) ([]Frame, error) {
	c, err := Compile(src)
	if err != nil {
		return nil, err
	}
	return c.Frames, nil
}

// Compile returns the capture that a script describes. An error is an *Error.
func Compile(src string) (*Capture, error) {
	s := newScript()
	for i, line := range lines(src) {
		if err := s.line(line); err != nil {
			return nil, &Error{Line: i + 1, Err: err}
		}
	}
	return &s.capture, nil
}
