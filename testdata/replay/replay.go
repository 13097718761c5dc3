// Package replay takes capture files the whole way through the program's packages
// in one process, for tests that read thousands of files. It has no options, and
// leaves out what is around that way: arguments, statistics, output files.
package replay

import (
	"errors"
	"fmt"
	"io"

	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/render"
	"tcpshake/annotate/render/follow"
	"tcpshake/annotate/stop"
	"tcpshake/capture"
)

// File prints a capture file in a format; after, if it is not nil, is called when a
// packet has been printed. The error is what the program would complain of.
func File(open func() (capture.Source, error), format render.Format, to io.Writer, after func()) error {
	source, err := open()
	if err != nil {
		return err
	}
	defer source.Close()
	printer := render.New(to, render.Options{Format: format, Numeric: 1}, render.Env{})
	opt := annotate.DefaultOptions()
	opt.MaxConnections = 1000
	follower := follow.New(annotate.New(opt), printer, expect.New(expect.Options{}), stop.Options{})
	if err := follower.Source(source.LinkType()); err != nil {
		return fmt.Errorf("link type %d: %w", source.LinkType(), err)
	}
	ended := readAll(source, follower, after)
	_, _, err = follower.Close()
	if errors.Is(ended, io.EOF) {
		ended = nil
	}
	return errors.Join(ended, err)
}

// readAll reads packets one by one, so that each is printed before the next.
func readAll(source capture.Source, follower *follow.Follower, after func()) error {
	for packets := make([]capture.Packet, 0, 1); ; {
		var ended error
		packets, ended = source.Read(packets)
		for _, p := range packets {
			follower.Frame(p.Time, p.Data, p.Len)
			if _, err := follower.Observe(); err != nil {
				return err
			}
			if err := errors.Join(follower.Print(), follower.Flush()); err != nil {
				return err
			}
			if after != nil {
				after()
			}
		}
		if ended != nil {
			return ended
		}
	}
}
