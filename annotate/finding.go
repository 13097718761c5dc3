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

// FindingKind names a finding; its String is fixed and stands in JSON,
// --only and --fail-on.
type FindingKind uint8

// Finding is one remarkable thing about a packet: its kind and the figures that
// its text needs.
type Finding struct {
	Kind FindingKind
	// N, A, B and Time are what the text of this kind says: a count, sequence
	// numbers or ports, a duration in nanoseconds.
	N, A, B uint64
	Time    int64
	Time2   int64
	Time3   int64
	By      Party
}
