package annotate

// Severity orders findings, and colours them on a terminal.
type Severity uint8

// The severities, mildest first.
const (
	Info Severity = iota + 1
	Note
	Warning
	Error
)

// String returns the name in lower case: "warning".
func (s Severity) String() string { return severityNames[s] }

var severityNames = [...]string{Info: "info", Note: "note", Warning: "warning", Error: "error"}

// Visibility says when a finding stands behind a packet line.
type Visibility uint8

// The visibilities.
const (
	// Always: on every packet line, as far as there is room.
	Always Visibility = iota
	// Verbose: with -v only.
	Verbose
)

// FindingKind names a finding; its String is fixed and stands in JSON,
// --only and --fail-on. The zero value is no finding.
type FindingKind uint8

// Finding is one remarkable thing about a packet: its kind and the figures that
// its text needs. What N, A, B, the times and By mean is told at each kind;
// sequence numbers are relative to the initial one, times are nanoseconds, and
// a time below zero is not known.
type Finding struct {
	Kind    FindingKind
	By      Party
	N, A, B uint64
	Time    int64
	Time2   int64
	Time3   int64
}

// String returns the fixed name in kebab case: "syn-retransmission".
func (k FindingKind) String() string { return k.row().name }

// Severity returns how bad the finding is.
func (k FindingKind) Severity() Severity { return k.row().severity }

// Visibility returns when the finding is shown behind a packet line.
func (k FindingKind) Visibility() Visibility { return k.row().visibility }

func (k FindingKind) row() *findingRow {
	if int(k) >= len(findingRows) {
		k = 0
	}
	return &findingRows[k]
}

// FindingKinds returns the number above the last kind: they are 1 to FindingKinds()-1.
func FindingKinds() int { return len(findingRows) }

// FindingByName returns the kind of that name, and 0 when there is none.
func FindingByName(name string) FindingKind {
	for i := 1; i < len(findingRows); i++ {
		if findingRows[i].name == name {
			return FindingKind(i)
		}
	}
	return 0
}

// worseThan reports whether f is to be shown before g: by severity, then what
// is shown always before what is not, then as the list of kinds has them.
func (f *Finding) worseThan(g *Finding) bool {
	a, b := f.Kind.row(), g.Kind.row()
	if a.severity != b.severity {
		return a.severity > b.severity
	}
	if a.visibility != b.visibility {
		return a.visibility < b.visibility
	}
	return f.Kind < g.Kind
}

// sortFindings puts the worst first; equals keep their order. Insertion sort:
// there are rarely more than three, and it allocates nothing.
func sortFindings(f []Finding) {
	for i := 1; i < len(f); i++ {
		for j := i; j > 0 && f[j].worseThan(&f[j-1]); j-- {
			f[j], f[j-1] = f[j-1], f[j]
		}
	}
}
