// Package usage reads the command line and tells users about it: the text of -h,
// and what is wrong with arguments that cannot be used. It knows no option by
// name but -h; they are registered by the packages that they belong to.
package usage

import (
	"strings"

	"github.com/spf13/pflag"
)

// Group is a heading and the options below it.
type Group struct {
	Heading string
	Flags   *pflag.FlagSet
}

// NewGroup returns a group of the options that the functions register.
func NewGroup(heading string, add ...func(*pflag.FlagSet)) Group {
	g := Group{Heading: heading, Flags: pflag.NewFlagSet(heading, pflag.ContinueOnError)}
	g.Flags.SortFlags = false
	for _, f := range add {
		f(g.Flags)
	}
	return g
}

const (
	// indent is where the descriptions begin.
	indent = 28
	// width is where they end.
	width = 100
)

// head and tail stand around the options.
const (
	head = `usage: tcpshake [options] [filter expression] [-- command [argument ...]]

Shows what two TCP endpoints did to each other: captures live, on loopback
unless -i says otherwise, or reads a file with -r. For each TCP packet it prints
a label, tcpdump's line, and what the packet means for its connection.
`
	tail = `
The filter expression is libpcap's (man pcap-filter): port 13306, host 10.0.0.1.
A command is run while packets are captured; its exit status is the result.

Exit status: 0 done, 1 an expectation was not met, 2 an error.
`
)

// Text is the text of -h, or of the value for which help was asked.
func Text(groups []Group) string {
	for _, g := range groups {
		if text := helpAsked(g.Flags); text != "" {
			return text
		}
	}
	return string(append(Append([]byte(head), groups...), tail...))
}

// helper is a value that takes "help" in its own place, and then has a text about what
// it takes.
type helper interface{ Help() string }

// helpAsked returns the text of the first value for which help was asked, "" when
// there is none.
func helpAsked(flags *pflag.FlagSet) (text string) {
	flags.VisitAll(func(f *pflag.Flag) {
		if h, ok := f.Value.(helper); ok && text == "" {
			text = h.Help()
		}
	})
	return text
}

// Append appends the options of the groups, each with its description.
func Append(dst []byte, groups ...Group) []byte {
	for _, g := range groups {
		dst = append(append(append(dst, '\n'), g.Heading...), ":\n"...)
		g.Flags.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				dst = appendFlag(dst, f)
			}
		})
	}
	return dst
}

// appendFlag appends one option.
func appendFlag(dst []byte, f *pflag.Flag) []byte {
	placeholder, text := pflag.UnquoteUsage(f)
	if f.Value.Type() == "count" || f.NoOptDefVal != "" {
		placeholder = ""
	}
	name := names(f)
	if placeholder != "" {
		name += " " + strings.ToUpper(placeholder)
	}
	dst = append(append(dst, "  "...), name...)
	if gap := indent - 2 - len(name); gap > 0 {
		dst = append(dst, strings.Repeat(" ", gap)...)
	} else {
		dst = append(append(dst, '\n'), strings.Repeat(" ", indent)...)
	}
	return append(appendWrapped(dst, text), '\n')
}

// names returns "-r, --read", "-v" or "    --format". pflag knows no option that
// is a letter alone: such a one has its letter as its name.
func names(f *pflag.Flag) string {
	switch f.Shorthand {
	case "":
		return "    --" + f.Name
	case f.Name:
		return "-" + f.Name
	default:
		return "-" + f.Shorthand + ", --" + f.Name
	}
}

// appendWrapped appends text that begins in column indent, in lines that end
// before width.
func appendWrapped(dst []byte, text string) []byte {
	column := indent
	for i, word := range strings.Fields(text) {
		if i > 0 && column+1+len(word) > width {
			dst = append(append(dst, '\n'), strings.Repeat(" ", indent)...)
			column = indent
		} else if i > 0 {
			dst = append(dst, ' ')
			column++
		}
		dst = append(dst, word...)
		column += len(word)
	}
	return dst
}
