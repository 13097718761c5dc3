//go:build !(darwin || freebsd || netbsd || openbsd || dragonfly)

package interrupt

import (
	"os"
	"syscall"
)

func statusSignals() []os.Signal { return []os.Signal{syscall.SIGUSR1} }
