package annotate

import (
	"regexp"
	"testing"
)

func TestFindingNamesAreFixed(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := map[string]FindingKind{}
	for k := FindingKind(1); int(k) < FindingKinds(); k++ {
		name := k.String()
		if !kebab.MatchString(name) {
			t.Errorf("kind %d: name %q is not kebab case", k, name)
		}
		if other, twice := seen[name]; twice {
			t.Errorf("kinds %d and %d are both %q", other, k, name)
		}
		seen[name] = k
		if got := FindingByName(name); got != k {
			t.Errorf("FindingByName(%q) = %d, want %d", name, got, k)
		}
		if s := k.Severity(); s < Info || s > Error {
			t.Errorf("%s: severity %d", name, s)
		}
	}
	if got := FindingByName("none"); got != 0 {
		t.Errorf("FindingByName(none) = %d, want 0", got)
	}
	if got := FindingKind(255).String(); got != "none" {
		t.Errorf("kind 255 is %q, want none", got)
	}
}

func TestFindingsAreSortedWorstFirst(t *testing.T) {
	f := []Finding{
		{Kind: FindingKeepAlive}, {Kind: FindingHandshake}, {Kind: FindingRTO}, {Kind: FindingRetransmission, N: 1},
		{Kind: FindingRetransmission, N: 2}, {Kind: FindingRefused}, {Kind: FindingDupAck},
	}
	sortFindings(f)
	want := []FindingKind{
		FindingRefused, FindingRetransmission, FindingRetransmission, FindingRTO, FindingDupAck, FindingKeepAlive, FindingHandshake,
	}
	for i, k := range want {
		if f[i].Kind != k {
			t.Fatalf("place %d: %v, want %v", i, f[i].Kind, k)
		}
	}
	if f[1].N != 1 || f[2].N != 2 {
		t.Error("equal kinds changed their order")
	}
}
