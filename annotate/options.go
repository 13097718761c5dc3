package annotate

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"
)

// Options are the settings of a Tracker.
type Options struct {
	// TimeWait is how long TIME_WAIT lasts (2 MSL, RFC 9293 section 3.4.2).
	TimeWait time.Duration
	// Idle is after how much silence an established connection is given up, 0 for
	// never.
	Idle      time.Duration
	idleGiven bool
	// MaxConnections is how many connections are kept at once.
	MaxConnections int
	// KeepCopies analyses packets that were captured twice as if they were two.
	KeepCopies bool
	// KeyVLAN takes segments with other VLAN tags for those of another connection.
	KeyVLAN bool
	// CheckChecksums leaves out segments whose TCP checksum is wrong, as receivers
	// do. A host's own segments have wrong ones where its network card makes them.
	CheckChecksums bool
	// StateTimes keeps how long each end is in each state, for Connection. It takes
	// another 88 bytes for each connection.
	StateTimes bool
	// ServerPort is the port of the server where it is known, as from a filter, 0
	// otherwise. It decides the roles in a connection whose opening was not captured.
	ServerPort uint16
}

// DefaultOptions returns the defaults: TIME_WAIT as on Linux, and a table of at
// most 256 MiB in all.
func DefaultOptions() Options {
	return Options{TimeWait: 60 * time.Second, MaxConnections: 250_000}
}

// AddFlags registers the options.
func (o *Options) AddFlags(fs *pflag.FlagSet) {
	fs.DurationVar(&o.TimeWait, "time-wait", o.TimeWait, fmt.Sprintf("how `LONG` TIME_WAIT lasts (2 MSL; default: %v)", o.TimeWait))
	fs.Var(idleValue{o}, "idle", "give up established connections after so `LONG` a silence (0: never; default: 1h live, never in files)")
	fs.IntVar(&o.MaxConnections, "max-connections", o.MaxConnections, fmt.Sprintf("keep at most `N` connections at once (default: %d); the oldest closed ones make room", o.MaxConnections))
	fs.BoolVar(&o.KeepCopies, "no-dedup", o.KeepCopies, "analyse packets captured twice as if they were two")
	fs.BoolVar(&o.KeyVLAN, "key-vlan", o.KeyVLAN, "tell connections apart by VLAN, too")
	fs.BoolVar(&o.CheckChecksums, "check-checksums", o.CheckChecksums, "do not follow segments with a wrong TCP checksum; one's own have such where the network card makes them")
}

// Validate reports settings that make no sense.
func (o *Options) Validate() error {
	switch {
	case o.TimeWait < 0:
		return errors.New("--time-wait must not be negative")
	case o.Idle < 0:
		return errors.New("--idle must not be negative")
	case o.MaxConnections < 1:
		return errors.New("--max-connections must be at least 1")
	default:
		return nil
	}
}

// idleValue is Options.Idle as an option, which notes that it was given.
type idleValue struct{ o *Options }

// Set implements pflag.Value.
func (v idleValue) Set(text string) (err error) {
	v.o.Idle, err = time.ParseDuration(text)
	v.o.idleGiven = true
	return err
}

// String implements pflag.Value.
func (v idleValue) String() string {
	if v.o == nil {
		return ""
	}
	return v.o.Idle.String()
}

// Type implements pflag.Value.
func (v idleValue) Type() string { return "duration" }

// liveIdle is Options.Idle of a live capture, unless another was given.
const liveIdle = time.Hour

// SetLive chooses what is right for packets from an interface, which come for as
// long as they may: connections that are silent for an hour are given up.
func (o *Options) SetLive() {
	if !o.idleGiven {
		o.Idle = liveIdle
	}
}
