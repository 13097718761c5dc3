package decode

// Seq is a TCP sequence number. It counts modulo 2^32, so two of them are
// compared by their signed distance and never with < (RFC 9293 section 3.4).
type Seq uint32

// Less reports whether s comes before t.
func (s Seq) Less(t Seq) bool { return int32(s-t) < 0 }

// LessEq reports whether s comes before t or equals it.
func (s Seq) LessEq(t Seq) bool { return int32(s-t) <= 0 }

// Add returns the sequence number n bytes after s.
func (s Seq) Add(n int) Seq { return s + Seq(uint32(n)) }

// Diff returns the signed distance from t to s: positive when s is later. It
// is right for distances below 2^31.
func (s Seq) Diff(t Seq) int32 { return int32(s - t) }

// InWindow reports whether s lies in the size bytes that begin at first.
func (s Seq) InWindow(first Seq, size uint32) bool { return uint32(s-first) < size }

// MaxSeq returns the later of s and t.
func MaxSeq(s, t Seq) Seq {
	if s.Less(t) {
		return t
	}
	return s
}
