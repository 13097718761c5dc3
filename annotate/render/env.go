package render

import (
	"time"

	"tcpshake/annotate/render/tcpdump"
)

// Env is what a printer has to know of its surroundings. The program that owns
// the process looks it up; this package reads neither the environment nor the
// terminal.
type Env struct {
	// NoColor, ForceColor, CLIColorForce, CLIColor and Term are the environment
	// variables NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR and TERM, "" when
	// unset.
	NoColor, ForceColor, CLIColorForce, CLIColor, Term string
	// Terminal is set when the printer's writer is a terminal, Width its columns,
	// 0 when they are unknown.
	Terminal bool
	Width    int
	// Location is the time zone of the packet line; nil is UTC.
	Location *time.Location
	// Names gives names to addresses and ports of the packet line.
	Names tcpdump.Names
	// MaxConnections bounds what a printer remembers about connections; 0 is a
	// default of 65,536.
	MaxConnections int
}

// EnvFrom returns an Env with the variables that getenv, for example os.Getenv,
// knows.
func EnvFrom(getenv func(string) string) Env {
	return Env{
		NoColor:       getenv("NO_COLOR"),
		ForceColor:    getenv("FORCE_COLOR"),
		CLIColorForce: getenv("CLICOLOR_FORCE"),
		CLIColor:      getenv("CLICOLOR"),
		Term:          getenv("TERM"),
	}
}

func (e *Env) maxConnections() int {
	if e.MaxConnections > 0 {
		return e.MaxConnections
	}
	return 1 << 16
}

// ColorMode is the value of --color.
type ColorMode uint8

// The modes.
const (
	ColorAuto ColorMode = iota
	ColorAlways
	ColorNever
)

// enabled decides about colour for the writer that env describes: the option
// wins over NO_COLOR, that over FORCE_COLOR and CLICOLOR_FORCE, those over
// CLICOLOR=0, and all over the question whether the writer is a terminal
// (no-color.org, force-color.org, bixense.com/clicolors).
func (m ColorMode) enabled(env *Env) bool {
	switch {
	case m != ColorAuto:
		return m == ColorAlways
	case env.NoColor != "":
		return false
	case forces(env.ForceColor), forces(env.CLIColorForce):
		return true
	case env.CLIColor == "0", env.Term == "dumb":
		return false
	default:
		return env.Terminal
	}
}

// forces reports whether the value of a forcing variable means yes.
func forces(value string) bool { return value != "" && value != "0" }
