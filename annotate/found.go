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
func (fs *findings) has(k FindingKind) bool { return fs.find(k) != nil }

// sorted returns the findings, worst first.
func (fs *findings) sorted() []Finding {
	sortFindings(fs.list[:fs.n])
	return fs.list[:fs.n]
}

// find returns the finding of this kind, nil when there is none.
func (fs *findings) find(k FindingKind) *Finding {
	for i := range fs.n {
		if fs.list[i].Kind == k {
			return &fs.list[i]
		}
	}
	return nil
}

// drop takes all findings of this kind out.
func (fs *findings) drop(k FindingKind) {
	n := 0
	for i := range fs.n {
		if fs.list[i].Kind != k {
			fs.list[n] = fs.list[i]
			n++
		}
	}
	fs.n = n
}
