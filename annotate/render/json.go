package render

import (
	"io"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// jsonSchema is the version of the objects: names are added without changing
// it, and never change their meaning under it.
const jsonSchema = 1

// jsonLines prints one JSON object a line: a packet for each frame, a
// connection when one ends, a summary at the end. The members are described in
// testdata/schema.json.
type jsonLines struct {
	out    buffer
	clock  utc
	copies bool
	// scratch holds the text of a finding before it is escaped.
	scratch []byte
}

func newJSON(w io.Writer, opt *Options) *jsonLines {
	return &jsonLines{out: newBuffer(w), copies: opt.Verbose > 0, scratch: make([]byte, 0, 512)}
}

// begin returns an open object of that type.
func (j *jsonLines) begin(kind string) object {
	o := object{j.out.b}
	o.open("")
	o.word("type", kind)
	o.uint("schema", jsonSchema)
	return o
}

func (j *jsonLines) end(o object) error {
	o.close()
	return j.out.put(append(o.b, '\n'))
}

// Event prints a packet object. Copies are left out, as in the text, unless -v
// is given.
func (j *jsonLines) Event(e *annotate.Event) error {
	if e.Copy && !j.copies {
		return j.out.err
	}
	o := j.begin("packet")
	o.next(`,"number":`, e.Number)
	o.time("timestamp", &j.clock, e.Time)
	if e.Conn != 0 {
		o.next(`,"flow_id":`, e.Conn)
	}
	j.addEnds(&o, e.Segment)
	if e.Conn != 0 {
		o.nextWord(`,"from":`, side(e.FromClient))
	}
	o.nextWord(`,"label":`, e.Label.String())
	addHeader(&o, e)
	if e.Conn != 0 {
		addStates(&o, e)
	}
	if e.Copy {
		o.next(`,"duplicate_of":`, e.CopyOf)
	}
	j.addFindings(&o, e.Findings)
	addCompat(&o, e.Compat)
	return j.end(o)
}

// addStates adds what is known of the state of both ends.
func addStates(o *object, e *annotate.Event) {
	if c := e.Client; c.State != annotate.Unknown {
		o.nextWord(`,"client_state":`, c.State.String())
		o.nextBool(`,"client_assumed":`, c.Assumed || c.Doubtful)
	}
	if s := e.Server; s.State != annotate.Unknown {
		o.nextWord(`,"server_state":`, s.State.String())
		o.nextBool(`,"server_assumed":`, s.Assumed || s.Doubtful)
	}
}

// addEnds adds the addresses and ports. Those of an ICMP error are the quoted
// segment's, so that they name the connection; the sender of the error stands
// in "icmp".
func (j *jsonLines) addEnds(o *object, s *decode.Segment) {
	src, dst := s.Src, s.Dst
	if s.Class == decode.ICMPError {
		src, dst = s.ICMP.Src, s.ICMP.Dst
	}
	// Port 0 of a frame whose TCP header was not read is not a port.
	known := s.Class == decode.TCP || src.Port != 0 || dst.Port != 0
	o.addr("src_ip", src.Addr)
	if known {
		o.next(`,"src_port":`, uint64(src.Port))
	}
	o.addr("dest_ip", dst.Addr)
	if known {
		o.next(`,"dest_port":`, uint64(dst.Port))
	}
}

// addHeader adds what the TCP header says, or the ICMP error.
func addHeader(o *object, e *annotate.Event) {
	s := e.Segment
	switch s.Class {
	case decode.TCP:
		addSegment(o, e)
	case decode.ICMPError:
		o.open("icmp")
		o.addr("from", s.ICMP.From)
		o.uint("type", uint64(s.ICMP.Type))
		o.uint("code", uint64(s.ICMP.Code))
		if s.ICMP.MTU != 0 {
			o.uint("mtu", uint64(s.ICMP.MTU))
		}
		o.uint("seq", uint64(s.ICMP.Seq))
		o.close()
	}
}

func addSegment(o *object, e *annotate.Event) {
	s := e.Segment
	ack := s.Flags.Has(decode.ACK)
	o.b = append(s.Flags.Append(append(o.b, `,"flags":"`...)), '"')
	o.next(`,"seq":`, uint64(s.Seq))
	if ack {
		o.next(`,"ack":`, uint64(s.Ack))
	}
	if e.HasRelSeq {
		o.next(`,"rel_seq":`, uint64(e.RelSeq))
	}
	if e.HasRelAck && ack {
		o.next(`,"rel_ack":`, uint64(e.RelAck))
	}
	o.next(`,"window":`, uint64(s.Window))
	o.next(`,"length":`, uint64(s.Len))
	if e.RTT > 0 {
		o.seconds("ack_rtt", e.RTT)
	}
	if e.InFlight > 0 {
		o.next(`,"bytes_in_flight":`, uint64(e.InFlight))
	}
}

func (j *jsonLines) addFindings(o *object, findings []annotate.Finding) {
	o.openArray("findings")
	for i := range findings {
		f := &findings[i]
		o.open("")
		o.word("name", f.Kind.String())
		j.scratch = f.AppendText(j.scratch[:0])
		o.text("text", j.scratch)
		o.word("severity", f.Kind.Severity().String())
		o.close()
	}
	o.closeArray()
}

// addCompat adds tshark's words; unlike findings they have no member when there
// are none.
func addCompat(o *object, c annotate.Compat) {
	if c == 0 {
		return
	}
	o.openArray("compat")
	for word := range c.Words {
		o.word("", word)
	}
	o.closeArray()
}

// Connection prints a connection object.
func (j *jsonLines) Connection(c *annotate.Connection) error {
	o := j.begin("connection")
	addConnection(&o, c, &j.clock)
	return j.end(o)
}

// Close prints the summary object and flushes.
func (j *jsonLines) Close(end *End) error {
	o := j.begin("summary")
	addSummary(&o, &end.Summary)
	addCapture(&o, end.Losses)
	j.end(o)
	return j.Flush()
}

// Flush writes what was gathered.
func (j *jsonLines) Flush() error { return j.out.Flush() }

func side(client bool) string {
	if client {
		return "client"
	}
	return "server"
}
