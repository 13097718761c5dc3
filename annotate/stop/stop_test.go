package stop

import (
	"errors"
	"testing"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
)

// parse returns the options that arguments give.
func parse(args ...string) (Options, error) {
	var o Options
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	o.AddFlags(fs)
	return o, fs.Parse(args)
}

// TestRule plays a SYN, a SYN-ACK and an ACK, after which a connection ends.
func TestRule(t *testing.T) {
	labels := []annotate.Label{annotate.LabelSYN, annotate.LabelSYNACK, annotate.LabelACK}
	tests := []struct {
		name string
		args []string
		// want is after how many packets it is done, 0 for never.
		want int
	}{
		{"never", nil, 0},
		{"first packet", []string{"-c1"}, 1},
		{"second packet", []string{"-c", "2"}, 2},
		{"more than there are", []string{"-c", "9"}, 0},
		{"label", []string{"--until", "syn-ack"}, 2},
		{"one of two labels", []string{"--until", "rst,ack"}, 3},
		{"connection", []string{"--conns", "1"}, 3},
		{"two connections", []string{"--conns", "2"}, 0},
		{"whichever comes first", []string{"--conns", "1", "-c", "2"}, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			opt, err := parse(test.args...)
			if err != nil {
				t.Fatal(err)
			}
			rule, got := New(opt), 0
			for i, label := range labels {
				rule.Frame()
				rule.Event(&annotate.Event{Label: label})
				if i == len(labels)-1 {
					rule.Connection()
				}
				if rule.Done() {
					got = i + 1
					break
				}
			}
			if got != test.want {
				t.Errorf("done after %d packets, want %d", got, test.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	for _, args := range [][]string{
		{"-c", "0"}, {"-c", "-1"}, {"-c", "1x"}, {"-c", "0x10"}, {"-c", "1_000"}, {"-c", ""},
		{"--conns", "0"}, {"--until", "sny"},
	} {
		if _, err := parse(args...); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}

// TestCountText holds tcpdump's text.
func TestCountText(t *testing.T) {
	_, err := parse("-c", "x")
	var count *countError
	if !errors.As(err, &count) || count.Error() != "invalid packet count x" || len(count.Hints()) != 1 {
		t.Errorf("error %v, want tcpdump's text and a hint", err)
	}
}
