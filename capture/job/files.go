package job

import (
	"context"
	"errors"
	"io"

	"tcpshake/capture"
	"tcpshake/capture/privilege"
	"tcpshake/capture/report"
)

// runFiles shows the packets of one file after the other. One that cannot be read does
// not keep those after it from being read.
func (j *Job) runFiles(ctx context.Context) error {
	files, err := j.Input.Files(j.Stdin)
	if err != nil {
		return err
	}
	j.files = files
	ctx, cancel := j.limited(ctx)
	defer cancel()
	for i, file := range files {
		if ctx.Err() != nil {
			return nil
		}
		j.more = i < len(files)-1
		err := j.runFile(ctx, file, file, j.Stdin)
		if failed := (*capture.FileError)(nil); j.more && errors.As(err, &failed) {
			j.Complain(err)
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Files returns the names of the files that are read, once Run has read the list.
func (j *Job) Files() []string { return j.files }

// runFile shows the packets of a file, or of stdin when it is "-".
func (j *Job) runFile(ctx context.Context, file, title string, stdin io.Reader) error {
	source, err := openFile(ctx, file, stdin, j.Capture)
	if err != nil || source == nil {
		return err
	}
	defer source.Close()
	j.warnOnce()
	io.WriteString(j.Stderr, report.Reading(title, source))
	if err := j.open(source); err != nil {
		return err
	}
	if err := j.dropForFile(); err != nil {
		return err
	}
	p := pump{show: j.showFile}
	err = p.run(ctx, source)
	if _, endErr := j.Show(nil); err == nil {
		err = endErr
	}
	if err == nil && ctx.Err() == nil && j.Attended && !j.more && j.captured == 0 {
		io.WriteString(j.Stderr, report.NoPackets(j.Capture.Filter))
	}
	return err
}

// warnOnce tells before the first of the files that the filter may not mean what it
// seems to.
func (j *Job) warnOnce() {
	if !j.warned {
		io.WriteString(j.Stderr, report.FilterWarning(j.Capture.Filter))
	}
	j.warned = true
}

// showFile shows packets of a file.
func (j *Job) showFile(packets []capture.Packet) (more bool, err error) {
	j.captured += uint64(len(packets))
	return j.Show(packets)
}

// dropForFile gives up rights before a file is read. The files to come may be
// root's, so root keeps his until the last.
func (j *Job) dropForFile() error {
	if j.more {
		return j.Ready()
	}
	if err := j.drop(j.Identity, privilege.Nothing); err != nil {
		return err
	}
	return privilege.Seal()
}

// openFile opens a file. A pipe may have nothing to read for long: when ctx ends
// before its first bytes are there, it returns neither a source nor an error, and
// leaves the reader of the pipe behind, which closes what it opens too late.
func openFile(ctx context.Context, file string, stdin io.Reader, opt capture.Options) (capture.Source, error) {
	type result struct {
		source capture.Source
		err    error
	}
	opened := make(chan result, 1)
	go func() {
		source, err := capture.OpenFile(file, stdin, opt)
		opened <- result{source, err}
	}()
	select {
	case r := <-opened:
		return r.source, r.err
	case <-ctx.Done():
		go func() {
			if r := <-opened; r.source != nil {
				r.source.Close()
			}
		}()
		return nil, nil
	}
}
