package capture

// arenaSize is the room of an arena in bytes. It holds at least three frames of
// libpcap's largest snapshot length.
const arenaSize = 1 << 20

// arena keeps the bytes of one batch of frames together.
type arena struct {
	buf []byte
}

// reset forgets the frames; what keep returned before is overwritten from now on.
func (a *arena) reset() {
	if a.buf == nil {
		a.buf = make([]byte, 0, arenaSize)
	}
	a.buf = a.buf[:0]
}

// free is the room that is left, in bytes.
func (a *arena) free() int { return cap(a.buf) - len(a.buf) }

// keep copies a frame. One that does not fit gets memory of its own: only link
// types that carry no TCP, such as D-Bus, have frames of that size.
func (a *arena) keep(data []byte) []byte {
	if len(data) > a.free() {
		return append([]byte(nil), data...)
	}
	from := len(a.buf)
	a.buf = append(a.buf, data...)
	return a.buf[from:len(a.buf):len(a.buf)]
}
