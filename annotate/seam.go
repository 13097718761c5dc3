package annotate

// The stubs of what the words of tshark, the findings about loss, the reasons
// of a RST and the statistics need of Observe. Each moves to its own file.

// observeCompat returns tshark's words. It runs for every segment that is no
// copy, before the variables of the connection take the segment in.
func (t *Tracker) observeCompat(p *packet) Compat {
	return p.conn.compat.observe(int(p.from), p.seg, p.time)
}

// annotateLoss adds what the segment says about loss and order. It runs before
// the variables of the connection take the segment in.
func (t *Tracker) annotateLoss(p *packet) {}

// traffic counts what one end sent.
type traffic struct{}

// count counts the segment. It runs before the variables of the connection take
// the segment in.
func (t *Tracker) count(p *packet) {}

// reportTraffic returns the statistics of one end.
func (t *Tracker) reportTraffic(c *conn, s side) Traffic { return Traffic{} }

// resetReason guesses why p.self sent a RST that the peer accepts. It runs before
// the variables of the connection take the segment in.
func (t *Tracker) resetReason(p *packet) ResetReason { return 0 }

// annotatePatterns looks at many packets and connections. It runs last, with
// p.before the states before the segment.
func (t *Tracker) annotatePatterns(p *packet) {}
