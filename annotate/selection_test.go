package annotate

import (
	"slices"
	"strings"
	"testing"
)

// event returns an event with a label and findings of these kinds.
func event(l Label, kinds ...FindingKind) *Event {
	e := &Event{Label: l}
	for _, k := range kinds {
		e.Findings = append(e.Findings, Finding{Kind: k})
	}
	return e
}

func TestSelectionOfPackets(t *testing.T) {
	tests := []struct {
		list  string
		event *Event
		want  bool
	}{
		{"syn", event(LabelSYN), true},
		{"syn", event(LabelSYNACK), false},
		{"SYN-ACK", event(LabelSYNACK), true},
		{"fin, rst", event(LabelRST), true},
		{"retransmission", event(LabelACK, FindingRetransmission), true},
		{"retransmission", event(LabelACK, FindingDupAck, FindingRetransmission), true},
		{"retransmission", event(LabelACK, FindingFastRetransmission), false},
		{"twin", event(LabelACK, FindingTwin), true},
		{"handshake", event(LabelSYN), true},
		{"handshake", event(LabelACK, FindingHandshake), true},
		{"handshake", event(LabelACK), false},
		{"close", event(LabelFIN), true},
		{"close", event(LabelACK, FindingClose), true},
		{"close", event(LabelSYN), false},
		{"problem", event(LabelACK, FindingZeroWindow), true},
		{"problem", event(LabelRST, FindingReset), true},
		{"problem", event(LabelACK, FindingHandshake), false},
		{"problem", event(LabelSYN), false},
	}
	for _, test := range tests {
		t.Run(test.list+" "+test.event.Label.String(), func(t *testing.T) {
			var s Selection
			if err := s.Set(test.list); err != nil {
				t.Fatal(err)
			}
			if got := s.HasEvent(test.event); got != test.want {
				t.Errorf("HasEvent = %v, want %v", got, test.want)
			}
		})
	}
}

func TestSelectionOfOutcomes(t *testing.T) {
	s := NewSelection(Outcomes)
	for _, list := range []string{"reset,no-answer", "retransmission"} {
		if err := s.Set(list); err != nil {
			t.Fatal(err)
		}
	}
	for v := Open; v <= Replaced; v++ {
		want := v == Reset || v == NoAnswer
		if got := s.HasConnection(&Connection{Verdict: v}); got != want {
			t.Errorf("%v: HasConnection = %v, want %v", v, got, want)
		}
	}
	if !s.HasEvent(event(LabelRST, FindingReset)) {
		t.Error("reset is the name of a finding too")
	}
	if s.HasEvent(event(LabelRST)) {
		t.Error("a label was selected without its name")
	}
	if got, want := s.String(), "reset,no-answer,retransmission"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}

func TestSelectionRefuses(t *testing.T) {
	tests := []struct {
		name       string
		vocabulary Vocabulary
		list       string
		want       string
	}{
		{"unknown", Packets, "syn,sny", `"sny" is none of the names: problem, handshake, close, none, rst`},
		{"empty", Packets, "", `"" is none of the names: `},
		{"verdict of a packet", Packets, "no-answer", `"no-answer" is none`},
		{"mistyped", Packets, "synack", `"synack" is none of the names; did you mean syn-ack, syn-ack-`},
		{"label of a connection", Outcomes, "psh", `"psh" is none of the names: problem, open, refused`},
		{"group of a connection", Outcomes, "handshake,close,fin", `"fin" is none`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := NewSelection(test.vocabulary)
			if err := s.Set(test.list); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v, want one that begins %s", err, test.want)
			}
		})
	}
}

// TestSelectionHelp looks for each name, once, in the table of them.
func TestSelectionHelp(t *testing.T) {
	for _, v := range []Vocabulary{Packets, Outcomes} {
		s := NewSelection(v)
		if got := s.Help(); got != "" {
			t.Errorf("nobody asked for %q", got)
		}
		if err := s.Set(" help "); err != nil || !s.Empty() {
			t.Fatalf("error %v, empty %v", err, s.Empty())
		}
		table := strings.Fields(s.Help())
		for _, name := range s.Names() {
			if n := len(slices.DeleteFunc(slices.Clone(table), func(word string) bool { return word != name })); n != 1 {
				t.Errorf("%s is there %d times", name, n)
			}
		}
		for line := range strings.Lines(s.Help()) {
			if len(line) > 100+len("\n") || strings.HasSuffix(line, " \n") {
				t.Errorf("line %q", line)
			}
		}
	}
}

// TestSelectionNames takes every name that is offered.
func TestSelectionNames(t *testing.T) {
	for _, v := range []Vocabulary{Packets, Outcomes} {
		s := NewSelection(v)
		names := s.Names()
		if sorted := slices.Clone(names); len(slices.Compact(slices.Sorted(slices.Values(sorted)))) != len(names) {
			t.Errorf("a name is offered twice: %v", names)
		}
		for _, name := range names {
			one := NewSelection(v)
			if err := one.Set(name); err != nil || one.Empty() {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
