package mutate

import (
	"encoding/binary"
	"slices"
)

// maxFrame is room for every template with whatever is put into it.
const maxFrame = 4096

// Frame is a damaged frame.
type Frame struct {
	// DLT is the link type as libpcap numbers them.
	DLT int
	// Data is what was captured, valid until the next frame; Len is the length on
	// the wire in bytes, sometimes less than that.
	Data []byte
	Len  int
}

// Source makes frames, the same for the same seed.
type Source struct {
	templates []template
	random    uint64
	buf       [maxFrame]byte
}

// New returns a Source of frames of the link types, all when none is named.
func New(seed uint64, dlts ...int) *Source {
	s := &Source{templates: templates(), random: seed*2 + 1}
	if len(dlts) > 0 {
		s.templates = slices.DeleteFunc(s.templates, func(t template) bool { return !slices.Contains(dlts, t.dlt) })
	}
	return s
}

// Whole returns the frames that Next damages.
func (s *Source) Whole() []Frame {
	list := make([]Frame, len(s.templates))
	for i, t := range s.templates {
		list[i] = Frame{t.dlt, t.bytes, len(t.bytes)}
	}
	return list
}

// Next fills f with the next frame.
func (s *Source) Next(f *Frame) {
	t := &s.templates[s.below(len(s.templates))]
	n := copy(s.buf[:], t.bytes)
	for range s.below(4) {
		n = s.damage(t, n)
	}
	f.DLT, f.Len = t.dlt, n
	switch s.below(8) {
	case 0: // cut by a snapshot length
		n = s.below(n + 1)
	case 1: // at a header or near
		n = min(max(t.starts[s.below(len(t.starts))]+s.below(5)-2, 0), n)
	case 2:
		f.Len = n + s.below(3) - 1
	case 3:
		f.Len = []int{0, 1, 60, 65535, 65536, 1 << 20}[s.below(6)]
	}
	f.Data = s.buf[:n:n]
}

// damage changes one thing in the first n bytes, and returns how many there are
// after it.
func (s *Source) damage(t *template, n int) int {
	if n < 4 {
		return n
	}
	at := min(t.hot[s.below(len(t.hot))], n-2)
	switch s.below(8) {
	case 0, 1: // a byte that means something, to a limit
		s.buf[at] = limits[s.below(len(limits))]
	case 2, 3: // the same, by little
		s.buf[at] += byte(s.below(9)) - 4
	case 4:
		s.buf[at] = byte(s.next())
	case 5: // a number of two bytes
		binary.BigEndian.PutUint16(s.buf[at:], wide[s.below(len(wide))]+uint16(s.below(3)))
	case 6: // any byte
		s.buf[s.below(n)] = byte(s.next())
	default:
		return s.move(t, n)
	}
	return n
}

// limits are what lengths, types and option bytes are compared with, wide the same
// in two bytes.
var (
	limits = []byte{0, 1, 2, 3, 4, 5, 6, 8, 10, 0x0f, 0x14, 0x3c, 0x40, 0x45, 0x4f, 0x50, 0x60, 0x7f, 0x80, 0xf0, 0xff, 41, 43, 44, 47, 51, 58}
	wide   = []uint16{0, 19, 20, 39, 40, 59, 60, 1499, 0x7fff, 0x1fff, 0x3fff, 0xffff, 0x0800, 0x86dd, 0x8100, 0x88a8, 0x8847, 0x8864, 0x6558, 0x880b}
)

// move cuts a part out, or repeats it: headers nest.
func (s *Source) move(t *template, n int) int {
	from := min(t.starts[s.below(len(t.starts))], n)
	to := min(max(t.starts[s.below(len(t.starts))]+s.below(3)-1, 0), n)
	if from > to {
		from, to = to, from
	}
	size := to - from
	if size == 0 || s.below(3) == 0 {
		copy(s.buf[from:], s.buf[to:n])
		return n - size
	}
	for n+size <= maxFrame {
		copy(s.buf[to+size:], s.buf[to:n])
		copy(s.buf[to:], s.buf[from:from+size])
		n += size
		if s.below(8) != 0 { // rarely many times
			break
		}
	}
	return n
}

// next is a xorshift generator: fast, and the same everywhere.
func (s *Source) next() uint64 {
	s.random ^= s.random << 13
	s.random ^= s.random >> 7
	s.random ^= s.random << 17
	return s.random
}

// below returns a number from 0 to n-1.
func (s *Source) below(n int) int { return int(s.next() >> 33 % uint64(n)) }
