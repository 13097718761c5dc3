package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

// mariadb captures one connection to a database into the file.
func mariadb(ctx context.Context, file string) error {
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
	dump, err := startDump(ctx, folder, file)
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
