package annotate

// maxFindings bounds the findings of one packet; more than a handful never
// come together.
const maxFindings = 16

// findings gathers what is remarkable about one packet.
type findings struct {
	list [maxFindings]Finding
	n    int
}

// add notes f; beyond maxFindings it is dropped.
func (fs *findings) add(f Finding) {
	if fs.n < maxFindings {
		fs.list[fs.n] = f
		fs.n++
	}
}

// has reports whether a finding of this kind was added.
func (fs *findings) has(k FindingKind) bool {
	for i := range fs.n {
		if fs.list[i].Kind == k {
			return true
		}
	}
	return false
}

// sorted returns the findings, worst first.
func (fs *findings) sorted() []Finding {
	sortFindings(fs.list[:fs.n])
	return fs.list[:fs.n]
}
