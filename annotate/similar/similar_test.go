package similar

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	names := []string{"resets", "reset", "closed-by-client", "closed-by-server", "retransmissions", "retransmission", "gap", "syn", "syn-ack", "syn-lost", "syn-flood"}
	tests := []struct {
		typed string
		want  []string
	}{
		{"closed-by", []string{"closed-by-client", "closed-by-server"}},
		{"RESETS", []string{"resets"}},
		{"no-resets", []string{"resets"}},
		{"retransmision", []string{"retransmissions", "retransmission"}},
		{"syn", []string{"syn", "syn-ack", "syn-lost", "syn-flood"}},
		{"synack", []string{"syn-ack"}},
		{"gaps", []string{"gap"}},
		{"syn-losts", []string{"syn-lost"}},
		{"synlst", []string{"syn-lost"}},
		{"rst-syn", []string{"syn"}},
		{"zzz", nil},
		{"rs", nil},
		{"", nil},
	}
	for _, test := range tests {
		if got := Names(test.typed, names); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.typed, got, test.want)
		}
	}
}
