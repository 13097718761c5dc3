package main

import (
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// kernel returns the name and the release of the system.
func kernel() string {
	out, err := exec.Command("uname", "-srm").Output()
	if err != nil {
		return "unknown system"
	}
	return strings.TrimSpace(string(out))
}

// printHead prints what was measured where, and the head of the table.
func printHead(out io.Writer, o options) {
	fmt.Fprintf(out, "%s, %s; %s; %s; medians of %d runs in turn, output to /dev/null, flood of %d connections.\n\n",
		time.Now().UTC().Format(time.DateOnly), kernel(), version("tcpdump", "--version"), version("tshark", "--version"), o.rounds, o.flood)
	fmt.Fprintln(out, "| capture | command | CPU s | wall s | peak MiB | CPU | wall | memory |")
	fmt.Fprintln(out, "| --- | --- | --: | --: | --: | --: | --: | --: |")
}

// printRow prints the figures of a command, and how many times those of the
// first they are.
func printRow(out io.Writer, name string, command []string, m, first cost) {
	fmt.Fprintf(out, "| %s | `%s` | %.2f | %.2f | %.0f | %.1f x | %.1f x | %.1f x |\n",
		name, commandText(command), m.cpu, m.wall, m.memory, m.cpu/first.cpu, m.wall/first.wall, m.memory/first.memory)
}

// commandText returns a command as a shell takes it, without the program's folder.
func commandText(command []string) string {
	var words []string
	if command[0] == "env" {
		words, command = command[1:2], command[2:]
	}
	words = append(slices.Clone(words), filepath.Base(command[0]))
	return strings.Join(append(words, command[1:]...), " ")
}
