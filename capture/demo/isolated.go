package demo

import (
	"io"
	"os"
	"os/exec"

	"tcpshake/capture/netns"
)

// inside is an environment variable that is set in a namespace made by
// RunIsolated.
const inside = "TCPSHAKE_DEMO_NAMESPACE"

// Inside reports whether this process was started by RunIsolated.
func Inside() bool { return os.Getenv(inside) != "" }

// BringUp makes loopback usable inside.
func BringUp() error { return netns.BringUp() }

// RunIsolated runs this program again with args, in a network namespace of its
// own, where any user may capture, and returns when it has ended. The error says
// that there are no namespaces here, or none for this user.
func RunIsolated(args []string, stdout, stderr io.Writer) (*Running, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Env = append(os.Environ(), inside+"=1")
	if err := netns.Isolate(cmd); err != nil {
		return nil, err
	}
	if err := cmd.Run(); cmd.ProcessState == nil {
		return nil, err
	}
	r := &Running{done: make(chan struct{}), status: cmd.ProcessState.ExitCode()}
	close(r.done)
	return r, nil
}
