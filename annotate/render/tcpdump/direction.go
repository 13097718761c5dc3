package tcpdump

import "tcpshake/annotate/render/internal/piece"

// direction is what is remembered of the segments that one end of a connection
// sent: the text that is the same for all of them, and where the bases of their
// numbers stand. What few segments need stands at the end.
type direction struct {
	// id is the caller's number of it, 0 for none.
	id uint64
	// place is where the bases of the connection stand.
	place place
	// n is the length of the text of the ends, 0 when it is not known or too long.
	n    uint8
	text [endsHalf]byte // its first half
	// tail is the end of the line before in this direction.
	tail tail
	rest [endsHalf]byte // of the text of the ends
}

// endsHalf is room for two IPv4 addresses and their ports, and for half of what two
// IPv6 addresses and their ports take.
const endsHalf = 48

// appendEnds appends the text of the ends, which must be known. The arrays are
// assigned, which is a few moves; appending a slice is a call.
func (d *direction) appendEnds(dst []byte) []byte {
	dst = piece.Room(dst, 2*endsHalf)
	n := len(dst)
	*(*[endsHalf]byte)(dst[n : n+endsHalf]) = d.text
	if d.n > endsHalf {
		*(*[endsHalf]byte)(dst[n+endsHalf : n+2*endsHalf]) = d.rest
	}
	return dst[:n+int(d.n)]
}

// keepEnds remembers the text of the ends.
func (d *direction) keepEnds(text []byte) {
	if d.id == 0 || len(text) > 2*endsHalf {
		return
	}
	d.n = uint8(len(text))
	n := copy(d.text[:], text)
	copy(d.rest[:], text[n:])
}

// directions holds the directions seen lately: a capture shows few at a time, and
// the text of the ends is half the cost of a line.
type directions [512]direction

// of returns the direction with this number, which knows nothing when it is new
// here. Numbers close to each other do not meet.
func (ds *directions) of(id uint64) *direction {
	d := &ds[id%uint64(len(ds))]
	if d.id != id || id == 0 {
		d.id, d.place, d.n = id, place{}, 0
		d.tail.turn(0, 0, 0)
	}
	return d
}

// placeByOpposite returns the place of the connection of d as the opposite
// direction knows it.
func (ds *directions) placeByOpposite(d *direction) place {
	o := &ds[(d.id^1)%uint64(len(ds))]
	if d.id == 0 || o.id != d.id^1 {
		return place{}
	}
	p := o.place
	p.reversed = !p.reversed
	return p
}

// tail is the text of the window, of options that hold nothing but time stamps,
// and of the words around them. In a busy direction it is often the same for
// several segments; it is kept when it comes for the second time.
type tail struct {
	value, echo uint32
	window      uint16
	n           uint8 // 0 for none
	text        [72]byte
}

// is reports whether t is that of this window and these time stamps.
func (t *tail) is(window uint16, value, echo uint32) bool {
	return t.window == window && t.value == value && t.echo == echo
}

// turn makes t that of this window and these time stamps, without a text.
func (t *tail) turn(window uint16, value, echo uint32) {
	t.window, t.value, t.echo, t.n = window, value, echo, 0
}

// Texts around time stamps that no other option is with.
var (
	valText        = piece.New(", options [nop,nop,TS val ")
	ecrText        = piece.New(" ecr ")
	optionsEndText = piece.New("], length ")
)

// tailRoom is more than room for a tail, however it is put together.
const tailRoom = 160

// append appends what stands between the acknowledgment and the length of a
// segment with this window and no options but these time stamps.
func (t *tail) append(dst []byte, window uint16, value, echo uint32) []byte {
	dst = piece.Room(dst, tailRoom)
	again := t.is(window, value, echo)
	if again && t.n != 0 {
		n := len(dst)
		*(*[len(t.text)]byte)(dst[n : n+len(t.text)]) = t.text
		return dst[:n+int(t.n)]
	}
	from := len(dst)
	dst = appendUint(winText.Put(dst), uint32(window))
	dst = appendUint(valText.Put(dst), value)
	dst = appendUint(ecrText.Put(dst), echo)
	dst = optionsEndText.Put(dst)
	if again {
		t.n = uint8(copy(t.text[:], dst[from:]))
	} else {
		t.turn(window, value, echo)
	}
	return dst
}
