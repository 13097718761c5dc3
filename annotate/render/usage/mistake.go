package usage

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"tcpshake/annotate/similar"
)

// Mistake is an argument that cannot be used, and what to type instead.
type Mistake struct {
	text  string
	hints []string
	err   error
}

// Error says what is wrong.
func (m *Mistake) Error() string { return m.text }

// Hints are lines that help.
func (m *Mistake) Hints() []string { return m.hints }

// Unwrap returns the error that the option's value gave, if any.
func (m *Mistake) Unwrap() error { return m.err }

// help is the hint where nothing better is known.
const help = "tcpshake -h lists the options"

// explain turns an error of pflag into a Mistake. The text of a value that an
// option does not take is that of the option.
func explain(err error, flags *pflag.FlagSet) error {
	var (
		missing *pflag.NotExistError
		valued  *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &missing):
		return explainMissing(missing, flags)
	case errors.As(err, &valued):
		return needsValue(valued.GetFlag())
	case errors.As(err, &invalid):
		return explainInvalid(invalid)
	case errors.As(err, &syntax):
		return &Mistake{text: fmt.Sprintf("%q is no option", syntax.GetSpecifiedFlag()), hints: []string{help}}
	default:
		return err
	}
}

// needsValue says that the option was given without a value.
func needsValue(flag *pflag.Flag) *Mistake {
	placeholder, _ := pflag.UnquoteUsage(flag)
	name := strings.TrimSpace(names(flag))
	return &Mistake{text: fmt.Sprintf("%s needs a value: %s", name, strings.ToUpper(placeholder)), hints: []string{help}}
}

// emptyValue refuses a name that is empty, such as that of a file in a variable that is
// not set: it would count as not given.
func emptyValue(flags *pflag.FlagSet) error {
	var found *pflag.Flag
	flags.Visit(func(flag *pflag.Flag) {
		if flag.Value.Type() == "string" && flag.Value.String() == "" {
			found = flag
		}
	})
	if found == nil {
		return nil
	}
	return needsValue(found)
}

// explainMissing names the option that is not there.
func explainMissing(err *pflag.NotExistError, flags *pflag.FlagSet) error {
	m := &Mistake{hints: []string{help}}
	if err.GetSpecifiedShortnames() == "" {
		name := "--" + err.GetSpecifiedName()
		m.text = fmt.Sprintf("there is no option %q", name)
		if near := meant(err.GetSpecifiedName(), flags); near != "" {
			m.hints = []string{"did you mean --" + near + "?"}
		}
		return m
	}
	letter := err.GetSpecifiedName()
	m.text = fmt.Sprintf("there is no option %q", "-"+letter)
	if why, ok := leftOut(letter); ok {
		m.hints = []string{why}
	}
	return m
}

// leftOut says why a letter of tcpdump's is none of ours.
func leftOut(letter string) (string, bool) {
	switch letter {
	case "z":
		return "-z of tcpdump runs a command as root, which tcpshake does not do; rotate with -C or -G and compress afterwards", true
	case "E", "M":
		return "tcpshake decrypts and verifies nothing; that takes tcpdump or Wireshark", true
	case "I":
		return "there is no TCP to see in monitor mode frames; capture on the network interface", true
	case "T", "u", "b", "a", "H", "m", "f":
		return "that option of tcpdump does not concern TCP", true
	default:
		return "", false
	}
}

// meant returns the one long option that begins with name, or else is most like it;
// "" when there is none or more than one.
func meant(name string, flags *pflag.FlagSet) string {
	var long, begun []string
	flags.VisitAll(func(f *pflag.Flag) {
		if len(f.Name) == 1 {
			return
		}
		long = append(long, f.Name)
		if len(name) > 1 && strings.HasPrefix(f.Name, name) {
			begun = append(begun, f.Name)
		}
	})
	if len(begun) == 0 {
		begun = similar.Names(name, long)
	}
	if len(begun) != 1 {
		return ""
	}
	return begun[0]
}

// explainInvalid gives the option's own text, and its hints if it has some.
func explainInvalid(err *pflag.InvalidValueError) error {
	cause := err.Unwrap()
	var own interface {
		error
		Hints() []string
	}
	if errors.As(cause, &own) {
		return own
	}
	name := strings.TrimSpace(names(err.GetFlag()))
	reason := cause.Error()
	switch err.GetFlag().Value.Type() {
	case "duration":
		reason = "it is a number with a unit, such as 500ms, 30s or 5m"
	case "int":
		reason = "it is a whole number"
	}
	return &Mistake{text: fmt.Sprintf("%s: %q cannot be used: %s", name, err.GetValue(), reason), err: cause}
}

// singleDash returns the mistake of a long option with one dash, which would be
// read as letters: -interface lo as -i nterface. It returns nil when there is
// none.
func singleDash(args []string, flags *pflag.FlagSet) error {
	for _, arg := range args {
		if arg == "--" {
			return nil
		}
		if len(arg) < 4 || arg[0] != '-' || arg[1] == '-' {
			continue
		}
		name, _, _ := strings.Cut(arg[1:], "=")
		if len(name) > 2 && flags.Lookup(name) != nil {
			return &Mistake{text: fmt.Sprintf("%q is read as letters", arg), hints: []string{"two dashes:  -" + arg}}
		}
	}
	return nil
}
