// Record captures the conversation of a real database client and server:
// MariaDB on 127.0.0.1:13306 with a data folder of its own. It needs root, for
// tcpdump, and ends everything that it starts.
//
//	go run ./testdata/record [FILE]
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"time"
)

// timeout bounds the whole run.
const timeout = time.Minute

func main() {
	file := "testdata/captures/mariadb.pcap"
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := record(ctx, file); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		cancel()
		os.Exit(1)
	}
}

// record captures one connection into the file.
func record(ctx context.Context, file string) (err error) {
	folder, err := os.MkdirTemp("", "tcpshake-mariadb-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	db, err := startDatabase(ctx, folder)
	if err != nil {
		return err
	}
	defer db.stop()
	dump, err := startDump(ctx, file)
	if err != nil {
		return err
	}
	defer dump.stop()

	client := exec.CommandContext(ctx, "mariadb", "--no-defaults", "--protocol=tcp", "--skip-ssl",
		"--host=127.0.0.1", "--port="+port, "--user=root",
		"--execute=SELECT 'from a real server' AS greeting, 6 * 7 AS answer")
	if out, err := client.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", client.Path, err, out)
	}
	return dump.waitClosed(ctx)
}
