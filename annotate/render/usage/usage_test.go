package usage

import (
	"errors"
	"fmt"
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
	fs.Int("at-most", 0, "not shown")
	fs.Lookup("at-most").Hidden = true
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
		{"--fro", `there is no option "--fro"`, "tcpshake -h lists the options"},
		{"--cuont", `there is no option "--cuont"`, "tcpshake -h lists the options"},
		{"--counting", `there is no option "--counting"`, "did you mean --count?"},
		{"-P", `there is no option "-P"`, "tcpshake -h lists the options"},
		{"-vP", `there is no option "-P"`, "tcpshake -h lists the options"},
		{"-z gzip", `there is no option "-z"`, "-z of tcpdump runs a command as root, which tcpshake does not do; rotate with -C or -G and compress afterwards"},
		{"-E x", `there is no option "-E"`, "tcpshake decrypts and verifies nothing; that takes tcpdump or Wireshark"},
		{"-u", `there is no option "-u"`, "that option of tcpdump does not concern TCP"},
		{"-r", "-r, --read needs a value: FILE", "tcpshake -h lists the options"},
		{"--for", "--for needs a value: DURATION", "tcpshake -h lists the options"},
		{"--for x", `--for: "x" cannot be used: it is a number with a unit, such as 500ms, 30s or 5m`, ""},
		{"--for 10", `--for: "10" cannot be used: it is a number with a unit, such as 500ms, 30s or 5m`, ""},
		{"--at-most x", `--at-most: "x" cannot be used: it is a whole number`, ""},
		{"--only x", "own text", "own hint"},
		{"--=x", `"--=x" is no option`, "tcpshake -h lists the options"},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			fs := flagSet()
			err := explain(fs.Parse(strings.Fields(test.args)), fs)
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
	if got := explain(want, flagSet()); got != want {
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
		err := singleDash(strings.Fields(test.args), flagSet())
		if (err != nil) != test.want {
			t.Errorf("%s: error %v, want one: %v", test.args, err, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	tests := []struct{ args, read, plain, command string }{
		{"port 80", "", "port 80", ""},
		{"port -r file 80", "file", "port 80", ""},
		{"-vr file port 80", "file", "port 80", ""},
		{"port 80 -- curl -v x", "", "port 80", "curl -v x"},
		{"-- curl -r x", "", "", "curl -r x"},
		{"port 80 --", "", "port 80", ""},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			fs := flagSet()
			words, err := Parse(strings.Fields(test.args), []Group{{"all", fs}})
			if err != nil {
				t.Fatal(err)
			}
			plain, command := strings.Join(words.Plain, " "), strings.Join(words.Command, " ")
			if read := fs.Lookup("read").Value.String(); read != test.read || plain != test.plain || command != test.command {
				t.Errorf("read %q, words %q, command %q", read, plain, command)
			}
		})
	}
	for _, args := range []string{"-only x", "--nosuch", "-r"} {
		if _, err := Parse(strings.Fields(args), []Group{{"all", flagSet()}}); err == nil {
			t.Errorf("%s: no error", args)
		}
	}
}

func TestComplaint(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{errors.New("first\nsecond"), "tcpshake: first\nsecond\n"},
		{errors.New("a \x1b[31mname"), "tcpshake: a \\x1b[31mname\n"},
		{fmt.Errorf("around: %w", pickyError{}), "tcpshake: around: own text\n  hint: own hint\n"},
	}
	for _, test := range tests {
		if got := Complaint(test.err); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// helpful is a value that tells what it takes.
type helpful struct{ asked bool }

func (h *helpful) String() string { return "" }
func (h *helpful) Type() string   { return "list" }

func (h *helpful) Set(value string) error {
	h.asked = h.asked || value == "help"
	return nil
}

func (h *helpful) Help() string {
	if h.asked {
		return "what it takes\n"
	}
	return ""
}

// TestHelpWithValue asks for help in place of a value: it is as -h, with that text.
func TestHelpWithValue(t *testing.T) {
	for args, want := range map[string]string{"--list help": "what it takes\n", "--list x -h": "usage: ", "--list help -h": "what it takes\n"} {
		var asked bool
		groups := []Group{NewGroup("Options", func(fs *pflag.FlagSet) {
			fs.Var(&helpful{}, "list", "a `LIST`")
			fs.BoolVarP(&asked, "help", "h", false, "print this text")
		})}
		if _, err := Parse(strings.Fields(args), groups); err != nil || !asked {
			t.Errorf("%s: error %v, help asked for: %v", args, err, asked)
		}
		if got := Text(groups); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}
