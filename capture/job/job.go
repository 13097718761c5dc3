// Package job carries out what a command line asks of a capture: it opens files,
// an interface or the demo, gives up root's rights, says on standard error what
// tcpdump says, starts the command that is to run meanwhile, and hands packets
// over until it is over. It does not look into packets.
package job

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/netip"
	"os"

	"tcpshake/capture"
	"tcpshake/capture/command"
	"tcpshake/capture/demo"
	"tcpshake/capture/privilege"
	"tcpshake/capture/report"
	"tcpshake/capture/silence"
)

// Job is one run. It is good for one call of Run.
type Job struct {
	Options
	// Stdin, Stdout and Stderr are the program's own. The command's output goes to
	// Stderr, so that Stdout holds packets only.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Identity is who root becomes when everything is open; nil for nobody else.
	Identity *privilege.Identity

	// Open makes ready for the packets of a source, as root where need be. Ready is
	// called when rights are given up.
	Open  func(capture.Source) error
	Ready func() error
	// Show takes packets, at times none, and reports whether it wants more. As long as
	// packets are on their way it may not know yet that it has enough; when it is called
	// with none, as at the end of each file, it must.
	Show func([]capture.Packet) (more bool, err error)
	// Complain tells at once of a file that could not be read to its end, when others
	// are read after it.
	Complain func(error)

	// live is the interface, stats its counters at its end, and captured the number
	// of packets that came; silence is nil when nobody wants to know why none does.
	live     *capture.Live
	stats    capture.Stats
	captured uint64
	silence  *silence.Watch
	// conversation is that of the demo, beside it or the command while it runs.
	conversation *demo.Conversation
	beside       Companion
	// enough is set when a live capture ended by itself: not because the caller's
	// context did.
	enough bool
	// ready is set when the file of ReadyFile is there.
	ready bool
	// files are those that are read, more is set when there are some after this one.
	files []string
	more  bool
}

// Run gets packets and shows them. It returns nil when they have ended, enough
// were shown, or ctx has ended; Complain has told then of damaged files before the
// last.
func (j *Job) Run(ctx context.Context) error {
	if err := j.clearReadyFile(); err != nil {
		return err
	}
	if j.Demo {
		return j.runDemo(ctx)
	}
	if !j.Input.IsFile() {
		return j.runLive(ctx)
	}
	return j.runFiles(ctx)
}

// Live is the interface that packets are captured on; nil for files.
func (j *Job) Live() *capture.Live { return j.live }

// Statistics are the lines at the end of a live capture, of which shown packets
// were shown: tcpdump's, and why there were none.
func (j *Job) Statistics(shown uint64) string {
	text := report.Statistics(shown, j.stats) + j.silence.End(j.captured)
	if j.Attended {
		text += report.DropAdvice(j.stats)
	}
	return text
}

// Refused says what may be known of the end of a server, of this machine, that
// refused a connection; "" for nothing.
func (j *Job) Refused(server netip.AddrPort) string { return j.silence.Refused(server) }

// Stats are the counters of the interface at its end.
func (j *Job) Stats() capture.Stats { return j.stats }

// Result waits for the command and returns its exit status, 0 without one. A
// command that was ended because enough had been seen has done what it was for: its
// status is 0, too.
func (j *Job) Result() (int, error) {
	if j.beside == nil {
		return 0, nil
	}
	status, err := j.beside.Result()
	if p, ok := j.beside.(*command.Process); ok && j.enough && p.Stopped() {
		return 0, err
	}
	return status, err
}

// runFiles shows the packets of one file after the other. A damaged one does not keep
// those after it from being read.
func (j *Job) runFiles(ctx context.Context) error {
	files, err := j.Input.Files(j.Stdin)
	if err != nil {
		return err
	}
	j.files = files
	for i, file := range files {
		j.more = i < len(files)-1
		err := j.runFile(ctx, file, file, j.Stdin)
		if damaged := (*capture.FileError)(nil); j.more && errors.As(err, &damaged) && damaged.Reading {
			j.Complain(err)
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Files returns the names of the files that are read, once Run has read the list.
func (j *Job) Files() []string { return j.files }

// runFile shows the packets of a file, or of stdin when it is "-".
func (j *Job) runFile(ctx context.Context, file, title string, stdin io.Reader) error {
	source, err := j.openInTime(ctx, file, stdin)
	if err != nil || source == nil {
		return err
	}
	defer source.Close()
	if !j.ready {
		io.WriteString(j.Stderr, report.FilterWarning(j.Capture.Filter))
	}
	io.WriteString(j.Stderr, report.Reading(title, source))
	if err := j.open(source); err != nil {
		return err
	}
	if err := j.dropForFile(); err != nil {
		return err
	}
	p := pump{limit: j.For, show: j.showFile}
	err = p.run(ctx, source)
	if _, endErr := j.Show(nil); err == nil {
		err = endErr
	}
	if err == nil && ctx.Err() == nil && j.Attended && !j.more && j.captured == 0 {
		io.WriteString(j.Stderr, report.NoPackets(j.Capture.Filter))
	}
	return err
}

// openInTime opens a file, but does not wait for the first bytes of a pipe longer
// than a capture is to last.
func (j *Job) openInTime(ctx context.Context, file string, stdin io.Reader) (capture.Source, error) {
	if j.For > 0 {
		limited, cancel := context.WithTimeout(ctx, j.For)
		defer cancel()
		ctx = limited
	}
	return openFile(ctx, file, stdin, j.Capture)
}

// showFile shows packets of a file.
func (j *Job) showFile(packets []capture.Packet) (more bool, err error) {
	j.captured += uint64(len(packets))
	return j.Show(packets)
}

// dropForFile gives up rights before a file is read. The files to come may be
// root's, so root keeps his until the last.
func (j *Job) dropForFile() error {
	if j.more {
		return j.Ready()
	}
	if err := j.drop(j.Identity, privilege.Nothing); err != nil {
		return err
	}
	return privilege.Seal()
}

// openFile opens a file. A pipe may have nothing to read for long: when ctx ends
// before its first bytes are there, it returns neither a source nor an error,
// and leaves the reader of the pipe behind.
func openFile(ctx context.Context, file string, stdin io.Reader, opt capture.Options) (capture.Source, error) {
	type result struct {
		source capture.Source
		err    error
	}
	opened := make(chan result, 1)
	go func() {
		source, err := capture.OpenFile(file, stdin, opt)
		opened <- result{source, err}
	}()
	select {
	case r := <-opened:
		return r.source, r.err
	case <-ctx.Done():
		return nil, nil
	}
}

// runLive shows the packets of an interface.
func (j *Job) runLive(ctx context.Context) error {
	live, err := capture.OpenLive(j.Capture)
	if err != nil {
		return err
	}
	defer live.Close()
	if err := j.open(live); err != nil {
		return err
	}
	j.live = live
	if j.Attended {
		j.silence = silence.Begin(live.Device(), j.Capture.Filter, j.Capture.Direction)
	}
	io.WriteString(j.Stderr, report.Begin(live, report.Beginning{Chosen: j.Capture.Interface != "", Attended: j.Attended, Terse: j.Terse}))
	p := pump{limit: j.For, show: j.showLive, start: j.start, pending: j.pending}
	err = p.run(ctx, live)
	j.enough = ctx.Err() == nil
	stats, statsErr := live.Stats()
	j.stats = stats
	return errors.Join(err, statsErr)
}

// showLive shows packets, and tells the user when there are none for too long.
func (j *Job) showLive(packets []capture.Packet) (more bool, err error) {
	j.captured += uint64(len(packets))
	io.WriteString(j.Stderr, j.silence.Tick(j.captured))
	return j.Show(packets)
}

// pending reports whether the kernel has counted packets that did not come out.
func (j *Job) pending() bool {
	stats, err := j.live.Stats()
	return err == nil && stats.Received > j.captured+stats.Dropped+stats.DroppedHere
}

// open makes everything ready for the packets of source.
func (j *Job) open(source capture.Source) error {
	if err := j.Open(source); err != nil {
		return err
	}
	if j.ready {
		return nil
	}
	j.ready = true
	return j.createReadyFile()
}

// drop gives up rights, before the first packet is looked at; identity is who root
// becomes.
func (j *Job) drop(id *privilege.Identity, rest privilege.Rest) error {
	if err := privilege.Drop(id, rest); err != nil {
		return err
	}
	return j.Ready()
}

// start gives up rights and starts what runs beside a live capture.
func (j *Job) start(ctx context.Context) (Companion, error) {
	var err error
	switch {
	case len(j.Command) > 0:
		j.beside, err = j.startCommand(ctx)
	default:
		err = j.drop(j.Identity, privilege.Nothing)
	}
	if err != nil {
		return nil, err
	}
	if j.conversation != nil {
		j.beside = j.conversation.Start(ctx)
	}
	return j.beside, privilege.Seal()
}

// startCommand starts the command as who called the program: the user behind sudo,
// or whoever was asked for; root's command is run as root, unless he says
// otherwise, and only what looks at packets gives up his rights, but for that to
// end the command. The command itself may gain rights (sudo, ping).
func (j *Job) startCommand(ctx context.Context) (Companion, error) {
	asked := j.Identity != nil && j.Identity.Asked
	env := os.Environ()
	if asked {
		if err := j.drop(j.Identity, privilege.Nothing); err != nil {
			return nil, err
		}
		env = j.Identity.Environ(env)
	}
	process, err := command.Start(j.Command, env, j.Stdin, j.Stderr, j.Stderr)
	if err != nil {
		return nil, err
	}
	if !asked {
		if err := j.drop(j.Identity, privilege.MayKill); err != nil {
			process.Stop()
			return nil, err
		}
	}
	// Not before: halfway to fewer rights nobody may end a command of root.
	context.AfterFunc(ctx, process.Stop)
	return process, nil
}

// runDemo makes a small conversation and shows it: live where that is allowed,
// if need be in a network namespace, else from a recording.
func (j *Job) runDemo(ctx context.Context) error {
	conversation, err := demo.Listen()
	if err != nil {
		return err
	}
	defer conversation.Close()
	j.conversation, j.Capture.Filter = conversation, conversation.Filter()
	err = j.runLive(ctx)
	if denied := (*capture.PermissionError)(nil); !errors.As(err, &denied) {
		return err
	}
	if isolated, err := demo.RunIsolated(j.Args, j.Stdout, j.Stderr); err == nil {
		j.beside = isolated
		return nil
	}
	j.Capture.Filter = ""
	io.WriteString(j.Stderr, "tcpshake: capturing is not allowed here, so this is a recording\n")
	return j.runFile(ctx, "-", "recorded conversation", bytes.NewReader(demo.Recording()))
}
