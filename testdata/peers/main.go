// Peers measures tcpshake against tcpdump, tshark and tcptrace on captures that
// it builds, and prints a Markdown table of user and system CPU, wall time and
// peak memory. Programs that are not installed are left out.
//
//	go run ./testdata/peers [-rounds 5] [-scale 1.0] [-flood 50000] TCPSHAKE
//
// tcpdump's time for a flood grows with the square of its size (it keeps all
// connections in 919 buckets), so the flood is small unless -flood says 500000.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

func main() {
	var o options
	flag.IntVar(&o.rounds, "rounds", 5, "how often each program runs, in turn")
	flag.Float64Var(&o.scale, "scale", 1, "size of the captures; 1 is a million packets")
	flag.IntVar(&o.flood, "flood", 50_000, "connections of the flood")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: peers [options] TCPSHAKE")
		os.Exit(2)
	}
	if err := o.run(flag.Arg(0), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

type options struct {
	rounds, flood int
	scale         float64
}

// load is a capture and the commands that are compared on it, all with the
// first.
type load struct {
	name, kind string
	count      int
	commands   [][]string
}

// loads are what is compared. FILE stands for the capture.
func (o options) loads(tcpshake string) []load {
	text := []string{tcpshake, "-nn", "-r", "FILE"}
	alone := append([]string{"env", "GOMAXPROCS=1"}, text...) // on one processor
	tcpdump := []string{"tcpdump", "-nn", "-r", "FILE"}
	tshark := []string{"tshark", "-n", "-r", "FILE"}
	fields := append(slices.Clone(tshark), "-T", "fields", "-e", "frame.number",
		"-e", "tcp.stream", "-e", "tcp.analysis.flags", "-e", "tcp.analysis.ack_rtt")
	short, bulk := int(80_000*o.scale), int(1_000_000*o.scale)
	return []load{
		{"short connections", "short", short, [][]string{
			text, alone, append([]string{tcpshake, "--format", "tcpdump"}, text[1:]...), tcpdump,
			tshark, {"tcptrace", "-n", "-l", "FILE"},
		}},
		{"short connections, analysed", "short", short, [][]string{
			append([]string{tcpshake, "--format", "json"}, text[1:]...),
			append([]string{tcpshake, "--format", "connections"}, text[1:]...), fields,
		}},
		{"bulk", "bulk", bulk, [][]string{text, tcpdump, tshark}},
		{"SYN flood, answered", "flood", o.flood, [][]string{text, tcpdump, tshark}},
	}
}

func (o options) run(tcpshake string, out io.Writer) error {
	folder, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	printHead(out, o)
	for _, l := range o.loads(tcpshake) {
		file := filepath.Join(folder, l.kind+".pcap")
		if err := build(file, l.kind, l.count); err != nil {
			return err
		}
		if err := o.compare(out, l, file); err != nil {
			return err
		}
	}
	return nil
}

// build writes a capture with the program of testdata/bench.
func build(file, kind string, count int) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	c := exec.Command("go", "run", "./testdata/bench", kind, strconv.Itoa(count))
	c.Stdout, c.Stderr = f, os.Stderr
	return c.Run()
}

// compare runs the programs of l in turn, so that what else the machine does
// falls on all of them, and prints the medians.
func (o options) compare(out io.Writer, l load, file string) error {
	var commands [][]string
	for _, c := range l.commands {
		if _, err := exec.LookPath(c[0]); err == nil {
			commands = append(commands, c)
		}
	}
	costs := make([][]cost, len(commands))
	for range o.rounds {
		for i, c := range commands {
			spent, err := run(c, file)
			if err != nil {
				return fmt.Errorf("%v: %w", c, err)
			}
			costs[i] = append(costs[i], spent)
		}
	}
	var first cost
	for i, c := range commands {
		m := median(costs[i])
		if i == 0 {
			first = m
		}
		printRow(out, l.name, c, m, first)
	}
	return nil
}

// median takes the median of each figure by itself.
func median(costs []cost) cost {
	middle := func(of func(cost) float64) float64 {
		slices.SortFunc(costs, func(a, b cost) int { return cmp.Compare(of(a), of(b)) })
		return of(costs[len(costs)/2])
	}
	return cost{
		cpu:    middle(func(c cost) float64 { return c.cpu }),
		wall:   middle(func(c cost) float64 { return c.wall }),
		memory: middle(func(c cost) float64 { return c.memory }),
	}
}
