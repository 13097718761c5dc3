package capture

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// errCut is the end of a compressed file within its data, errTrailing what stands
// behind them and is not compressed.
var (
	errCut      = errors.New("the compressed file is cut")
	errTrailing = errors.New("something else follows the compressed data")
)

// isGzip says whether a file begins as one that gzip packed.
func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte{0x1f, 0x8b}) }

// unpacked is what gzip had packed, one member behind the other (RFC 1952 section 2.2).
// It tells a cut file from the end of a read.
type unpacked struct {
	from *bufio.Reader
	gzip *gzip.Reader
}

func unpack(from io.Reader) (unpacked, error) {
	u := unpacked{from: bufio.NewReader(from)}
	r, err := gzip.NewReader(u.from)
	if err != nil {
		return u, cut(err)
	}
	r.Multistream(false)
	u.gzip = r
	return u, nil
}

// Read implements io.Reader.
func (u unpacked) Read(b []byte) (int, error) {
	n, err := u.gzip.Read(b)
	if errors.Is(err, io.EOF) {
		err = u.next()
	}
	return n, cut(err)
}

// next goes on with the next member; io.EOF when there is none. Tapes and disks fill up
// with zeros, which gzip ignores, too.
func (u unpacked) next() error {
	for {
		b, err := u.from.ReadByte()
		if err != nil {
			return err
		}
		if b != 0 {
			break
		}
	}
	_ = u.from.UnreadByte() // which was read just now
	if head, _ := u.from.Peek(2); !isGzip(head) {
		return errTrailing
	}
	err := u.gzip.Reset(u.from)
	u.gzip.Multistream(false)
	return err
}

func cut(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}
