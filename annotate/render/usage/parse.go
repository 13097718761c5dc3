package usage

import "github.com/spf13/pflag"

// helpOption is the option that asks for Text.
const helpOption = "help"

// Words are what is on a command line besides options.
type Words struct {
	// Plain stand before "--", or anywhere without it; Command stand behind it.
	Plain, Command []string
}

// Parse sets the options of the groups from args and returns the rest. Options
// and other words come in any order. Errors say what to type instead.
func Parse(args []string, groups []Group) (Words, error) {
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	for _, g := range groups {
		all.AddFlagSet(g.Flags)
	}
	if err := singleDash(args, all); err != nil {
		return Words{}, err
	}
	if err := all.Parse(args); err != nil {
		return Words{}, explain(err, all)
	}
	if err := emptyValue(all); err != nil {
		return Words{}, err
	}
	if helpAsked(all) != "" {
		// Whoever asks for help with a value asks for help, which is what is told then.
		if err := all.Set(helpOption, "true"); err != nil {
			return Words{}, err
		}
	}
	words := all.Args()
	if dash := all.ArgsLenAtDash(); dash >= 0 {
		return Words{Plain: words[:dash], Command: words[dash:]}, nil
	}
	return Words{Plain: words}, nil
}
