// Tcpshake shows what two TCP endpoints did to each other: it captures packets
// live or reads them from a file, and prints for each what it is, as tcpdump
// does, and what it means for its connection.
//
// The way of a packet is capture, decode, annotate, render; this file puts the
// four together and holds the command line.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"tcpshake/annotate"
	"tcpshake/annotate/render"
	"tcpshake/annotate/stop"
	"tcpshake/capture"
	"tcpshake/capture/interrupt"
	"tcpshake/capture/report"
	"tcpshake/decode"
)

func main() {
	ctx, _ := interrupt.Context(context.Background())
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit statuses.
const (
	statusOK    = 0 // done, also after Ctrl-C or a closed pipe
	statusError = 2 // usage, permission, input or output error
)

// run is the program: it does what args say until that is done or ctx ends, and
// returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	opt, err := parseOptions(args)
	if err == nil {
		err = opt.do(ctx, stdin, stdout, stderr)
	}
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return statusOK
	}
	complain(stderr, err)
	return statusError
}

// complain prints an error and what can be done about it. Texts can hold names
// of files and interfaces, so they are escaped.
func complain(w io.Writer, err error) {
	text := "tcpshake: "
	for line := range strings.SplitSeq(err.Error(), "\n") {
		text += render.Escape(line) + "\n"
	}
	var advised capture.Advised
	if errors.As(err, &advised) {
		for _, hint := range advised.Hints() {
			text += "  hint: " + render.Escape(hint) + "\n"
		}
	}
	io.WriteString(w, text)
}

// options are the command line.
type options struct {
	capture  capture.Options
	annotate annotate.Options
	render   render.Options
	stop     stop.Options

	read, list, filterFile      string // -r, -V, -F
	help, version, devices, demo bool
	count, print, lineBuffered   bool
	readyFile                    string
}

// groups registers all options, in the order in which -h lists them.
func (o *options) groups() []usage.Group {
	group := func(heading string, add ...func(*pflag.FlagSet)) usage.Group {
		fs := pflag.NewFlagSet(heading, pflag.ContinueOnError)
		fs.SortFlags = false
		for _, f := range add {
			f(fs)
		}
		return usage.Group{Heading: heading, Flags: fs}
	}
	return []usage.Group{
		group("Where packets come from", o.addInput, o.capture.AddFlags),
		group("What is printed", o.render.AddFlags, o.addOutput),
		group("When to stop", o.stop.AddFlags),
		group("How connections are followed", o.annotate.AddFlags),
		group("Other", o.addOther),
	}
}

func (o *options) addInput(fs *pflag.FlagSet) {
	fs.StringVarP(&o.read, "r", "r", "", "read packets from `FILE` (- is standard input), pcap or pcapng")
	fs.StringVarP(&o.list, "V", "V", "", "read packets from the files that `FILE` lists, one on a line")
	fs.StringVarP(&o.filterFile, "F", "F", "", "take the filter expression from `FILE`")
	fs.BoolVarP(&o.devices, "list-interfaces", "D", false, "list the interfaces and exit")
	fs.BoolVar(&o.demo, "demo", false, "make a small conversation on loopback and show it")
}

func (o *options) addOutput(fs *pflag.FlagSet) {
	fs.BoolVar(&o.count, "count", false, "print how many packets there were and not the packets (with -r)")
	fs.BoolVar(&o.print, "print", false, "print packets although -w is given")
	fs.BoolVarP(&o.lineBuffered, "l", "l", false, "write each line at once")
}

func (o *options) addOther(fs *pflag.FlagSet) {
	fs.StringVar(&o.readyFile, "ready-file", "", "create `FILE` once capturing has begun")
	fs.BoolVarP(&o.help, "help", "h", false, "print this text and exit")
	fs.BoolVar(&o.version, "version", false, "print the versions of tcpshake and libpcap and exit")
}

// parseOptions reads the command line; options and words of the filter come in
// any order.
func parseOptions(args []string) (*options, error) {
	o := &options{annotate: annotate.DefaultOptions()}
	all := pflag.NewFlagSet("tcpshake", pflag.ContinueOnError)
	for _, g := range o.groups() {
		all.AddFlagSet(g.Flags)
	}
	if err := usage.SingleDash(args, all); err != nil {
		return nil, err
	}
	if err := all.Parse(args); err != nil {
		return nil, usage.Explain(err, all)
	}
	o.capture.Filter = strings.Join(all.Args(), " ")
	if o.read != "" && o.list != "" {
		return nil, errors.New("-V and -r are mutually exclusive.")
	}
	for _, validate := range []func() error{o.render.Validate, o.stop.Validate, o.annotate.Validate} {
		if err := validate(); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// do does what the options say.
func (o *options) do(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) error {
	switch {
	case o.help:
		_, err := stdout.Write(usage.Append([]byte(synopsis), o.groups()...))
		return err
	case o.version:
		_, err := io.WriteString(stdout, versions())
		return err
	case o.devices:
		return listDevices(stdout)
	}
	...
}
