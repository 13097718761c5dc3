package render

import (
	"regexp"
	"strings"
	"testing"

	"tcpshake/annotate"
)

// sgr is a sequence that selects a colour.
var sgr = regexp.MustCompile(`\x1b\[[0-9;]*m`)

func TestColorDecision(t *testing.T) {
	tests := []struct {
		name string
		mode ColorMode
		env  Env
		want bool
	}{
		{"pipe", ColorAuto, Env{}, false},
		{"terminal", ColorAuto, Env{Terminal: true}, true},
		{"NO_COLOR on a terminal", ColorAuto, Env{Terminal: true, NoColor: "1"}, false},
		{"NO_COLOR beats FORCE_COLOR", ColorAuto, Env{NoColor: "1", ForceColor: "1"}, false},
		{"FORCE_COLOR in a pipe", ColorAuto, Env{ForceColor: "1"}, true},
		{"FORCE_COLOR=0 forces nothing", ColorAuto, Env{ForceColor: "0"}, false},
		{"FORCE_COLOR beats CLICOLOR=0", ColorAuto, Env{ForceColor: "1", CLIColor: "0"}, true},
		{"CLICOLOR_FORCE in a pipe", ColorAuto, Env{CLIColorForce: "1"}, true},
		{"CLICOLOR=0 on a terminal", ColorAuto, Env{Terminal: true, CLIColor: "0"}, false},
		{"CLICOLOR=1 forces nothing", ColorAuto, Env{CLIColor: "1"}, false},
		{"dumb terminal", ColorAuto, Env{Terminal: true, Term: "dumb"}, false},
		{"always beats NO_COLOR", ColorAlways, Env{NoColor: "1"}, true},
		{"never beats FORCE_COLOR", ColorNever, Env{Terminal: true, ForceColor: "1"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.mode.enabled(&tt.env); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestPaletteLosesNothing compares every coloured text with its plain twin.
func TestPaletteLosesNothing(t *testing.T) {
	plain, colored := newPalette(ColorNever, nil), newPalette(ColorAlways, nil)
	same := func(name, want, got string) {
		t.Helper()
		if stripped := sgr.ReplaceAllString(got, ""); stripped != want {
			t.Errorf("%s: %q without its sequences, want %q", name, stripped, want)
		}
		if strings.Contains(want, "\x1b") {
			t.Errorf("%s: %q has a sequence without colour", name, want)
		}
	}
	for l := range plain.labels {
		same(annotate.Label(l).String(), plain.labels[l].String(), colored.labels[l].String())
		if label := plain.labels[l].String(); len(label) != labelColumns {
			t.Errorf("label %q does not fill its column", label)
		}
	}
	for s := range plain.states {
		same("state", plain.states[s], colored.states[s])
		same("states of both ends", plain.pairs[s][0].String(), colored.pairs[s][0].String())
	}
	for s := range plain.severities {
		same("severity", plain.severities[s].wrap("x"), colored.severities[s].wrap("x"))
	}
	if colored.labels[annotate.LabelRST] == plain.labels[annotate.LabelRST] {
		t.Error("RST has no colour")
	}
}
