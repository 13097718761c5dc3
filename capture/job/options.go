package job

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"tcpshake/capture"
	"tcpshake/capture/internal/escape"
	"tcpshake/capture/internal/systext"
)

// Options say where packets come from, when that begins and when it is over.
type Options struct {
	Capture capture.Options
	Input   capture.Input
	// Demo shows a conversation of the program's own making.
	Demo bool
	// For is how long to capture, 0 for no limit.
	For time.Duration
	// ReadyFile is created once packets are captured, "" for none.
	ReadyFile string
	// Command runs while packets are captured, which end with it; empty for none.
	Command []string
	// Args is the whole command line, without the program.
	Args []string
	// Attended is set when a person watches standard error, or asked for more by -v.
	Attended bool
	// Terse is set when a person sees packets in their short form.
	Terse bool
}

// AddSources registers the options that say where packets come from.
func (o *Options) AddSources(fs *pflag.FlagSet) {
	o.Capture.AddFlags(fs)
	o.Input.AddFlags(fs)
	fs.BoolVar(&o.Demo, "demo", false, "make a small conversation on loopback and show it")
}

// AddLimits registers the options about the beginning and the end.
func (o *Options) AddLimits(fs *pflag.FlagSet) {
	fs.StringVar(&o.ReadyFile, "ready-file", "", "create `FILE` once capturing has begun")
	fs.DurationVar(&o.For, "for", 0, "stop after a `DURATION`, for example 30s or 5m, also without traffic")
}

// Take takes the words of the command line that are no options.
func (o *Options) Take(filter, command []string) error {
	o.Command = command
	text, err := o.Input.Filter(filter)
	o.Capture.Filter = text
	return err
}

// Validate reports settings that make no sense.
func (o *Options) Validate() error {
	switch {
	case o.For < 0:
		return errors.New("--for must not be negative")
	case len(o.Command) > 0 && o.Demo:
		return errors.New("--demo has a conversation of its own, so it goes with no command after --")
	case len(o.Command) > 0 && o.Input.IsFile():
		return errors.New("a command after -- goes with a live capture only")
	case o.Demo && (o.Input.IsFile() || o.Capture.Filter != ""):
		return errors.New("--demo shows packets of its own, so it goes with neither -r nor -V nor a filter")
	default:
		return o.Input.Validate()
	}
}

// ClearReadyFile removes an empty file that an earlier run left, so that who waits
// for the file does not find that one. What holds anything is not ours to remove.
func (o *Options) ClearReadyFile() error {
	if o.ReadyFile == "" {
		return nil
	}
	info, err := os.Lstat(o.ReadyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && (!info.Mode().IsRegular() || info.Size() > 0):
		err = syscall.EEXIST
	case err == nil:
		err = os.Remove(o.ReadyFile)
	}
	return o.readyError(err)
}

// createReadyFile creates the file that says that packets are captured. It follows
// no link that somebody else put there, as root may be the one who creates it.
func (o *Options) createReadyFile() error {
	if o.ReadyFile == "" {
		return nil
	}
	f, err := os.OpenFile(o.ReadyFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return o.readyError(err)
	}
	return o.readyError(f.Close())
}

func (o *Options) readyError(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(escape.Text(o.ReadyFile) + ": " + systext.Of(err))
}
