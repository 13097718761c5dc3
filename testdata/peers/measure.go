package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// cost is what a run cost: seconds of user and system time, seconds of wall
// time, and the peak of resident memory in MiB.
type cost struct{ cpu, wall, memory float64 }

// run runs a command on file and throws its output away.
func run(command []string, file string) (cost, error) {
	args := append([]string(nil), command[1:]...)
	for i := range args {
		if args[i] == "FILE" {
			args[i] = file
		}
	}
	c := exec.Command(command[0], args...) // no Stdout is /dev/null
	begin := time.Now()
	if err := c.Run(); err != nil {
		return cost{}, fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	wall := time.Since(begin)
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	unit := 1024.0 // of Maxrss in bytes
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	return cost{
		cpu:    (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(),
		wall:   wall.Seconds(),
		memory: float64(usage.Maxrss) * unit / (1 << 20),
	}, nil
}

// version returns the line in which a program names itself and its version; as
// root tshark warns first.
func version(program string, args ...string) string {
	out, _ := exec.Command(program, args...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(strings.ToLower(line), program) {
			line, _, _ = strings.Cut(line, " (Git") // says the same again
			return strings.TrimSpace(line)
		}
	}
	return program + " (not installed)"
}
