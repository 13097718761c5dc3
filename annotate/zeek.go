package annotate

// zeekState returns Zeek's conn_state, as its documentation defines the codes.
func (c *conn) zeekState(v Verdict) string {
	switch v {
	case Refused:
		return "REJ"
	case NoAnswer, Unreachable:
		return "S0"
	case Aborted:
		return c.zeekAborted()
	case Reset:
		return c.zeekReset()
	case ClosedBoth, HalfClosed:
		return c.zeekClosed(v)
	}
	switch {
	case !c.marks.has(synSeen):
		return "OTH"
	case v == Open && !c.marks.has(synAckSeen) && !c.end(c.client().other()).facts.has(heard):
		return "S0" // only the client's direction was captured
	default:
		return "S1"
	}
}

// midstream reports whether the opening was not captured.
func (c *conn) midstream() bool {
	return c.end(low).facts.has(midstream) && c.marks&(synSeen|synAckSeen) == 0
}

// zeekAborted tells who gave up, and which parts of the opening were seen.
func (c *conn) zeekAborted() string {
	byClient := c.by(Aborted) == ClientParty
	switch {
	case c.marks.has(resetMark) && byClient && !c.marks.has(synAckSeen):
		return "RSTOS0"
	case c.marks.has(resetMark) && byClient:
		return "RSTO"
	case c.marks.has(resetMark) && !c.marks.has(synSeen):
		return "RSTRH"
	case c.marks.has(resetMark):
		return "RSTR"
	case byClient:
		return "SH"
	default:
		return "SHR"
	}
}

func (c *conn) zeekReset() string {
	byServer := c.by(Reset) == ServerParty
	switch {
	case c.midstream():
		return "OTH"
	case byServer && !c.marks.has(synSeen):
		return "RSTRH"
	case byServer:
		return "RSTR"
	case !c.marks.has(synAckSeen):
		return "RSTOS0"
	default:
		return "RSTO"
	}
}

// zeekClosed tells which FINs were captured, and which parts of the opening.
func (c *conn) zeekClosed(v Verdict) string {
	client, server := c.end(c.client()), c.end(c.client().other())
	switch {
	case c.midstream():
		return "OTH"
	case !c.marks.has(synAckSeen) && !server.hasClosed():
		return "SH"
	case !c.marks.has(synSeen) && !client.hasClosed():
		return "SHR"
	case v == ClosedBoth:
		return "SF"
	case c.by(v) == ServerParty:
		return "S3"
	default:
		return "S2"
	}
}
