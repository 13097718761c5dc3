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
	case ClosedBoth:
		if c.midstream() {
			return "OTH"
		}
		return "SF"
	case HalfClosed:
		return c.zeekHalfClosed()
	}
	if !c.marks.has(synSeen) {
		return "OTH"
	}
	return "S1"
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
	switch {
	case c.midstream():
		return "OTH"
	case c.by(Reset) == ServerParty:
		return "RSTR"
	default:
		return "RSTO"
	}
}

func (c *conn) zeekHalfClosed() string {
	switch {
	case c.midstream():
		return "OTH"
	case c.by(HalfClosed) == ServerParty:
		return "S3"
	default:
		return "S2"
	}
}
