package savefile

import (
	"errors"

	"tcpshake/capture/internal/escape"
)

// Source says that the next packets have this link type, as DLT numbers have it.
// A capture file holds one only.
func (f *File) Source(linkType int) error {
	if linkType == f.opt.LinkType {
		return nil
	}
	return errors.New(escape.Text(f.opt.Path) + ": new dlt does not match original")
}
