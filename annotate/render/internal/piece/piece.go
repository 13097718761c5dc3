// Package piece appends short texts that were put together before. An array that
// is assigned is a few moves, a slice that is appended a call.
package piece

import "slices"

// Size is how many bytes a Piece holds.
const Size = 32

// Piece is a text of at most Size bytes, or a longer one that is copied as any
// other.
type Piece struct {
	n    int
	text [Size]byte
	long string
}

// New returns a Piece of text.
func New(text string) Piece {
	p := Piece{n: len(text)}
	if p.n > Size {
		p.long = text
	}
	copy(p.text[:], text)
	return p
}

// Append appends the text. In the room of dst it may write behind it.
func (p *Piece) Append(dst []byte) []byte {
	if p.n > Size || cap(dst)-len(dst) < Size {
		return p.appendSlice(dst)
	}
	return p.Put(dst)
}

// Put is Append for a text of at most Size bytes where dst has room for as many: that
// many are written, whatever stands behind the text.
func (p *Piece) Put(dst []byte) []byte {
	n := len(dst)
	*(*[Size]byte)(dst[n : n+Size]) = p.text
	return dst[:n+p.n]
}

// Room returns dst with room for n more bytes.
func Room(dst []byte, n int) []byte {
	if cap(dst)-len(dst) < n {
		return grow(dst, n)
	}
	return dst
}

// grow is rare: it is not to be where Room is.
//
//go:noinline
func grow(dst []byte, n int) []byte { return slices.Grow(dst, n) }

// appendSlice is Append for a long text, and where there is little room. It stands
// alone because few need it.
//
//go:noinline
func (p *Piece) appendSlice(dst []byte) []byte {
	if p.n > Size {
		return append(dst, p.long...)
	}
	return append(dst, p.text[:p.n]...)
}

// String returns the text.
func (p *Piece) String() string { return string(p.Append(nil)) }
