package annotate

import (
	"fmt"
	"slices"
	"strings"

	"tcpshake/annotate/similar"
)

// Vocabulary says which kinds of names a Selection takes.
type Vocabulary uint8

// The kinds of names.
const (
	// Packets are the names of labels and findings and the groups of them.
	Packets Vocabulary = iota
	// Outcomes are the names of verdicts and findings, and the group "problem".
	Outcomes
)

// Selection is a set of labels, findings and verdicts that a user gives by
// their names. The zero Selection is empty, and takes the names of Packets.
type Selection struct {
	vocabulary Vocabulary
	list       []string
	labels     uint64
	verdicts   uint64
	// findings holds a bit for each FindingKind.
	findings [4]uint64
	// help is set when the names themselves were asked for.
	help bool
}

// NewSelection returns an empty Selection that takes the names of v.
func NewSelection(v Vocabulary) Selection { return Selection{vocabulary: v} }

// problem is the group of all findings that are warnings or errors.
const problem = "problem"

// groups are names for several labels and findings.
var groups = map[string]struct {
	labels   []Label
	findings []FindingKind
}{
	"handshake": {
		[]Label{LabelSYN, LabelSYNACK},
		[]FindingKind{FindingHandshake},
	},
	"close": {
		[]Label{LabelFIN, LabelRST},
		[]FindingKind{FindingClose},
	},
	problem: {},
}

// help is what asks for the list of names in place of one.
const help = "help"

// Set adds the names of a list, separated by commas. The word help in place of a list
// asks for the names.
func (s *Selection) Set(list string) error {
	if strings.TrimSpace(list) == help {
		s.help = true
		return nil
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if !s.add(name) {
			return s.unknown(name)
		}
		s.list = append(s.list, name)
	}
	return nil
}

// unknown is the error of a name that there is not: the list of all names is long,
// so it is given only when none is near.
func (s *Selection) unknown(name string) error {
	if near := similar.Names(name, s.Names()); len(near) > 0 {
		return fmt.Errorf("%q is none of the names; did you mean %s?", name, strings.Join(near, ", "))
	}
	return fmt.Errorf("%q is none of the names: %s", name, strings.Join(s.Names(), ", "))
}

// add adds one name and reports whether there is such a name.
func (s *Selection) add(name string) bool {
	if s.vocabulary == Packets || name == problem {
		if group, ok := groups[name]; ok {
			s.addGroup(name, group.labels, group.findings)
			return true
		}
	}
	found := false
	if k := FindingByName(name); k != 0 {
		s.addFinding(k)
		found = true
	}
	if i := slices.Index(s.labelNames(), name); i >= 0 {
		s.labels |= 1 << i
		found = true
	}
	if i := slices.Index(s.verdictNames(), name); i >= 0 {
		s.verdicts |= 1 << i
		found = true
	}
	return found
}

func (s *Selection) addGroup(name string, labels []Label, findings []FindingKind) {
	for _, l := range labels {
		s.labels |= 1 << l
	}
	for _, k := range findings {
		s.addFinding(k)
	}
	if name != problem {
		return
	}
	for i := 1; i < FindingKinds(); i++ {
		if k := FindingKind(i); k.Severity() >= Warning {
			s.addFinding(k)
		}
	}
}

func (s *Selection) addFinding(k FindingKind) { s.findings[k>>6] |= 1 << (k & 63) }

// labelNames returns the names of labels that s takes, in the order of labels.
func (s *Selection) labelNames() []string {
	if s.vocabulary != Packets {
		return nil
	}
	names := make([]string, 0, len(labelNames))
	for _, name := range labelNames {
		names = append(names, strings.ToLower(name))
	}
	return names
}

// verdictNames returns the names of verdicts that s takes, in their order.
func (s *Selection) verdictNames() []string {
	if s.vocabulary != Outcomes {
		return nil
	}
	return verdictNames[:]
}

// groupNames returns the names of groups that s takes.
func (s *Selection) groupNames() []string {
	if s.vocabulary == Packets {
		return []string{problem, "handshake", "close"}
	}
	return []string{problem}
}

// Names returns all names that s takes: groups, labels, verdicts, findings.
func (s *Selection) Names() []string {
	names := slices.Concat(s.groupNames(), s.labelNames(), s.verdictNames())
	return append(names, FindingNames(names...)...)
}

// FindingNames returns the names of all findings but those that are in without.
func FindingNames(without ...string) []string {
	var names []string
	for _, row := range findingRows[1:] {
		if !slices.Contains(without, row.name) {
			names = append(names, row.name)
		}
	}
	return names
}

// Help returns the table of the names that s takes, "" unless it was asked for.
func (s *Selection) Help() string {
	if !s.help {
		return ""
	}
	b := []byte("a LIST is names with commas between them\n")
	others := slices.Concat(s.groupNames(), s.labelNames(), s.verdictNames())
	for _, part := range []struct {
		what  string
		names []string
	}{
		{"groups of them", s.groupNames()},
		{"labels of packets", s.labelNames()},
		{"verdicts of connections", s.verdictNames()},
		{"findings about packets", FindingNames(others...)},
	} {
		if len(part.names) > 0 {
			b = AppendNames(append(append(append(b, '\n'), part.what...), ":\n\n"...), part.names)
		}
	}
	return string(b)
}

// AppendNames appends names in columns, four in a line.
func AppendNames(dst []byte, names []string) []byte {
	const columns, width = 4, 25
	for i, name := range names {
		dst = append(append(dst, "  "...), name...)
		if (i+1)%columns == 0 || i == len(names)-1 {
			dst = append(dst, '\n')
			continue
		}
		for range width - len("  ") - len(name) {
			dst = append(dst, ' ')
		}
	}
	return dst
}

// String returns the names as they were given.
func (s *Selection) String() string { return strings.Join(s.list, ",") }

// Type names the kind of value in a usage text.
func (s *Selection) Type() string { return "list" }

// Empty reports whether nothing was selected.
func (s *Selection) Empty() bool { return len(s.list) == 0 }

// HasEvent reports whether the packet's label or one of its findings is
// selected.
func (s *Selection) HasEvent(e *Event) bool {
	return s.labels>>e.Label&1 != 0 || s.Finding(e) != 0
}

// Finding returns the first of the packet's findings that is selected, 0 when
// there is none.
func (s *Selection) Finding(e *Event) FindingKind {
	for i := range e.Findings {
		if k := e.Findings[i].Kind; s.HasFinding(k) {
			return k
		}
	}
	return 0
}

// HasFinding reports whether findings of this kind are selected.
func (s *Selection) HasFinding(k FindingKind) bool { return s.findings[k>>6]>>(k&63)&1 != 0 }

// HasConnection reports whether the connection's verdict is selected.
func (s *Selection) HasConnection(c *Connection) bool { return s.verdicts>>c.Verdict&1 != 0 }
