// Package job carries out what a command line asks of a capture: it opens files,
// an interface or the demo, gives up root's rights, says on standard error what
// tcpdump says, starts the command that is to run meanwhile, and hands packets
// over until it is over. It does not look into packets.
package job

import (
	"context"
	"io"
	"net/netip"

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

	// live is the interface, stats are its counters when the capture ended.
	live  *capture.Live
	stats capture.Stats
	// captured is the number of packets that came from it.
	captured uint64
	// silence says why no packets come; nil when nobody wants to know.
	silence *silence.Watch
	// conversation is that of the demo, beside it or the command while it runs.
	conversation *demo.Conversation
	beside       Companion
	// enough is set when a live capture ended by itself: not because the caller's
	// context did.
	enough bool
	// ready is set when the file of ReadyFile is there, warned when the warning about
	// the filter was given.
	ready, warned bool
	// files are those that are read, more is set when there are some after this one.
	files []string
	more  bool
}

// Run gets packets and shows them. It returns nil when they have ended, enough
// were shown, or ctx has ended; Complain has told then of damaged files before the
// last.
func (j *Job) Run(ctx context.Context) error {
	if err := j.ClearReadyFile(); err != nil {
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
// command that the signal ended because enough had been seen has done what it was
// for: its status is 0, too. One that catches the signal says itself how it went.
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
func (j *Job) drop(identity *privilege.Identity, rest privilege.Rest) error {
	if err := privilege.Drop(identity, rest); err != nil {
		return err
	}
	return j.Ready()
}

// limited bounds ctx by the time that a capture is to last.
func (j *Job) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if j.For <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, j.For)
}
