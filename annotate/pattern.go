package annotate

type patterns struct{}

// annotatePatterns looks at many packets and connections. It runs last, with
// the states before the segment in p.
func (t *Tracker) annotatePatterns(p *packet) {
	t.found.prune()
}
