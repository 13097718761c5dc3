// Tcpshake shows what two TCP endpoints did to each other: it captures packets
// live or reads them from a file, and prints for each what it is, as tcpdump
// does, and what it means for its connection.
//
// The way of a packet is capture, decode, annotate, render; this file puts the
// four together.
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

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"tcpshake/annotate"
	"tcpshake/annotate/render"
	"tcpshake/annotate/render/usage"
	"tcpshake/annotate/stop"
	"tcpshake/capture"
	"tcpshake/capture/interrupt"
	"tcpshake/capture/names"
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
	opt, err := parse(args)
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
	if advised := capture.Advised(nil); errors.As(err, &advised) {
		for _, hint := range advised.Hints() {
			text += "  hint: " + render.Escape(hint) + "\n"
		}
	}
	io.WriteString(w, text)
}

// options are the command line.
type options struct {
	input    capture.Input
	capture  capture.Options
	render   render.Options
	stop     stop.Options
	annotate annotate.Options

	devices, help, version     bool
	count, print, lineBuffered bool
	dns                        bool

	groups []usage.Group
}

// parse reads the command line; options and words of the filter come in any
// order.
func parse(args []string) (*options, error) {
	o := &options{annotate: annotate.DefaultOptions()}
	all := pflag.NewFlagSet("tcpshake", pflag.ContinueOnError)
	for _, group := range []struct {
		heading string
		add     []func(*pflag.FlagSet)
	}{
		{"Where packets come from", []func(*pflag.FlagSet){o.capture.AddFlags, o.input.AddFlags}},
		{"What is printed", []func(*pflag.FlagSet){o.render.AddFlags, o.addPrinting}},
		{"When to stop", []func(*pflag.FlagSet){o.stop.AddFlags}},
		{"How connections are followed", []func(*pflag.FlagSet){o.annotate.AddFlags}},
		{"Instead of capturing", []func(*pflag.FlagSet){o.addInstead}},
	} {
		g := usage.NewGroup(group.heading, group.add...)
		o.groups = append(o.groups, g)
		all.AddFlagSet(g.Flags)
	}
	if err := usage.SingleDash(args, all); err != nil {
		return nil, err
	}
	if err := all.Parse(args); err != nil {
		return nil, usage.Explain(err, all)
	}
	for _, validate := range []func() error{o.input.Validate, o.render.Validate, o.stop.Validate, o.annotate.Validate} {
		if err := validate(); err != nil {
			return nil, err
		}
	}
	filter, err := o.input.Filter(all.Args())
	o.capture.Filter = filter
	return o, err
}

func (o *options) addPrinting(fs *pflag.FlagSet) {
	fs.BoolVarP(&o.lineBuffered, "l", "l", false, "write each line at once")
	fs.BoolVar(&o.dns, "dns", false, "ask the resolver for names that the hosts file does not have; this makes traffic")
	fs.BoolVar(&o.count, "count", false, "with -r print only how many packets there are")
	fs.BoolVar(&o.print, "print", false, "print packets although -w is given")
}

func (o *options) addInstead(fs *pflag.FlagSet) {
	fs.BoolVarP(&o.devices, "list-interfaces", "D", false, "list the interfaces")
	fs.BoolVarP(&o.help, "help", "h", false, "print this text")
	fs.BoolVar(&o.version, "version", false, "print the versions of tcpshake and libpcap")
}

// do does what the options say.
func (o *options) do(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) error {
	switch {
	case o.help:
		return write(stdout, string(usage.Append(nil, o.groups...)))
	case o.version:
		return write(stdout, report.Versions())
	case o.devices:
		devices, err := capture.Devices()
		if err != nil {
			return err
		}
		return write(stdout, report.Devices(devices, render.Escape))
	}
	files, err := o.input.Files(stdin)
	if err != nil {
		return err
	}
	s, err := o.newSession(stdout, stderr)
	if err != nil {
		return err
	}
	return errors.Join(s.follow(ctx, files, stdin), s.finish())
}

// write writes text to standard output.
func write(stdout io.Writer, text string) error {
	_, err := io.WriteString(stdout, text)
	return outputError(err)
}

// outputError gives an error of standard output tcpdump's text.
func outputError(err error) error {
	if errno := syscall.Errno(0); errors.As(err, &errno) {
		err = errno
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("Unable to write output: %w", err)
}

// session is one run from the first packet to the last.
type session struct {
	opt            *options
	stdout, stderr io.Writer

	decoder *decode.Decoder
	tracker *annotate.Tracker
	printer render.Printer
	rule    stop.Rule

	// live is the interface, nil for files; stats are its counters at its end.
	live     *capture.Live
	requests *interrupt.Requests
	stats    capture.Stats

	captured   uint64
	segment    decode.Segment
	event      annotate.Event
	connection annotate.Connection
}

func (o *options) newSession(stdout, stderr io.Writer) (*session, error) {
	env := o.environment(stdout)
	o.capture.Immediate = o.capture.Immediate || o.lineBuffered || env.Terminal
	if o.count {
		stdout = io.Discard
	}
	printer, err := render.New(o.render.Format, stdout, o.render, env)
	if err != nil {
		return nil, err
	}
	return &session{opt: o, stdout: stdout, stderr: stderr, tracker: annotate.New(o.annotate), printer: printer}, nil
}

// environment is what printing to w depends on.
func (o *options) environment(w io.Writer) render.Env {
	env := render.Env{
		NoColor:        os.Getenv("NO_COLOR"),
		ForceColor:     os.Getenv("FORCE_COLOR"),
		CLIColorForce:  os.Getenv("CLICOLOR_FORCE"),
		CLIColor:       os.Getenv("CLICOLOR"),
		Term:           os.Getenv("TERM"),
		Location:       time.Local,
		Names:          nameBook{names.Load(o.lookup())},
		MaxConnections: o.annotate.MaxConnections,
	}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		env.Terminal = true
		env.Width, _, _ = term.GetSize(int(f.Fd()))
	}
	return env
}

func (o *options) lookup() names.Lookup {
	if o.dns {
		return names.DNS
	}
	return names.Files
}

// nameBook names the addresses of decoded packets.
type nameBook struct{ *names.Database }

// Host returns the name of an address.
func (b nameBook) Host(a decode.Addr) string { return b.Database.Host(a.Netip()) }

// follow shows the packets of the files one after the other, or those of an
// interface when there are none.
func (s *session) follow(ctx context.Context, files []string, stdin io.Reader) error {
	if len(files) == 0 {
		return s.followLive(ctx)
	}
	for _, file := range files {
		source, err := capture.OpenFile(file, stdin, s.opt.capture)
		if err != nil {
			return err
		}
		defer source.Close()
		io.WriteString(s.stderr, report.Reading(render.Escape(file), source))
		if err := s.show(ctx, source); err != nil {
			return err
		}
	}
	return nil
}

// followLive shows the packets of an interface.
func (s *session) followLive(ctx context.Context) error {
	live, err := capture.OpenLive(s.opt.capture)
	if err != nil {
		return err
	}
	defer live.Close()
	s.live, s.requests = live, interrupt.Listen()
	defer s.requests.Close()
	if limit := s.opt.stop.For; limit > 0 {
		limited, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		ctx = limited
	}
	s.announce(live)
	err = s.show(ctx, live)
	stats, statsErr := live.Stats()
	s.stats = stats
	return errors.Join(err, statsErr)
}

// announce says that the capture has begun.
func (s *session) announce(live *capture.Live) {
	text, prefix := "", "tcpshake: "
	if s.opt.capture.Interface == "" {
		text = "tcpshake: no -i, so this is loopback\n"
	}
	for _, note := range live.Notes() {
		text += "tcpshake: " + note + "\n"
	}
	if s.opt.render.Verbose == 0 {
		text += "tcpshake: verbose output suppressed, use -v[v]... for full protocol decode\n"
		prefix = ""
	}
	io.WriteString(s.stderr, text+prefix+report.Listening(render.Escape(live.Device()), live))
}

// batch is how many packets are read at once.
const batch = 512

// show shows the packets of one source.
func (s *session) show(ctx context.Context, source capture.Source) error {
	decoder, err := decode.New(source.LinkType())
	if err != nil {
		return err
	}
	s.decoder, s.rule = decoder, stop.New(s.opt.stop)
	packets := make([]capture.Packet, 0, batch)
	for ctx.Err() == nil && !s.rule.Done() {
		var readErr error
		packets, readErr = source.Read(packets)
		if err := s.showBatch(packets); err != nil {
			return err
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return readErr
		}
	}
	return nil
}

// showBatch shows packets that were read at once, up to the last that is wanted.
func (s *session) showBatch(packets []capture.Packet) error {
	for i := range packets {
		if s.rule.Done() {
			break
		}
		if err := s.showPacket(&packets[i]); err != nil {
			return err
		}
	}
	if s.live != nil {
		if err := s.tick(len(packets)); err != nil {
			return err
		}
	}
	return outputError(s.printer.Flush())
}

// tick does what a live capture does between packets.
func (s *session) tick(packets int) error {
	if s.requests.Status() {
		s.status()
	}
	if packets > 0 {
		return nil
	}
	// Nothing waits to be read, so that the capture's clock is the machine's.
	s.tracker.Advance(time.Now().UnixNano())
	return s.ended()
}

func (s *session) showPacket(p *capture.Packet) error {
	s.captured++
	s.rule.Frame()
	s.decoder.Decode(p.Data, p.Len, &s.segment)
	s.tracker.Observe(&s.segment, s.captured, p.Time, &s.event)
	s.rule.Event(&s.event)
	if err := s.print(); err != nil {
		return outputError(err)
	}
	return s.ended()
}

func (s *session) print() error {
	if s.segment.Class == decode.NotTCP {
		return render.Skip(s.printer, &s.event)
	}
	return s.printer.Event(&s.event)
}

// ended shows the connections that are over.
func (s *session) ended() error {
	for s.tracker.NextEnded(&s.connection) {
		s.rule.Connection()
		if err := s.printer.Connection(&s.connection); err != nil {
			return outputError(err)
		}
	}
	return nil
}

// status prints the statistics and the states while the capture goes on.
func (s *session) status() {
	stats, err := s.live.Stats()
	if err != nil {
		complain(s.stderr, err)
	}
	summary := s.tracker.Summary()
	text := []byte("tcpshake: " + report.Status(s.captured, stats))
	s.stderr.Write(s.summaryPrinter().AppendStatus(text, &summary, losses(stats)))
}

// finish shows what is left at the end, and the statistics.
func (s *session) finish() error {
	s.tracker.Close()
	err := s.ended()
	summary := s.tracker.Summary()
	if err == nil {
		err = outputError(s.printer.Close(&summary))
	}
	if err != nil {
		return err
	}
	text := []byte(nil)
	if s.live != nil {
		text = append(text, report.Statistics(s.captured, s.stats)...)
	}
	if s.opt.render.Summary.On(s.opt.environment(s.stderr).Terminal) {
		text = s.summaryPrinter().Append(text, &summary, losses(s.stats))
	}
	s.stderr.Write(text)
	if s.opt.count && s.live == nil {
		return write(os.Stdout, report.Count(s.captured))
	}
	return nil
}

func (s *session) summaryPrinter() *render.SummaryPrinter {
	return render.NewSummaryPrinter(s.opt.render, s.opt.environment(s.stderr))
}

func losses(stats capture.Stats) render.Losses {
	return render.Losses{Kernel: stats.Dropped, Interface: stats.DroppedByInterface, Here: stats.DroppedHere}
}
