// Tcpshake shows what two TCP endpoints did to each other: it captures packets
// live or reads them from a file, and prints for each what it is, as tcpdump
// does, and what it means for its connection.
//
// The way of a packet is capture, decode, annotate, render; this file puts the
// four together: options, open, loop, exit status.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/render"
	"tcpshake/annotate/render/follow"
	"tcpshake/annotate/render/usage"
	"tcpshake/annotate/stop"
	"tcpshake/capture"
	"tcpshake/capture/command"
	"tcpshake/capture/demo"
	"tcpshake/capture/interrupt"
	"tcpshake/capture/names"
	"tcpshake/capture/privilege"
	"tcpshake/capture/pump"
	"tcpshake/capture/report"
	"tcpshake/capture/savefile"
	"tcpshake/capture/silence"
	"tcpshake/decode"
)

func main() {
	ctx, _ := interrupt.Context(context.Background())
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit statuses.
const (
	statusOK         = 0 // done, also after Ctrl-C or a closed pipe
	statusUnexpected = 1 // an expectation was not met
	statusError      = 2 // usage, permission, input or output error
)

// run is the program: it does what args say until that is done or ctx ends, and
// returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	opt, err := parse(args)
	if err == nil {
		var status int
		if status, err = opt.do(ctx, streams{stdin, stdout, stderr}); err == nil {
			return status
		}
	}
	if errors.Is(err, syscall.EPIPE) {
		return statusOK
	}
	io.WriteString(stderr, usage.Complaint(err))
	return statusError
}

// streams are the three standard streams.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// options are the command line.
type options struct {
	input    capture.Input
	capture  capture.Options
	pump     pump.Options
	save     savefile.Options
	annotate annotate.Options
	expect   expect.Options
	stop     stop.Options
	render   render.Options
	instead  report.Instead

	help, demo, lineBuffered, dns, count, print bool

	args, command []string
	groups        []usage.Group
}

// parse reads the command line; options and words of the filter come in any
// order.
func parse(args []string) (*options, error) {
	o := &options{args: args, annotate: annotate.DefaultOptions()}
	o.groups = []usage.Group{
		usage.NewGroup("Where packets come from", o.capture.AddFlags, o.input.AddFlags),
		usage.NewGroup("What is printed", o.render.AddFlags, o.addPrinting),
		usage.NewGroup("Writing packets to a file", o.save.AddFlags),
		usage.NewGroup("When to begin and to stop", o.pump.AddFlags, o.stop.AddFlags),
		usage.NewGroup("How connections are followed", o.annotate.AddFlags),
		usage.NewGroup("What is expected", o.expect.AddFlags),
		usage.NewGroup("Other", o.addOther, o.instead.AddFlags),
	}
	words, err := usage.Parse(args, o.groups)
	if err != nil {
		return nil, err
	}
	for _, validate := range []func() error{
		o.input.Validate, o.pump.Validate, o.annotate.Validate, o.render.Validate,
	} {
		if err := validate(); err != nil {
			return nil, err
		}
	}
	o.command = words.Command
	if len(o.command) > 0 && (o.demo || o.input.IsFile()) {
		return nil, errors.New("a command after -- goes with a live capture only")
	}
	o.capture.Filter, err = o.input.Filter(words.Plain)
	return o, err
}

func (o *options) addPrinting(fs *pflag.FlagSet) {
	fs.BoolVarP(&o.lineBuffered, "l", "l", false, "write each line at once")
	fs.BoolVar(&o.dns, "dns", false, "ask the resolver for names that the hosts file does not have; this makes traffic")
	fs.BoolVar(&o.count, "count", false, "with -r print only how many packets there are")
	fs.BoolVar(&o.print, "print", false, "print packets although -w is given")
}

func (o *options) addOther(fs *pflag.FlagSet) {
	fs.BoolVar(&o.demo, "demo", false, "make a small conversation on loopback and show it")
	fs.BoolVarP(&o.help, "help", "h", false, "print this text")
}

// do does what the options say and returns the exit status.
func (o *options) do(ctx context.Context, std streams) (int, error) {
	if o.help {
		return statusOK, write(std.out, usage.Text(o.groups))
	}
	if o.expect.Help {
		return statusOK, write(std.out, expect.Help())
	}
	if o.instead.Asked() {
		text, err := o.instead.Text(o.capture, o.input.File, std.in, std.err)
		if err != nil {
			return statusError, err
		}
		return statusOK, write(std.out, text)
	}
	s, err := newSession(o, std)
	if err != nil {
		return statusError, err
	}
	defer s.requests.Close()
	err = s.show(ctx)
	if limit := (*savefile.LimitError)(nil); errors.As(err, &limit) {
		// The files that -W allows are full, which is an end like any other.
		io.WriteString(std.err, limit.Error()+"\n")
		err = nil
	}
	if closeErr := s.close(); err == nil {
		err = closeErr
	}
	switch {
	case err != nil:
		return statusError, err
	case s.unexpected:
		return statusUnexpected, nil
	case s.beside != nil:
		return s.beside.Result()
	default:
		return statusOK, nil
	}
}

// write writes text to standard output.
func write(stdout io.Writer, text string) error {
	_, err := io.WriteString(stdout, text)
	return report.OutputError(err)
}

// session is one run from the first packet to the last.
type session struct {
	opt       *options
	std       streams
	follower  *follow.Follower
	summary   *render.SummaryPrinter
	summarize bool

	// begun is set when the first source is open. live is the interface, nil for
	// files; stats are its counters at its end.
	begun    bool
	live     *capture.Live
	stats    capture.Stats
	requests *interrupt.Requests
	// unexpected is set at the end when an expectation was not met.
	unexpected bool
	// silence is nil when nobody wants to know why nothing comes.
	silence *silence.Watch
	// save is the file of -w, nil without.
	save *savefile.File
	// toCome counts the files after this one. identity is who root becomes once
	// the last is open; nil when that is nobody else.
	toCome   int
	identity *privilege.Identity
	// conversation is that of the demo; beside is it or the command while it runs.
	// Both are nil without.
	conversation *demo.Conversation
	beside       companion
}

// companion runs while packets are captured.
type companion interface {
	pump.Companion
	// Result waits for the end and returns the exit status.
	Result() (int, error)
}

func newSession(o *options, std streams) (*session, error) {
	env, errEnv := o.environment(std.out), o.environment(std.err)
	o.capture.Immediate = o.capture.Immediate || o.lineBuffered || env.Terminal
	printer, err := o.newPrinter(std.out, env)
	if err != nil {
		return nil, err
	}
	identity, err := privilege.Choose(o.capture.User, o.save.Folder())
	if err != nil {
		return nil, err
	}
	if identity != nil && !identity.Asked && len(o.command) > 0 {
		// Root's command is to be run as root, unless he says otherwise.
		identity = nil
	}
	return &session{
		opt: o, std: std, identity: identity, requests: interrupt.Listen(),
		follower:  follow.New(annotate.New(o.annotate), printer, expect.New(o.expect), o.stop),
		summary:   render.NewSummaryPrinter(o.render, errEnv),
		summarize: o.render.Summary.On(errEnv.Terminal),
	}, nil
}

// newPrinter returns the printer of packets, which with -w or --count prints
// none.
func (o *options) newPrinter(stdout io.Writer, env render.Env) (render.Printer, error) {
	if o.count || o.save.Path != "" && !o.print {
		return render.Nothing{}, nil
	}
	return render.New(o.render.Format, stdout, o.render, env)
}

// environment is what printing to w depends on.
func (o *options) environment(w io.Writer) render.Env {
	lookup := names.Files
	if o.dns {
		lookup = names.DNS
	}
	env := render.EnvFrom(os.Getenv)
	env.Location, env.Names, env.MaxConnections = time.Local, nameBook{names.Load(lookup)}, o.annotate.MaxConnections
	if isTerminal(w) {
		env.Terminal = true
		env.Width, _, _ = term.GetSize(int(w.(*os.File).Fd()))
	}
	return env
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// nameBook names the addresses of decoded packets.
type nameBook struct{ *names.Database }

// Host returns the name of an address.
func (b nameBook) Host(a decode.Addr) string { return b.Database.Host(a.Netip()) }

// show shows the packets of the demo, of the files one after the other, or of an
// interface.
func (s *session) show(ctx context.Context) error {
	if s.opt.demo {
		return s.showDemo(ctx)
	}
	if !s.opt.input.IsFile() {
		return s.showLive(ctx)
	}
	files, err := s.opt.input.Files(s.std.in)
	if err != nil {
		return err
	}
	for i, file := range files {
		s.toCome = len(files) - 1 - i
		if err := s.showFile(ctx, file, file, s.std.in); err != nil {
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
	io.WriteString(s.std.err, report.Reading(title, source))
	if err := s.open(source); err != nil {
		return err
	}
	p := pump.Pump{Options: s.opt.pump, Show: s.showBatch}
	return p.Run(ctx, source)
}

// showLive shows the packets of an interface.
func (s *session) showLive(ctx context.Context) error {
	live, err := capture.OpenLive(s.opt.capture)
	if err != nil {
		return err
	}
	defer live.Close()
	if err := s.open(live); err != nil {
		return err
	}
	s.live = live
	if s.opt.render.Verbose > 0 || isTerminal(s.std.err) {
		s.silence = silence.Begin(live.Device(), s.opt.capture.Filter)
	}
	io.WriteString(s.std.err, report.Begin(live, report.Beginning{
		Chosen: s.opt.capture.Interface != "",
		Terse:  s.opt.render.Verbose == 0 && s.save == nil,
	}))
	p := pump.Pump{Options: s.opt.pump, Start: s.start, Show: s.showBatch}
	err = p.Run(ctx, live)
	stats, statsErr := live.Stats()
	s.stats = stats
	return errors.Join(err, statsErr)
}

// showDemo makes a small conversation and shows it: live where that is allowed,
// if need be in a network namespace, else from a recording.
func (s *session) showDemo(ctx context.Context) error {
	conversation, err := demo.Listen()
	if err != nil {
		return err
	}
	defer conversation.Close()
	s.opt.capture.Filter = conversation.Filter()
	s.conversation = conversation
	err = s.showLive(ctx)
	if denied := (*capture.PermissionError)(nil); !errors.As(err, &denied) {
		return err
	}
	if isolated, err := demo.RunIsolated(s.opt.args, s.std.out, s.std.err); err == nil {
		s.beside = isolated
		return nil
	}
	s.opt.capture.Filter = ""
	io.WriteString(s.std.err, "tcpshake: capturing is not allowed here, so this is a recording\n")
	return s.showFile(ctx, "-", "recorded conversation", bytes.NewReader(demo.Recording()))
}

// open makes everything ready for the packets of source, and gives up root's
// rights when it is the last.
func (s *session) open(source capture.Source) error {
	err := s.follower.Source(source.LinkType())
	if unknown := (decode.ErrLinkType{}); errors.As(err, &unknown) {
		return fmt.Errorf("link type %s is not supported", report.LinkType(unknown.DLT))
	}
	s.begun = true
	if err := s.openSavefile(source); err != nil {
		return err
	}
	if err := s.opt.pump.Ready(); err != nil || s.toCome > 0 {
		return err
	}
	if err := privilege.Drop(s.identity); err != nil || s.save == nil {
		return err
	}
	return s.save.Ready()
}

// openSavefile creates the file of -w, or sees that it takes these packets too.
func (s *session) openSavefile(source capture.Source) error {
	opt := s.opt.save
	if opt.Path == "" {
		return nil
	}
	if s.save != nil {
		return s.save.Source(source.LinkType())
	}
	opt.LinkType, opt.SnapLen, opt.Nano = source.LinkType(), source.SnapLen(), s.opt.render.Nano
	if id := s.identity; id != nil && id.Asked {
		opt.Owner = &savefile.Owner{UID: id.UID, GID: id.GID}
	}
	var err error
	s.save, err = savefile.Create(opt, s.std.out)
	return err
}

// start starts what runs beside the capture. The command's output goes to
// standard error, so that standard output holds packets only.
func (s *session) start(ctx context.Context) (pump.Companion, error) {
	switch {
	case s.conversation != nil:
		s.beside = s.conversation.Start(ctx)
	case len(s.opt.command) > 0:
		process, err := command.Start(s.opt.command, s.std.in, s.std.err, s.std.err)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, process.Stop)
		s.beside = process
	}
	return s.beside, nil
}

// showBatch shows packets that were read at once, up to the last that is wanted.
func (s *session) showBatch(packets []capture.Packet) (more bool, err error) {
	for i := range packets {
		if err := s.showPacket(&packets[i]); err != nil {
			return false, err
		}
		if s.follower.Done() {
			break
		}
	}
	if s.live != nil {
		if err := s.tick(len(packets)); err != nil {
			return false, err
		}
	}
	if s.save != nil {
		if err := s.save.FlushDue(); err != nil {
			return false, err
		}
	}
	return !s.follower.Done(), report.OutputError(s.follower.Flush())
}

func (s *session) showPacket(p *capture.Packet) error {
	_, err := s.follower.Frame(p.Time, p.Data, p.Len)
	if err != nil || s.save == nil {
		return report.OutputError(err)
	}
	return s.save.Write(savefile.Record{Time: p.Time, Data: p.Data, Len: p.Len})
}

// behind is how far the time of a quiet capture lags behind the clock: a packet
// may be on its way here from the kernel, and must not come from the past.
const behind = time.Second

// tick does what a live capture does between batches of packets.
func (s *session) tick(packets int) error {
	if s.requests.Status() {
		s.printStatus()
	}
	io.WriteString(s.std.err, s.silence.Tick(s.follower.Frames()))
	if packets > 0 {
		return nil
	}
	return report.OutputError(s.follower.Idle(time.Now().Add(-behind).UnixNano()))
}

// printStatus prints the statistics and the states while the capture goes on.
func (s *session) printStatus() {
	stats, err := s.live.Stats()
	if err != nil {
		io.WriteString(s.std.err, usage.Complaint(err))
	}
	summary := s.follower.Summary()
	text := []byte("tcpshake: " + report.Status(s.follower.Frames(), stats))
	s.std.err.Write(s.summary.AppendStatus(text, &summary, losses(stats)))
}

// close shows what is left at the end, and the statistics.
func (s *session) close() error {
	if !s.begun {
		return nil
	}
	summary, failures, err := s.follower.Close()
	s.unexpected = len(failures) > 0
	err = report.OutputError(err)
	if s.save != nil {
		if saveErr := s.save.Close(); err == nil {
			err = saveErr
		}
	}
	if err == nil && s.opt.count && s.live == nil {
		err = write(s.std.out, report.Count(s.follower.Frames()))
	}
	if err != nil {
		return err
	}
	var text []byte
	if s.live != nil {
		text = append(text, report.Statistics(s.follower.Frames(), s.stats)...)
		text = append(text, s.silence.End(s.follower.Frames())...)
	}
	if s.summarize {
		text = s.summary.Append(text, &summary, losses(s.stats))
	}
	for _, failure := range failures {
		text = append(append(append(text, s.failurePrefix()...), failure...), '\n')
	}
	s.std.err.Write(text)
	return nil
}

// failurePrefix stands before an expectation that was not met; GitHub shows the
// lines that begin with its own beside the run.
func (s *session) failurePrefix() string {
	if s.opt.render.Format == render.GitHub {
		return "::error title=tcpshake::"
	}
	return "tcpshake: "
}

func losses(stats capture.Stats) render.Losses {
	return render.Losses{Kernel: stats.Dropped, Interface: stats.DroppedByInterface, Here: stats.DroppedHere}
}
