package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// port is the one that the article's server had.
const port = "13306"

// database is a running MariaDB server.
type database struct {
	cmd *exec.Cmd
}

// startDatabase makes a data folder and starts a server that has no password
// and is to be had from this machine only. It returns once the server answers
// on its socket, which leaves no trace on the network.
func startDatabase(ctx context.Context, folder string) (*database, error) {
	data, socket := filepath.Join(folder, "data"), filepath.Join(folder, "socket")
	install := exec.CommandContext(ctx, "mariadb-install-db", "--no-defaults", "--datadir="+data, "--user=root",
		"--auth-root-authentication-method=normal", "--skip-test-db")
	if out, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", install.Path, err, out)
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	server := exec.Command("mariadbd", "--no-defaults", "--user=root", "--datadir="+data, "--socket="+socket,
		"--bind-address=127.0.0.1", "--port="+port, "--skip-name-resolve", "--skip-ssl", "--innodb-buffer-pool-size=8M")
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return nil, err
	}
	db := &database{server}
	if err := db.wait(ctx, socket); err != nil {
		db.stop()
		text, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	return db, nil
}

// wait returns once the server accepts connections.
func (db *database) wait(ctx context.Context, socket string) error {
	return poll(ctx, "the server to accept connections", func() bool {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			return false
		}
		conn.Close()
		return true
	})
}

// stop ends the server and waits until it is gone.
func (db *database) stop() {
	_ = db.cmd.Process.Signal(syscall.SIGTERM)
	_ = db.cmd.Wait()
}

// poll asks again and again until ready says yes.
func poll(ctx context.Context, what string, ready func() bool) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ready() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}
