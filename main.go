// Tcpshake shows what two TCP endpoints did to each other: it captures packets
// live or reads them from a file, and prints for each what it is, as tcpdump
// does, and what it means for its connection.
//
// The way of a packet is capture, decode, annotate, render; this file puts the
// four together.
package main

import (
	"bytes"
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
	"tcpshake/annotate/render/follow"
	"tcpshake/annotate/render/usage"
	"tcpshake/annotate/stop"
	"tcpshake/capture"
	"tcpshake/capture/command"
	"tcpshake/capture/demo"
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
	status := statusOK
	if err == nil {
		status, err = opt.do(ctx, stdin, stdout, stderr)
	}
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return status
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

	devices, help, version, demo    bool
	count, print, lineBuffered, dns bool

	readyFile     string
	args, command []string

	groups []usage.Group
}

// parse reads the command line; options and words of the filter come in any
// order.
func parse(args []string) (*options, error) {
	o := &options{args: args, annotate: annotate.DefaultOptions()}
	all := pflag.NewFlagSet("tcpshake", pflag.ContinueOnError)
	for _, group := range []struct {
		heading string
		add     []func(*pflag.FlagSet)
	}{
		{"Where packets come from", []func(*pflag.FlagSet){o.capture.AddFlags, o.input.AddFlags}},
		{"What is printed", []func(*pflag.FlagSet){o.render.AddFlags, o.addPrinting}},
		{"When to begin and to stop", []func(*pflag.FlagSet){o.addReady, o.stop.AddFlags}},
		{"How connections are followed", []func(*pflag.FlagSet){o.annotate.AddFlags}},
		{"Other", []func(*pflag.FlagSet){o.addInstead}},
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
	words := all.Args()
	if dash := all.ArgsLenAtDash(); dash >= 0 {
		words, o.command = words[:dash], words[dash:]
	}
	if len(o.command) > 0 && (o.demo || o.input.File != "" || o.input.List != "") {
		return nil, errors.New("a command after -- goes with a live capture only")
	}
	filter, err := o.input.Filter(words)
	o.capture.Filter = filter
	return o, err
}

func (o *options) addPrinting(fs *pflag.FlagSet) {
	fs.BoolVarP(&o.lineBuffered, "l", "l", false, "write each line at once")
	fs.BoolVar(&o.dns, "dns", false, "ask the resolver for names that the hosts file does not have; this makes traffic")
	fs.BoolVar(&o.count, "count", false, "with -r print only how many packets there are")
	fs.BoolVar(&o.print, "print", false, "print packets although -w is given")
}

func (o *options) addReady(fs *pflag.FlagSet) {
	fs.StringVar(&o.readyFile, "ready-file", "", "create `FILE` once capturing has begun")
}

func (o *options) addInstead(fs *pflag.FlagSet) {
	fs.BoolVar(&o.demo, "demo", false, "make a small conversation on loopback and show it")
	fs.BoolVarP(&o.devices, "list-interfaces", "D", false, "list the interfaces")
	fs.BoolVarP(&o.help, "help", "h", false, "print this text")
	fs.BoolVar(&o.version, "version", false, "print the versions of tcpshake and libpcap")
}

// do does what the options say and returns the exit status.
func (o *options) do(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	switch {
	case o.help:
		return statusOK, write(stdout, usage.Text(o.groups))
	case o.version:
		return statusOK, write(stdout, report.Versions())
	case o.devices:
		devices, err := capture.Devices()
		if err != nil {
			return statusError, err
		}
		return statusOK, write(stdout, report.Devices(devices, render.Escape))
	}
	s, err := o.newSession(stdin, stdout, stderr)
	if err != nil {
		return statusError, err
	}
	err = s.show(ctx)
	if finishErr := s.finish(); err == nil {
		err = finishErr
	}
	if err != nil || s.beside == nil {
		return statusOK, err
	}
	return s.beside.Result()
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
	stdin          io.Reader
	stdout, stderr io.Writer
	follower       *follow.Follower
	summary        *render.SummaryPrinter
	summarize      bool

	// begun is set when the first source is open. live is the interface, nil for
	// files; stats are its counters at its end.
	begun    bool
	live     *capture.Live
	stats    capture.Stats
	requests *interrupt.Requests
	// conversation is that of --demo. beside is what runs meanwhile: it, or the
	// command; nil without.
	conversation *demo.Conversation
	beside       companion
}

// companion runs while packets are captured.
type companion interface {
	// Done is closed when it has ended.
	Done() <-chan struct{}
	// Result waits for the end and returns the exit status.
	Result() (int, error)
}

func (o *options) newSession(stdin io.Reader, stdout, stderr io.Writer) (*session, error) {
	env, errEnv := o.environment(stdout), o.environment(stderr)
	o.capture.Immediate = o.capture.Immediate || o.lineBuffered || env.Terminal
	printed := stdout
	if o.count {
		printed = io.Discard
	}
	printer, err := render.New(o.render.Format, printed, o.render, env)
	if err != nil {
		return nil, err
	}
	return &session{
		opt: o, stdin: stdin, stdout: stdout, stderr: stderr,
		follower:  follow.New(annotate.New(o.annotate), printer, o.stop),
		summary:   render.NewSummaryPrinter(o.render, errEnv),
		summarize: o.render.Summary.On(errEnv.Terminal),
	}, nil
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

// show shows the packets of the files one after the other, or those of an
// interface when there are none.
func (s *session) show(ctx context.Context) error {
	files, err := s.opt.input.Files(s.stdin)
	if err != nil {
		return err
	}
	if s.opt.demo {
		return s.showDemo(ctx)
	}
	if len(files) == 0 {
		return s.showLive(ctx)
	}
	for _, file := range files {
		if err := s.showFile(ctx, file, file, s.stdin); err != nil {
			return err
		}
	}
	return nil
}

// showFile shows the packets of a file, or of stdin when it is "-".
func (s *session) showFile(ctx context.Context, file, title string, stdin io.Reader) error {
	source, err := capture.OpenFile(file, stdin, s.opt.capture)
	if err != nil {
		return err
	}
	defer source.Close()
	io.WriteString(s.stderr, report.Reading(render.Escape(title), source))
	return s.loop(ctx, source)
}

// showDemo makes a small conversation and shows it: live where that is allowed,
// if need be in a network namespace, else from a recording.
func (s *session) showDemo(ctx context.Context) error {
	if demo.Inside() {
		if err := demo.BringUp(); err != nil {
			return err
		}
	}
	conversation, err := demo.Listen()
	if err != nil {
		return err
	}
	defer conversation.Close()
	s.conversation, s.opt.capture.Filter = conversation, conversation.Filter()
	err = s.showLive(ctx)
	if denied := (*capture.PermissionError)(nil); !errors.As(err, &denied) {
		return err
	}
	s.conversation, s.opt.capture.Filter = nil, ""
	if !demo.Inside() {
		if isolated, err := demo.RunIsolated(s.opt.args, s.stdout, s.stderr); err == nil {
			s.beside = isolated
			return nil
		}
	}
	io.WriteString(s.stderr, "tcpshake: capturing is not allowed here, so this is a recording\n")
	return s.showFile(ctx, "-", "recorded conversation", bytes.NewReader(demo.Recording()))
}

// showLive shows the packets of an interface.
func (s *session) showLive(ctx context.Context) error {
	live, err := capture.OpenLive(s.opt.capture)
	if err != nil {
		return err
	}
	defer live.Close()
	s.live, s.requests = live, interrupt.Listen()
	defer s.requests.Close()
	s.announce()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	context.AfterFunc(ctx, live.Wake)
	if err := s.start(ctx, cancel); err != nil {
		return err
	}
	err = s.loop(ctx, live)
	stats, statsErr := live.Stats()
	s.stats = stats
	return errors.Join(err, statsErr)
}

// drain is how long packets are waited for once the companion has ended.
const drain = time.Second

// start does what the options say is to happen once the capture has begun.
func (s *session) start(ctx context.Context, cancel context.CancelFunc) error {
	if s.opt.stop.For > 0 {
		time.AfterFunc(s.opt.stop.For, cancel)
	}
	if s.opt.readyFile != "" {
		if err := os.WriteFile(s.opt.readyFile, nil, 0o644); err != nil {
			return err
		}
	}
	switch {
	case s.conversation != nil:
		s.beside = s.conversation.Start(ctx)
	case len(s.opt.command) > 0:
		process, err := command.Start(s.opt.command, s.stdin, s.stderr, s.stderr)
		if err != nil {
			return err
		}
		s.beside = process
		context.AfterFunc(ctx, process.Stop)
	default:
		return nil
	}
	go func() {
		<-s.beside.Done()
		time.AfterFunc(drain, cancel)
	}()
	return nil
}

// besideEnded reports whether the companion has ended.
func (s *session) besideEnded() bool {
	if s.beside == nil {
		return false
	}
	select {
	case <-s.beside.Done():
		return true
	default:
		return false
	}
}

// announce says that the capture has begun.
func (s *session) announce() {
	var text string
	if s.opt.capture.Interface == "" {
		text = "tcpshake: no -i, so this is loopback\n"
	}
	for _, note := range s.live.Notes() {
		text += "tcpshake: " + note + "\n"
	}
	if s.opt.render.Verbose == 0 {
		text += "tcpshake: verbose output suppressed, use -v[v]... for full protocol decode\n"
	} else {
		text += "tcpshake: "
	}
	io.WriteString(s.stderr, text+report.Listening(render.Escape(s.live.Device()), s.live))
}

// batch is how many packets are read at once.
const batch = 512

// loop shows the packets of one source, until it ends, enough was seen, or ctx
// ends.
func (s *session) loop(ctx context.Context, source capture.Source) error {
	if err := s.follower.Source(source.LinkType()); err != nil {
		return unsupported(err)
	}
	s.begun = true
	packets := make([]capture.Packet, 0, batch)
	for last := (lastCall{}); !s.follower.Done() && !last.over(ctx); {
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
		if len(packets) == 0 && (s.besideEnded() || last.called()) {
			return nil
		}
	}
	return nil
}

// lastCall lets the packets be shown that the kernel still holds when a capture
// is told to end: it hands them over in blocks, some time after they came.
type lastCall struct{ until time.Time }

// lastPackets is how long they are waited for.
const lastPackets = 60 * time.Millisecond

// over reports whether the time for them is over, which begins when ctx ends.
func (l *lastCall) over(ctx context.Context) bool {
	if ctx.Err() == nil {
		return false
	}
	if l.until.IsZero() {
		l.until = time.Now().Add(lastPackets)
	}
	return time.Now().After(l.until)
}

// called reports whether ctx had ended.
func (l *lastCall) called() bool { return !l.until.IsZero() }

// unsupported names the link type that cannot be decoded.
func unsupported(err error) error {
	if unknown := (decode.ErrLinkType{}); errors.As(err, &unknown) {
		if name := capture.LinkTypeName(unknown.DLT); name != "" {
			return fmt.Errorf("link type %s (%d) is not supported", name, unknown.DLT)
		}
	}
	return err
}

// showBatch shows packets that were read at once, up to the last that is wanted.
func (s *session) showBatch(packets []capture.Packet) error {
	for i := range packets {
		if s.follower.Done() {
			break
		}
		p := &packets[i]
		if _, err := s.follower.Frame(p.Time, p.Data, p.Len); err != nil {
			return outputError(err)
		}
	}
	if s.live != nil && len(packets) == 0 {
		// Nothing waits to be read, so the time is now.
		if err := s.follower.Idle(time.Now().UnixNano()); err != nil {
			return outputError(err)
		}
	}
	if s.live != nil && s.requests.Status() {
		s.printStatus()
	}
	return outputError(s.follower.Flush())
}

// printStatus prints the statistics and the states while the capture goes on.
func (s *session) printStatus() {
	stats, err := s.live.Stats()
	if err != nil {
		complain(s.stderr, err)
	}
	summary := s.follower.Summary()
	text := []byte("tcpshake: " + report.Status(s.follower.Frames(), stats))
	s.stderr.Write(s.summary.AppendStatus(text, &summary, losses(stats)))
}

// finish shows what is left at the end, and the statistics.
func (s *session) finish() error {
	if !s.begun {
		return nil
	}
	summary, err := s.follower.Close()
	if err == nil && s.opt.count && s.live == nil {
		_, err = io.WriteString(s.stdout, report.Count(s.follower.Frames()))
	}
	if err != nil {
		return outputError(err)
	}
	var text []byte
	if s.live != nil {
		text = append(text, report.Statistics(s.follower.Frames(), s.stats)...)
	}
	if s.summarize {
		text = s.summary.Append(text, &summary, losses(s.stats))
	}
	s.stderr.Write(text)
	return nil
}

func losses(stats capture.Stats) render.Losses {
	return render.Losses{Kernel: stats.Dropped, Interface: stats.DroppedByInterface, Here: stats.DroppedHere}
}
