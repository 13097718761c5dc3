// Package piece appends short texts that were put together before. A copy of
// constant size is a few moves, one of as many bytes as the text has a call.
package piece

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

// Append appends the text.
func (p *Piece) Append(dst []byte) []byte {
	n := len(dst) + p.n
	if p.n > Size {
		return append(dst, p.long...)
	}
	return append(dst, p.text[:]...)[:n]
}

// String returns the text.
func (p *Piece) String() string { return string(p.Append(nil)) }
