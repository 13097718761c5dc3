// Tcpshake shows what two TCP endpoints did to each other: it captures packets
// live or reads them from a file, and prints for each what it is, as tcpdump
// does, and what it means for its connection.
//
// The way of a packet is capture, decode, annotate, render; this file puts the
// four together: options, open, loop, exit status.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"runtime/debug"
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
	"tcpshake/capture/filter"
	"tcpshake/capture/interrupt"
	"tcpshake/capture/job"
	"tcpshake/capture/names"
	"tcpshake/capture/privilege"
	"tcpshake/capture/report"
	"tcpshake/capture/savefile"
	"tcpshake/capture/zone"
	"tcpshake/decode"
)

func main() {
	collectLess()
	ctx, _ := interrupt.Context(context.Background())
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLess has the collector run at five times the live memory instead of twice,
// unless GOGC says otherwise. What is kept of connections holds no pointers and
// becomes no garbage, so that a collection finds little, but reads the large tables
// of gopacket each time and slows down what is done meanwhile.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
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
	requests := interrupt.Listen()
	defer requests.Close()
	opt, err := parse(args)
	if err != nil {
		_ = opt.job.ClearReadyFile() // what is wrong with the options counts for more
	} else {
		var status int
		if status, err = opt.do(ctx, streams{stdin, stdout, stderr}, requests); err == nil {
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
	job      job.Options
	save     savefile.Options
	annotate annotate.Options
	expect   expect.Options
	stop     stop.Options
	render   render.Options
	names    names.Options
	instead  report.Instead

	help, lineBuffered, count, print bool

	groups []usage.Group
}

// parse reads the command line; options and words of the filter come in any
// order. With an error it returns the options in front of the mistake.
func parse(args []string) (*options, error) {
	o := &options{job: job.Options{Args: args}, annotate: annotate.DefaultOptions()}
	o.groups = []usage.Group{
		usage.NewGroup("Where packets come from", o.job.AddSources),
		usage.NewGroup("What is printed", o.render.AddFlags, o.names.AddFlags, o.addPrinting),
		usage.NewGroup("Writing packets to a file", o.save.AddFlags),
		usage.NewGroup("When to begin and to stop", o.job.AddLimits, o.stop.AddFlags),
		usage.NewGroup("How connections are followed", o.annotate.AddFlags),
		usage.NewGroup("What is expected", o.expect.AddFlags),
		usage.NewGroup("Other", o.addOther, o.instead.AddFlags),
	}
	words, err := usage.Parse(args, o.groups)
	if err != nil {
		return o, err
	}
	if err := o.job.Take(words.Plain, words.Command); err != nil {
		return o, err
	}
	for _, validate := range []func() error{o.job.Validate, o.annotate.Validate, o.render.Validate} {
		if err := validate(); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (o *options) addPrinting(fs *pflag.FlagSet) {
	fs.BoolVarP(&o.lineBuffered, "l", "l", false, "write each line at once")
	fs.BoolVar(&o.count, "count", false, "with -r print only how many packets there are")
	fs.BoolVar(&o.print, "print", false, "print packets although -w is given; a --format other than text implies it")
}

func (o *options) addOther(fs *pflag.FlagSet) {
	fs.BoolVarP(&o.help, "help", "h", false, "print this text")
}

// do does what the options say and returns the exit status.
func (o *options) do(ctx context.Context, std streams, requests *interrupt.Requests) (int, error) {
	if o.help {
		return statusOK, write(std.out, usage.Text(o.groups))
	}
	if o.expect.Help {
		return statusOK, write(std.out, expect.Help())
	}
	if o.instead.Asked() {
		text, err := o.instead.Text(o.job.Capture, o.job.Input, std.in, std.err)
		if err != nil {
			return statusError, err
		}
		return statusOK, write(std.out, text)
	}
	s, err := newSession(o, std, requests)
	if err != nil {
		_ = o.job.ClearReadyFile()
		return statusError, err
	}
	err = s.job.Run(ctx)
	if s.terminal && ctx.Err() != nil {
		io.WriteString(std.err, "\n") // ends the line that shows ^C
	}
	if limit := (*savefile.LimitError)(nil); errors.As(err, &limit) {
		// The files that -W allows are full, which is an end like any other.
		io.WriteString(std.err, limit.Error()+"\n")
		err = nil
	}
	if failed := (*capture.CaptureError)(nil); errors.As(err, &failed) {
		s.complain(err) // before the statistics, as tcpdump does
		err = nil
	}
	closeErr := s.close()
	if s.damaged && errors.Is(closeErr, syscall.EPIPE) {
		closeErr = nil // what went wrong counts for more
	}
	if err == nil {
		err = closeErr
	}
	switch {
	case err != nil:
		return statusError, err
	case s.damaged:
		return statusError, nil // complain has told of it
	case s.unexpected:
		return statusUnexpected, nil
	default:
		return s.job.Result()
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
	job       job.Job
	follower  *follow.Follower
	printer   render.Printer
	requests  *interrupt.Requests
	summary   *render.SummaryPrinter
	summarize bool
	terminal  bool // standard error is one
	// started is when the session began; the clock that Follower.Pass is given counts
	// from then.
	started time.Time
	save    *savefile.Tee
	// begun is set when the first source is open, unexpected at the end when an
	// expectation was not met.
	begun, unexpected bool
	// damaged is set when a file or an interface could not be read to its end, which
	// was told already.
	damaged bool
	// ahead is set when batches of the source at hand may be read before those that came
	// earlier are printed: nobody waits for them, and none is saved.
	ahead bool
	// comments words what the file of -w says about packets, comment is the last.
	comments *render.Comments
	comment  []byte
}

func newSession(o *options, std streams, requests *interrupt.Requests) (*session, error) {
	env, errEnv := o.environment(std.out), o.environment(std.err)
	env.Names = nameBook{names.New(o.names)}
	if !o.job.Input.IsFile() {
		o.annotate.SetLive()
	}
	o.annotate.StateTimes = o.render.Format.NeedsStateTimes()
	if ports := filter.Ports(o.job.Capture.Filter); len(ports) == 1 {
		o.annotate.ServerPort = ports[0] // who asks for port 80 means the server's
	}
	identity, err := privilege.Choose(o.job.Capture.User, o.save.Folder())
	if err != nil {
		return nil, err
	}
	printer := o.newPrinter(std.out, env)
	s := &session{
		opt: o, std: std, printer: printer, requests: requests,
		follower:  follow.New(annotate.New(o.annotate), printer, expect.New(o.expect), o.stop),
		comments:  render.NewComments(),
		summary:   render.NewSummaryPrinter(o.render, errEnv),
		summarize: o.render.Summary.On(errEnv.Terminal),
		terminal:  errEnv.Terminal,
		started:   time.Now(),
	}
	if len(o.job.Command) > 0 {
		s.follower.ToEnd() // its exit status is wanted
	}
	o.save.Nano = o.render.Nano
	s.save = savefile.NewTee(o.save)
	o.job.Attended = o.render.Verbose > 0 || errEnv.Terminal
	o.job.Terse = o.render.Verbose == 0 && o.save.Path == ""
	o.job.Capture.Prompt = o.lineBuffered || env.Terminal
	s.job = job.Job{
		Options: o.job, Stdin: std.in, Stdout: std.out, Stderr: std.err, Identity: identity,
		Open: s.open, Ready: s.save.Ready, Show: s.showBatch, Complain: s.complain,
	}
	return s, nil
}

// newPrinter returns the printer of packets, which with -w or --count prints
// none.
func (o *options) newPrinter(stdout io.Writer, env render.Env) render.Printer {
	o.render.Unwanted = o.expect.Unwanted
	if o.count || o.save.Path != "" && !o.printsToo() {
		return render.Nothing{}
	}
	return render.New(stdout, o.render, env)
}

// printsToo reports whether packets are printed although -w is given: when that
// is asked for, or another format than tcpdump has, unless the file goes where
// they would.
func (o *options) printsToo() bool {
	return o.print || o.render.Format != render.Text && o.save.Path != "-"
}

// environment is what printing to w depends on.
func (o *options) environment(w io.Writer) render.Env {
	env := render.EnvFrom(os.Getenv)
	env.Location = zone.Local(os.LookupEnv("TZ"))
	env.MaxConnections = o.annotate.MaxConnections
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		env.Terminal = true
		env.Width, _, _ = term.GetSize(int(f.Fd()))
	}
	return env
}

// nameBook names the addresses of decoded packets.
type nameBook struct{ *names.Database }

// Host returns the name of an address.
func (b nameBook) Host(a decode.Addr) string { return b.Database.Host(a.Netip()) }

// open makes ready for the packets of source.
func (s *session) open(source capture.Source) error {
	err := s.follower.Source(source.LinkType())
	if unknown := (decode.LinkTypeError{}); errors.As(err, &unknown) {
		return &capture.FileError{Text: "link type " + report.LinkType(unknown.DLT) + " is not supported"}
	}
	s.begun = true
	if !source.Waits() && s.opt.save.Path != "" && s.opt.save.Path != "-" {
		s.follower.ToEnd() // all of the file is to be written
	}
	s.ahead = !source.Waits() && s.opt.save.Path == "" && runtime.GOMAXPROCS(0) > 1
	var owner *savefile.Owner
	if id := s.job.Identity; id != nil && id.Asked {
		owner = &savefile.Owner{UID: id.UID, GID: id.GID}
	}
	s.save.Spare(s.job.Files())
	return s.overlook(s.save.Open(source.LinkType(), s.snapLen(source), owner, s.std.out))
}

// overlook returns err, what saving or counting met, unless that is a closed pipe and all is to be
// followed nevertheless: then nothing is saved any more.
func (s *session) overlook(err error) error {
	if !s.follower.Overlooks(err) {
		return err
	}
	_ = s.save.Close() // tells the same again
	s.save = savefile.NewTee(savefile.Options{})
	return nil
}

// snapLen is the most bytes of one packet to save: those of the files to come may be
// longer than those of the first.
func (s *session) snapLen(source capture.Source) int {
	if len(s.job.Files()) > 1 {
		return max(source.SnapLen(), capture.MaxSnapLen)
	}
	return source.SnapLen()
}

// complain tells of what could not be read before more is printed.
func (s *session) complain(err error) {
	s.damaged = true
	io.WriteString(s.std.err, usage.Complaint(err))
}

// Packets outlive as many calls of Read as they are on their way.
const _ = uint(capture.Kept - follow.InFlight)

// showBatch shows packets that were read at once, up to the last that is wanted.
func (s *session) showBatch(packets []capture.Packet) (goOn bool, err error) {
	if len(packets) > 0 {
		if err := s.save.Tick(); err != nil {
			return false, err // what no file takes is not followed, so that the numbers agree
		}
	}
	for i := range packets {
		s.follower.Frame(packets[i].Time, packets[i].Data, packets[i].Len)
	}
	more := len(packets) > 0 && len(packets) == cap(packets) // may be waiting
	if s.requests.Status() {
		_ = s.follower.Settle() // the next call tells the error again
		s.printStatus()
	}
	if s.ahead {
		// Nobody needs to know of each packet whether it was the last.
		err = s.follower.Pass(time.Since(s.started))
		if err == nil && !more {
			err = s.follower.Flush()
		}
		return err == nil && !s.follower.Done(), report.OutputError(err)
	}
	n, _ := s.follower.Observe() // Print tells the error, once the packets are saved
	err = s.overlook(s.savePackets(packets[:n]))
	if err == nil && s.job.Live() != nil && len(packets) == 0 {
		err = report.OutputError(s.follower.Idle(time.Now().Add(-behind).UnixNano()))
	}
	printErr := s.follower.Print()
	if printErr == nil && !more {
		printErr = s.follower.Flush()
	}
	if err == nil {
		err = report.OutputError(printErr)
	}
	return !s.follower.Done(), err
}

// savePackets writes packets to the file of -w, if there is one.
func (s *session) savePackets(packets []capture.Packet) error {
	if s.opt.save.Path == "" {
		return nil
	}
	for i, p := range packets {
		s.comment = s.comment[:0]
		if event := s.follower.Event(i); s.opt.save.KeepsComments() && event.Segment.Class != decode.NotTCP {
			s.comment = s.comments.Append(s.comment, event)
		}
		if err := s.save.Write(savefile.Record{Time: p.Time, Data: p.Data, Len: p.Len, Comment: s.comment}); err != nil {
			return err
		}
	}
	return s.save.FlushDue()
}

// behind is how far the time of a quiet capture lags behind the clock: a packet
// may be on its way here from the kernel, and must not come from the past.
const behind = time.Second

// printStatus prints the statistics and the states while more packets are to come.
func (s *session) printStatus() {
	var lost render.Losses
	text := []byte("tcpshake: ")
	if live := s.job.Live(); live != nil {
		stats, err := live.Stats()
		if err != nil {
			io.WriteString(s.std.err, usage.Complaint(err))
		}
		lost = losses(stats)
		text = append(text, report.Status(s.follower.Frames(), stats)...)
	} else {
		text = append(text, report.Progress(s.follower.Frames())...)
	}
	summary := s.follower.Summary()
	s.std.err.Write(s.summary.AppendStatus(text, &summary, lost))
}

// close shows what is left at the end, and the statistics.
func (s *session) close() error {
	if !s.begun {
		return nil
	}
	if s.job.Live() != nil {
		s.follower.Lost(losses(s.job.Stats()))
	}
	summary, failures, err := s.follower.Close()
	s.unexpected = len(failures) > 0
	err = report.OutputError(err)
	if outErr := s.closeOutput(); err == nil {
		err = outErr
	}
	if errors.Is(err, syscall.EPIPE) {
		return err // nobody is interested
	}
	var text []byte
	if s.job.Live() != nil {
		text = append(text, s.job.Statistics(s.follower.Frames())...)
		text = append(text, s.job.Refused(summary.Refused)...)
	}
	text = append(text, render.Missed(s.printer, summary.Connections)...)
	switch {
	case err != nil: // what was followed depends on how far ahead that was
	case s.summarize:
		text = s.summary.Append(text, &summary, losses(s.job.Stats()))
	default:
		text = render.AppendEvicted(text, &summary)
	}
	for _, failure := range failures {
		text = render.AppendFailure(text, s.opt.render.Format, failure)
	}
	s.std.err.Write(text)
	return err
}

// closeOutput writes what of the output comes at the end, but for what is printed.
func (s *session) closeOutput() error {
	err := s.overlook(s.save.Close())
	if err == nil && s.opt.count && s.job.Live() == nil {
		err = s.overlook(write(s.std.out, report.Count(s.follower.Frames())))
	}
	return err
}

func losses(stats capture.Stats) render.Losses {
	return render.Losses{Received: stats.Received, Kernel: stats.Dropped, Interface: stats.DroppedByInterface, Here: stats.DroppedHere}
}
