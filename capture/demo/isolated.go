package demo

import (
	"errors"
	"io"
	"os"
	"os/exec"

	"tcpshake/capture/netns"
)

// marker is an environment variable that is set in a namespace made by
// RunIsolated.
const marker = "TCPSHAKE_DEMO_NAMESPACE"

// isolated reports whether this process was started by RunIsolated.
func isolated() bool { return os.Getenv(marker) != "" }

// RunIsolated runs this program again with args, in a network namespace of its
// own, where any user may capture, and returns when it has ended. The error says
// that there are no namespaces here, or none for this user.
func RunIsolated(args []string, stdout, stderr io.Writer) (*Running, error) {
	if isolated() {
		return nil, errors.New("the namespace did not help")
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Env = append(os.Environ(), marker+"=1")
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
