package tcpdump

import "tcpshake/decode"

// ends appends the addresses and the ports, or the ports alone when the
// addresses stand in front of an extension header already.
func (l *Line) ends(dst []byte, h decode.TCPHeader) []byte {
	if l.env.named {
		dst = l.appendPort(dst, h.SrcPort())
		dst = append(dst, " > "...)
		dst = l.appendPort(dst, h.DstPort())
		return append(dst, ": "...)
	}
	text := l.known.slot(&l.flow, l.hash)
	if text.flow.equal(&l.flow) {
		n := len(dst) + int(text.n)
		// A copy of constant size is a few moves, one of text.n bytes a call.
		return append(dst, text.text[:]...)[:n]
	}
	start := len(dst)
	from, to := l.env.ends()
	dst = l.end(dst, from, h.SrcPort())
	dst = append(dst, " > "...)
	dst = l.end(dst, to, h.DstPort())
	dst = append(dst, ": "...)
	if len(dst)-start <= len(text.text) {
		text.flow, text.n = l.flow, uint8(copy(text.text[:], dst[start:]))
	}
	return dst
}

// end appends an address and a port.
func (l *Line) end(dst []byte, a decode.Addr, port uint16) []byte {
	return l.appendPort(append(l.appendHost(dst, a), '.'), port)
}

// appendPort appends the name of a port, or its number where there is none.
func (l *Line) appendPort(dst []byte, port uint16) []byte {
	if !l.opt.Numeric {
		if name := l.names.Port(port); name != "" {
			return append(dst, name...)
		}
	}
	return appendUint(dst, uint32(port))
}

// endsCache holds the text of ends seen lately. A capture shows few directions
// at a time, and their text is half the cost of a line.
type endsCache [512]endsText

// endsText is the text of one direction of a connection. The zero flow is none.
type endsText struct {
	flow flow
	n    uint8
	text [80]byte
	// place is where the bases of the connection may stand.
	place uint32
	// tail is the end of the line before in this direction.
	tail tail
}

// tail is the text of the window, of options that hold nothing but time stamps,
// and of the words around them. In a busy direction it is often the same for
// several segments; it is kept when it comes for the second time.
type tail struct {
	value, echo uint32
	window      uint16
	n           uint8 // 0 for none
	text        [80]byte
}

// is reports whether t is that of this window and these time stamps.
func (t *tail) is(window uint16, value, echo uint32) bool {
	return t.window == window && t.value == value && t.echo == echo
}

// turn makes t that of this window and these time stamps, without a text.
func (t *tail) turn(window uint16, value, echo uint32) {
	t.window, t.value, t.echo, t.n = window, value, echo, 0
}

// slot returns the only place where the text of f can be.
func (c *endsCache) slot(f *flow, hash uint64) *endsText {
	// The lower half of the hash is that of the bases.
	return &c[(hash>>32*2+f.reversed)%uint64(len(c))]
}
