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

// options are the command line.
type options struct {
	capture  capture.Options
	annotate annotate.Options
	render   render.Options
	file     string // -r
}

func show(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	opt, err := parse(args)
	if err != nil {
		return err
	}
	source, err := capture.OpenFile(opt.file, stdin, opt.capture)
	if err != nil {
		return err
	}
	defer source.Close()
	fmt.Fprintf(stderr, "reading from file %s, link-type %s (%s), snapshot length %d\n", opt.file,
		capture.LinkTypeName(source.LinkType()), capture.LinkTypeDescription(source.LinkType()), source.SnapLen())
	decoder, err := decode.New(source.LinkType())
	if err != nil {
		return fmt.Errorf("link type %s (%d) is not supported", capture.LinkTypeName(source.LinkType()), source.LinkType())
	}
	printer, err := render.New(opt.render.Format, stdout, opt.render, render.Env{
		Location:       time.Local,
		MaxConnections: opt.annotate.MaxConnections,
	})
	if err != nil {
		return err
	}
	s := session{source: source, decoder: decoder, tracker: annotate.New(opt.annotate), printer: printer}
	return s.run(ctx)
}

func parse(args []string) (*options, error) {
	opt := options{annotate: annotate.DefaultOptions()}
	flags := pflag.NewFlagSet("tcpshake", pflag.ContinueOnError)
	opt.render.AddFlags(flags)
	opt.annotate.AddFlags(flags)
	flags.StringVarP(&opt.file, "read", "r", "", "read packets from `FILE`")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	opt.capture.Filter = strings.Join(flags.Args(), " ")
	return &opt, errors.Join(opt.render.Validate(), opt.annotate.Validate())
}

// session is one run from the first packet to the last.
type session struct {
	source  capture.Source
	decoder *decode.Decoder
	tracker *annotate.Tracker
	printer render.Printer

	number     uint64
	segment    decode.Segment
	event      annotate.Event
	connection annotate.Connection
}

// run shows packets until the source ends, or ctx.
func (s *session) run(ctx context.Context) error {
	packets := make([]capture.Packet, 0, 256)
	var err error
	for err == nil && ctx.Err() == nil {
		packets, err = s.source.Read(packets)
		if printErr := s.showAll(packets); printErr != nil {
			return printErr
		}
	}
	s.tracker.Close()
	if printErr := s.ended(); printErr != nil {
		return printErr
	}
	summary := s.tracker.Summary()
	if printErr := s.printer.Close(&summary); printErr != nil {
		return printErr
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// showAll shows packets that were read together.
func (s *session) showAll(packets []capture.Packet) error {
	for i := range packets {
		p := &packets[i]
		s.number++
		s.decoder.Decode(p.Data, p.Len, &s.segment)
		s.tracker.Observe(&s.segment, s.number, p.Time, &s.event)
		if s.segment.Class == decode.NotTCP {
			continue
		}
		if err := s.printer.Event(&s.event); err != nil {
			return err
		}
		if err := s.ended(); err != nil {
			return err
		}
	}
	return s.printer.Flush()
}

// ended shows the connections that are over.
func (s *session) ended() error {
	for s.tracker.NextEnded(&s.connection) {
		if err := s.printer.Connection(&s.connection); err != nil {
			return err
		}
	}
	return nil
}
