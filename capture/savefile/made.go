package savefile

// keptNames is how many names of files are kept beside those of a ring. A format of
// the time of day that names a file each second repeats after 86400 of them, and no
// usual one repeats later: those that hold the year never do, and a run of months must
// not keep them all.
const keptNames = 1 << 17

// made are the names of the latest files of a run, which may be made again.
type made struct {
	names map[string]bool
	// order has them as they came, from next on once there are limit of them.
	order       []string
	next, limit int
}

// newMade returns a made for files that a ring has so many of, 0 without a ring.
func newMade(ring int) *made {
	return &made{names: map[string]bool{}, limit: ring + keptNames}
}

// has reports whether a file of that name was made, and not too many after it.
func (m *made) has(name string) bool { return m.names[name] }

// add notes the name of a file. One that comes again keeps its place: what comes
// again in time does so whenever its turn is.
func (m *made) add(name string) {
	if m.names[name] {
		return
	}
	m.names[name] = true
	if len(m.order) < m.limit {
		m.order = append(m.order, name)
		return
	}
	delete(m.names, m.order[m.next])
	m.order[m.next] = name
	m.next = (m.next + 1) % m.limit
}
