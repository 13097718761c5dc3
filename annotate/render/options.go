package render

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
	"tcpshake/annotate/render/tcpdump"
)

// Options are the options that change what is printed. Letters mean what they
// mean to tcpdump; counts are how often a letter was given.
type Options struct {
	Format  Format
	Color   ColorMode
	Summary Switch
	Explain bool
	// Only and Conn choose what is printed; what is not chosen is followed all
	// the same.
	Only annotate.Selection
	Conn ConnSelection
	// Unwanted are the verdicts and findings that make a run fail.
	Unwanted annotate.Selection

	Number    bool // -#
	Times     int  // -t
	Verbose   int  // -v
	Link      bool // -e
	Quiet     int  // -q
	Numeric   int  // -n
	ShortName bool // -N
	Absolute  bool // -S
	NoCheck   bool // -K
	Hex       int  // -x
	HexText   int  // -X
	ASCII     int  // -A
	Nano      bool // --nano
}

// AddFlags registers the options. pflag knows no option that is a letter alone,
// so letters to which tcpdump gives no long name have themselves as one.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	fs.Var(&o.Format, "format", "print as `FORMAT`: text, tcpdump, json, connections, ladder, mermaid, html, github")
	fs.Var(&o.Color, "color", "color the output: `WHEN` is auto, always or never")
	fs.Var(&o.Summary, "summary", "print a summary at the end; by default when standard error is a terminal")
	fs.Lookup("summary").NoOptDefVal = "true"
	fs.Var(&o.Only, "only", "print only packets with one of these labels or findings: `LIST` is syn,rst,retransmission,...; handshake, close and problem name groups; help lists the names")
	fs.Var(&o.Conn, "conn", "print one connection only: `CONN` is its number, or the ADDR:PORT of one of its ends")
	fs.BoolVar(&o.Explain, "explain", false, "under each packet say in plain words what it does (--format text)")

	fs.BoolVarP(&o.Number, "number", "#", false, "print a packet number in front of each line")
	fs.CountVarP(&o.Times, "t", "t", "time stamp: none, -tt Unix, -ttt since the last packet, -tttt with the date, -ttttt since the first packet")
	fs.CountVarP(&o.Verbose, "v", "v", "print more about each packet; -vv and -vvv more still")
	fs.BoolVarP(&o.Link, "e", "e", false, "print the link-level header")
	fs.CountVarP(&o.Quiet, "q", "q", "print less about each packet")
	fs.CountVarP(&o.Numeric, "n", "n", "print addresses and ports as numbers")
	fs.BoolVarP(&o.ShortName, "N", "N", false, "print host names without their domain")
	fs.BoolVarP(&o.Absolute, "absolute-tcp-sequence-numbers", "S", false, "print absolute sequence numbers")
	fs.BoolVarP(&o.NoCheck, "dont-verify-checksums", "K", false, "do not verify checksums")
	fs.CountVarP(&o.Hex, "x", "x", "dump each packet in hex; -xx with its link header")
	fs.CountVarP(&o.HexText, "X", "X", "dump each packet in hex and ASCII; -XX with its link header")
	fs.CountVarP(&o.ASCII, "A", "A", "dump each packet in ASCII; -AA with its link header")
	fs.BoolFunc("micro", "print times with microseconds, which is the default", o.setPrecision(false))
	fs.BoolFunc("nano", "print times with nanoseconds", o.setPrecision(true))
}

// setPrecision returns what --nano or --micro does: the last of them counts, as
// it does for tcpdump.
func (o *Options) setPrecision(nano bool) func(string) error {
	return func(value string) error {
		on, err := strconv.ParseBool(value)
		o.Nano = on == nano
		return err
	}
}

// maxTimes is how many -t are known.
const maxTimes = int(tcpdump.SinceFirst)

// Validate reports the first thing that is wrong with the options; texts are
// tcpdump's where it has one.
func (o *Options) Validate() error {
	switch {
	case o.Times > maxTimes:
		return errors.New("only -t, -tt, -ttt, -tttt and -ttttt are supported")
	case o.Explain && o.Format != Text:
		return fmt.Errorf("--explain goes with --format text, not with %v", o.Format)
	default:
		return nil
	}
}

// Line returns the options of the packet line.
func (o *Options) Line() tcpdump.Options {
	return tcpdump.Options{
		Number:   o.Number,
		Time:     tcpdump.TimeStyle(min(o.Times, maxTimes)),
		Nano:     o.Nano,
		Link:     o.Link,
		Quiet:    o.Quiet,
		Verbose:  o.Verbose,
		Absolute: o.Absolute,
		Numeric:  o.Numeric > 0,
		Short:    o.ShortName,
		NoCheck:  o.NoCheck,
		Dump:     o.dump(),
	}
}

// dump returns the one form of dump that is printed: -X before -x before -A,
// and a letter given twice adds the link header.
func (o *Options) dump() tcpdump.Dump {
	switch {
	case o.HexText > 1:
		return tcpdump.HexTextLink
	case o.HexText == 1:
		return tcpdump.HexText
	case o.Hex > 1:
		return tcpdump.HexLink
	case o.Hex == 1:
		return tcpdump.Hex
	case o.ASCII > 1:
		return tcpdump.TextLink
	case o.ASCII == 1:
		return tcpdump.Text
	default:
		return tcpdump.NoDump
	}
}
