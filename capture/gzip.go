package capture

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// errCut is the end of a compressed file within its data.
var errCut = errors.New("the compressed file is cut")

// isGzip says whether a file begins as one that gzip packed.
func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte{0x1f, 0x8b}) }

// unpacked is what gzip had packed. It tells a cut file from the end of a read.
type unpacked struct{ gzip *gzip.Reader }

func unpack(from io.Reader) (unpacked, error) {
	r, err := gzip.NewReader(from)
	return unpacked{r}, cut(err)
}

// Read implements io.Reader.
func (u unpacked) Read(b []byte) (int, error) {
	n, err := u.gzip.Read(b)
	return n, cut(err)
}

func cut(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}
