package render

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"tcpshake/annotate/render/tcpdump"
)

func parse(args ...string) (Options, error) {
	var o Options
	fs := pflag.NewFlagSet("tcpshake", pflag.ContinueOnError)
	o.AddFlags(fs)
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	return o, o.Validate()
}

func TestLineOptions(t *testing.T) {
	tests := []struct {
		args string
		want tcpdump.Options
	}{
		{"", tcpdump.Options{}},
		{"-nn -vvv", tcpdump.Options{Numeric: true, Verbose: 3}},
		{"-#eqSNK", tcpdump.Options{Number: true, Link: true, Quiet: 1, Absolute: true, Short: true, NoCheck: true}},
		{"-t -t", tcpdump.Options{Time: tcpdump.UnixTime}},
		{"-ttttt --nano", tcpdump.Options{Time: tcpdump.SinceFirst, Nano: true}},
		{"--nano --micro", tcpdump.Options{}},
		{"--micro --nano", tcpdump.Options{Nano: true}},
		{"--nano=false", tcpdump.Options{}},
		{"--number", tcpdump.Options{Number: true}},
		{"-A", tcpdump.Options{Dump: tcpdump.Text}},
		{"-AA -x", tcpdump.Options{Dump: tcpdump.Hex}},
		{"-xx -X -A", tcpdump.Options{Dump: tcpdump.HexText}},
		{"-X -X", tcpdump.Options{Dump: tcpdump.HexTextLink}},
		{"-xx", tcpdump.Options{Dump: tcpdump.HexLink}},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			o, err := parse(strings.Fields(tt.args)...)
			if err != nil {
				t.Fatal(err)
			}
			if got := o.Line(); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestOptionErrors(t *testing.T) {
	tests := []struct{ args, want string }{
		{"-tttttt", "only -t, -tt, -ttt, -tttt and -ttttt are supported"},
		{"--format xml", "it is one of text, tcpdump, json"},
		{"--color sometimes", "it is one of auto, always, never"},
		{"--format tcpdump --explain", "--explain goes with --format text"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			_, err := parse(strings.Fields(tt.args)...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSummarySwitch(t *testing.T) {
	for _, tt := range []struct {
		args           string
		onTerm, onPipe bool
	}{
		{"", true, false},
		{"--summary", true, true},
		{"--summary=false", false, false},
	} {
		o, err := parse(strings.Fields(tt.args)...)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.Summary.On(true); got != tt.onTerm {
			t.Errorf("%q on a terminal: %v", tt.args, got)
		}
		if got := o.Summary.On(false); got != tt.onPipe {
			t.Errorf("%q in a pipe: %v", tt.args, got)
		}
	}
}
