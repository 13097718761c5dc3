package usage

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// picky is a value that takes nothing, with a text and a hint of its own.
type picky struct{}

func (*picky) String() string   { return "" }
func (*picky) Set(string) error { return pickyError{} }
func (*picky) Type() string     { return "thing" }

type pickyError struct{}

func (pickyError) Error() string   { return "own text" }
func (pickyError) Hints() []string { return []string{"own hint"} }

func flagSet() *pflag.FlagSet {
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	fs.SortFlags = false
	fs.StringP("read", "r", "", "read packets from `FILE`")
	fs.CountP("v", "v", "print more")
	fs.Duration("for", time.Duration(0), "stop after a `DURATION`")
	fs.Bool("count", false, "print only how many packets there were, in a line that is long enough to be wrapped")
	fs.Var(&picky{}, "only", "print only what `LIST` selects")
	fs.Bool("secret", false, "not shown")
	fs.Lookup("secret").Hidden = true
	return fs
}

func TestAppend(t *testing.T) {
	const want = `
Capture:
  -r, --read FILE           read packets from FILE
  -v                        print more
      --for DURATION        stop after a DURATION
      --count               print only how many packets there were, in a line that is long enough to
                            be wrapped
      --only LIST           print only what LIST selects
`
	if got := string(Append(nil, Group{"Capture", flagSet()})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExplain(t *testing.T) {
	tests := []struct{ args, text, hint string }{
		{"--reed x", `there is no option "--reed"`, "tcpshake -h lists the options"},
		{"--coun", `there is no option "--coun"`, "did you mean --count?"},
		{"--counter", `there is no option "--counter"`, "did you mean --count?"},
		{"-P", `there is no option "-P"`, "tcpshake -h lists the options"},
		{"-vP", `there is no option "-P"`, "tcpshake -h lists the options"},
		{"-z gzip", `there is no option "-z"`, "-z of tcpdump runs a command as root, which tcpshake does not do; rotate with -C or -G and compress afterwards"},
		{"-E x", `there is no option "-E"`, "tcpshake decrypts and verifies nothing; that takes tcpdump or Wireshark"},
		{"-u", `there is no option "-u"`, "that option of tcpdump does not concern TCP"},
		{"-r", "-r, --read needs a value: FILE", "tcpshake -h lists the options"},
		{"--for", "--for needs a value: DURATION", "tcpshake -h lists the options"},
		{"--for x", `--for: "x" cannot be used: time: invalid duration "x"`, ""},
		{"--only x", "own text", "own hint"},
		{"--=x", `"--=x" is no option`, "tcpshake -h lists the options"},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			fs := flagSet()
			err := Explain(fs.Parse(strings.Fields(test.args)), fs)
			if err == nil || err.Error() != test.text {
				t.Fatalf("error %v, want %s", err, test.text)
			}
			var hinted interface{ Hints() []string }
			if !errors.As(err, &hinted) {
				t.Fatal("no hints")
			}
			if got := strings.Join(hinted.Hints(), "\n"); got != test.hint {
				t.Errorf("hint %q, want %q", got, test.hint)
			}
		})
	}
}

func TestExplainKeepsOthers(t *testing.T) {
	want := errors.New("other")
	if got := Explain(want, flagSet()); got != want {
		t.Errorf("error %v, want it as it was", got)
	}
}

func TestSingleDash(t *testing.T) {
	tests := []struct {
		args string
		want bool
	}{
		{"-read file", true},
		{"-count", true},
		{"-only=syn", true},
		{"-v -r file", false},
		{"-vvv", false},
		{"--count", false},
		{"-vr file", false},
		{"-- -count", false},
	}
	for _, test := range tests {
		err := SingleDash(strings.Fields(test.args), flagSet())
		if (err != nil) != test.want {
			t.Errorf("%s: error %v, want one: %v", test.args, err, test.want)
		}
	}
}
