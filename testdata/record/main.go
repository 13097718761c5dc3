// Record captures real traffic: the conversation of a database client and
// server, and the scenarios of package lab. It needs root and ends everything
// that it starts.
//
//	go run ./testdata/record mariadb [FILE]          MariaDB on 127.0.0.1:13306
//	go run ./testdata/record lab [FOLDER [NAME...]]  scenarios, all without NAME
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// timeout bounds the whole run.
const timeout = 10 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		cancel()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	what, target := "", ""
	if len(args) > 0 {
		what, args = args[0], args[1:]
	}
	if len(args) > 0 {
		target, args = args[0], args[1:]
	}
	switch what {
	case "mariadb":
		return mariadb(ctx, or(target, "testdata/captures/mariadb.pcap"))
	case "lab":
		return scenarios(ctx, or(target, "testdata/captures/lab"), args)
	default:
		return fmt.Errorf("usage: record mariadb [FILE] | record lab [FOLDER [NAME...]]")
	}
}

// or returns s, or other when s is empty.
func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
