// Tcpshake shows what two TCP endpoints did to each other.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
	"tcpshake/annotate/render"
	"tcpshake/capture"
	"tcpshake/decode"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit statuses.
const (
	statusOK    = 0
	statusError = 2
)

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if err := show(ctx, args, stdin, stdout, stderr); err != nil {
		fmt.Fprintf(stderr, "tcpshake: %v\n", err)
		return statusError
	}
	return statusOK
}

func show(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	var opt render.Options
	flags := pflag.NewFlagSet("tcpshake", pflag.ContinueOnError)
	opt.AddFlags(flags)
	file := flags.StringP("read", "r", "", "read packets from `FILE`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := opt.Validate(); err != nil {
		return err
	}
	source, err := capture.OpenFile(*file, stdin, capture.Options{Filter: strings.Join(flags.Args(), " ")})
	if err != nil {
		return err
	}
	defer source.Close()
	fmt.Fprintf(stderr, "reading from file %s, link-type %s (%s), snapshot length %d\n", *file,
		capture.LinkTypeName(source.LinkType()), capture.LinkTypeDescription(source.LinkType()), source.SnapLen())
	decoder, err := decode.New(source.LinkType())
	if err != nil {
		return fmt.Errorf("link type %s (%d) is not supported", capture.LinkTypeName(source.LinkType()), source.LinkType())
	}
	printer, err := render.New(opt.Format, stdout, opt, render.Env{Location: time.Local})
	if err != nil {
		return err
	}
	return loop(ctx, source, decoder, printer)
}

// loop prints the packets of source until it ends.
func loop(ctx context.Context, source capture.Source, decoder *decode.Decoder, printer render.Printer) error {
	packets := make([]capture.Packet, 0, 256)
	var segment decode.Segment
	event := annotate.Event{Segment: &segment}
	for ctx.Err() == nil {
		var readErr error
		packets, readErr = source.Read(packets)
		for i := range packets {
			decoder.Decode(packets[i].Data, packets[i].Len, &segment)
			event.Number++
			event.Time = packets[i].Time
			if segment.Class == decode.NotTCP {
				continue
			}
			if err := printer.Event(&event); err != nil {
				return err
			}
		}
		if err := printer.Flush(); err != nil {
			return err
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return readErr
		}
	}
	return nil
}
