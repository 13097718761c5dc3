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

// Set adds the names of a list, separated by commas.
func (s *Selection) Set(list string) error {
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

// Names returns all names that s takes: groups, labels, verdicts, findings.
func (s *Selection) Names() []string {
	names := []string{problem}
	if s.vocabulary == Packets {
		names = append(names, "handshake", "close")
	}
	names = append(names, s.labelNames()...)
	names = append(names, s.verdictNames()...)
	for _, row := range findingRows[1:] {
		if name := row.name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
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
