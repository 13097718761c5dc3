package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// dump is a running tcpshake that writes what it captures.
type dump struct {
	cmd  *exec.Cmd
	file string
}

// startDump builds tcpshake in folder, lets it write to file, and returns once it
// captures.
func startDump(ctx context.Context, folder, file string) (*dump, error) {
	tcpshake := filepath.Join(folder, "tcpshake")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", tcpshake, ".").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w: %s", err, out)
	}
	cmd := exec.Command(tcpshake, "-i", "lo", "-Z", "root", "--overwrite", "--immediate-mode", "-U", "-w", file, "tcp port "+port)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	d := &dump{cmd, file}
	lines := bufio.NewScanner(stderr)
	var said []string
	for lines.Scan() {
		if strings.Contains(lines.Text(), "listening on") {
			return d, nil
		}
		said = append(said, lines.Text())
	}
	d.stop()
	return nil, fmt.Errorf("tcpshake captures nothing: %s", strings.Join(said, "; "))
}

func (d *dump) stop() {
	_ = d.cmd.Process.Signal(syscall.SIGINT)
	_ = d.cmd.Wait()
}

// waitClosed returns once the file holds both FINs and the ACK after them.
func (d *dump) waitClosed(ctx context.Context) error {
	return poll(ctx, "the end of the connection", func() bool {
		b, err := os.ReadFile(d.file)
		return err == nil && closed(b)
	})
}

// The places of things in the file that tcpshake writes on lo: little-endian
// headers, Ethernet, IPv4 without options, TCP.
const (
	fileHeader   = 24
	recordHeader = 16
	flagsAt      = 14 + 20 + 13
	fin, ack     = 0x01, 0x10
)

// closed reports whether the file ends with a bare ACK after two FINs.
func closed(b []byte) bool {
	if len(b) < fileHeader {
		return false
	}
	fins, last := 0, byte(0)
	for b = b[fileHeader:]; len(b) >= recordHeader; {
		n := int(binary.LittleEndian.Uint32(b[8:]))
		if len(b) < recordHeader+n || n <= flagsAt {
			return false
		}
		last = b[recordHeader+flagsAt]
		if last&fin != 0 {
			fins++
		}
		b = b[recordHeader+n:]
	}
	return fins >= 2 && last == ack
}
