// Bench writes the captures that benchmarks read. They are large, so they are
// made anew each time and never committed; the same arguments give the same
// bytes.
//
//	go run ./testdata/bench FOLDER       write short.pcap, bulk.pcap, flood.pcap
//	go run ./testdata/bench KIND COUNT   write one to standard output
//
// The kinds, with what COUNT counts and FOLDER's count:
//
//	short   whole connections of 12 or 13 packets, 64 open at a time; 80,000
//	bulk    data packets in 8 connections, captured to 128 bytes; 1,000,000
//	flood   SYNs from as many addresses, each answered; 500,000
//	syn     the same without answers
//	attack  the same with 100 whole connections among them
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	switch len(args) {
	case 1:
		return writeFolder(args[0])
	case 2:
		n, err := strconv.Atoi(args[1])
		if err != nil || n < 0 {
			return fmt.Errorf("COUNT is %q", args[1])
		}
		return write(stdout, args[0], n)
	default:
		return fmt.Errorf("usage: bench FOLDER | bench KIND COUNT")
	}
}

// writeFolder writes the three captures that the README's table compares.
func writeFolder(folder string) error {
	for _, c := range []struct {
		kind  string
		count int
	}{{"short", 80_000}, {"bulk", 1_000_000}, {"flood", 500_000}} {
		f, err := os.Create(filepath.Join(folder, c.kind+".pcap"))
		if err != nil {
			return err
		}
		err = write(f, c.kind, c.count)
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// write writes one capture.
func write(to io.Writer, kind string, count int) error {
	w := &writer{out: bufio.NewWriterSize(to, 1<<20), now: start}
	var err error
	switch kind {
	case "short":
		err = w.short(count)
	case "bulk":
		err = w.bulk(count)
	case "flood":
		err = w.syns(count, 2)
	case "syn":
		err = w.syns(count, 1)
	case "attack":
		err = w.attack(count)
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	if err != nil {
		return err
	}
	return w.out.Flush()
}
