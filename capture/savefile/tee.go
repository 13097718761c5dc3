package savefile

import (
	"errors"
	"io"

	"tcpshake/capture/internal/escape"
)

// Tee is the file of -w beside what is shown. With options that name no file it
// takes everything and writes nothing.
type Tee struct {
	opt  Options
	file *File
}

// NewTee returns a Tee that has made no file yet.
func NewTee(opt Options) *Tee { return &Tee{opt: opt} }

// Open makes the file for packets of this link type and snapshot length, as DLT
// numbers and bytes, or sees that the file takes these packets too: it holds one
// link type only. Files are given to owner, if there is one.
func (t *Tee) Open(linkType, snapLen int, owner *Owner, stdout io.Writer) error {
	if t.opt.Path == "" {
		return nil
	}
	if t.file == nil {
		t.opt.LinkType, t.opt.SnapLen, t.opt.Owner = linkType, snapLen, owner
		file, err := Create(t.opt, stdout)
		t.file = file
		return err
	}
	if linkType != t.opt.LinkType {
		return errors.New(escape.Text(t.opt.Path) + ": new dlt does not match original")
	}
	return nil
}

// Spare names files that packets are read from: Open replaces none of them.
func (t *Tee) Spare(inputs []string) { t.opt.Inputs = inputs }

// Ready is File.Ready.
func (t *Tee) Ready() error {
	if t.file == nil {
		return nil
	}
	return t.file.Ready()
}

// Tick is File.Tick.
func (t *Tee) Tick() error {
	if t.file == nil {
		return nil
	}
	return t.file.Tick()
}

// Write is File.Write.
func (t *Tee) Write(r Record) error {
	if t.file == nil {
		return nil
	}
	return t.file.Write(r)
}

// FlushDue is File.FlushDue.
func (t *Tee) FlushDue() error {
	if t.file == nil {
		return nil
	}
	return t.file.FlushDue()
}

// Close is File.Close.
func (t *Tee) Close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}
