package render

import "tcpshake/annotate"

// Comments words packets in a few words, for those who look at them in another
// program: the label, and all that a note says.
type Comments struct{ notes notes }

// NewComments returns Comments, which have no colour. They leave out what the
// other program measures itself.
func NewComments() *Comments {
	n := newNotes(newPalette(ColorNever, &Env{}), 1)
	n.measures = false
	return &Comments{n}
}

// Append appends the comment on a packet: "ACK  #1 ESTABLISHED/ESTABLISHED:
// handshake 54us (server 48us, client 6us)".
func (c *Comments) Append(dst []byte, e *annotate.Event) []byte {
	return c.notes.append(append(dst, e.Label.String()...), e)
}
