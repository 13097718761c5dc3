package capture

import (
	"errors"
	"testing"

	"github.com/spf13/pflag"
)

func TestFlags(t *testing.T) {
	var got Options
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	got.AddFlags(fs)
	if err := fs.Parse([]string{"-i", "lo", "-s", "0x40", "-p", "-Q", "IN", "-B4096", "-y", "EN10MB", "-j", "host", "--immediate-mode"}); err != nil {
		t.Fatal(err)
	}
	want := Options{
		Interface: "lo", SnapLen: 64, NoPromiscuous: true, Direction: In, BufferKiB: 4096,
		LinkType: "EN10MB", TimestampType: "host", Immediate: true,
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestFlagTexts holds tcpdump's texts.
func TestFlagTexts(t *testing.T) {
	tests := []struct{ flag, value, want string }{
		{"-s", "262145", "invalid snaplen 262145 (must be >= 0 and <= 262144)"},
		{"-s", "-1", "invalid snaplen -1 (must be >= 0 and <= 262144)"},
		{"-s", "x", "invalid snaplen x (must be >= 0 and <= 262144)"},
		{"-B", "0", "invalid packet buffer size 0"},
		{"-B", "2097152", "invalid packet buffer size 2097152"}, // of bytes it is no int
		{"-B", "4k", "invalid packet buffer size 4k"},
		{"-Q", "up", "unknown capture direction `up'"},
		{"-y", "FOO", "invalid data link type FOO"},
		{"-y", "a\x1b", `invalid data link type a\x1b`},
		{"-j", "foo", "invalid time stamp type foo"},
	}
	for _, test := range tests {
		t.Run(test.flag+" "+test.value, func(t *testing.T) {
			var o Options
			fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
			o.AddFlags(fs)
			err := fs.Parse([]string{test.flag, test.value})
			var usage *UsageError
			if !errors.As(err, &usage) || usage.Text != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}
