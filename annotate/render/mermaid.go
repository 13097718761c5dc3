package render

import (
	"io"
	"strconv"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// maxMermaidArrows is how many packets of a connection a Mermaid diagram holds:
// the first half and the last half. Larger diagrams are slow to lay out and
// nobody can read them.
const maxMermaidArrows = 200

// mermaid prints each connection, when it ends, as a heading and a Mermaid
// sequence diagram in a fence, ready to be pasted into Markdown.
type mermaid struct {
	out   buffer
	rec   *recorder
	shown annotate.Visibility
	text  []byte
}

func newMermaid(w io.Writer, opt *Options) *mermaid {
	m := &mermaid{out: newBuffer(w), rec: newRecorder(maxMermaidArrows)}
	if opt.Verbose > 0 {
		m.shown = annotate.Verbose
	}
	return m
}

// Event keeps the packet until its connection ends.
func (m *mermaid) Event(e *annotate.Event) error {
	m.rec.add(e)
	return m.out.err
}

// Connection draws a connection.
func (m *mermaid) Connection(c *annotate.Connection) error {
	return m.out.put(m.append(m.out.b, c, m.rec.take(c)))
}

// Close tells what is not drawn and flushes.
func (m *mermaid) Close(*End) error {
	m.out.put(m.rec.appendLate(m.out.b))
	return m.out.Flush()
}

// Flush writes what was gathered.
func (m *mermaid) Flush() error { return m.out.Flush() }

func (m *mermaid) append(dst []byte, c *annotate.Connection, k kept) []byte {
	dst = appendHeading(dst, c)
	dst = append(dst, "```mermaid\nsequenceDiagram\n"...)
	dst = m.appendParticipant(dst, "C", "client ", c.Client)
	dst = m.appendParticipant(dst, "S", "server ", c.Server)
	marks := markArrows(k.arrows)
	var client, server annotate.EndState
	for i := range k.arrows {
		if i == k.at && k.cut > 0 {
			dst = m.appendCut(dst, k.cut)
		}
		a := &k.arrows[i]
		dst = m.appendArrow(dst, a, marks[i])
		dst = m.appendState(dst, "left of C", client, a.client)
		dst = m.appendState(dst, "right of S", server, a.server)
		dst = m.appendFindings(dst, a.findings())
		client, server = a.client, a.server
	}
	if k.cut > 0 && k.at >= len(k.arrows) {
		dst = m.appendCut(dst, k.cut)
	}
	return append(dst, "```\n\n"...)
}

// appendHeading appends the connection and its outcome as Markdown. Both hold
// only digits, addresses and fixed words.
func appendHeading(dst []byte, c *annotate.Connection) []byte {
	dst = strconv.AppendUint(append(dst, "### #"...), c.ID, 10)
	dst = appendEndpoint(append(dst, " `"...), c.Client)
	dst = appendEndpoint(append(dst, "` > `"...), c.Server)
	return append(appendOutcome(append(dst, "`\n\n"...), c), "\n\n"...)
}

func (m *mermaid) appendParticipant(dst []byte, id, role string, e decode.Endpoint) []byte {
	dst = append(append(dst, "    participant "...), id...)
	m.text = appendEndpoint(append(m.text[:0], role...), e)
	return append(appendMermaidText(append(dst, " as "...), m.text), '\n')
}

// appendArrow appends a packet: a dotted arrow is one sent again, a cross at
// its head one that did not arrive.
func (m *mermaid) appendArrow(dst []byte, a *arrow, mk mark) []byte {
	from, to := "    C", "S: "
	if !toServer(a) {
		from, to = "    S", "C: "
	}
	shape := "->>"
	if mk&markLost != 0 {
		shape = "-x"
	}
	dst = append(dst, from...)
	if mk&markAgain != 0 {
		dst = append(dst, '-')
	}
	dst = append(append(dst, shape...), to...)
	m.text = append(m.text[:0], a.label.String()...)
	m.text = appendNumbers(m.text, a)
	if mk&markCrossed != 0 {
		m.text = append(m.text, " (crossing)"...)
	}
	return append(appendMermaidText(dst, m.text), '\n')
}

// appendState appends a note beside an end whose state is another one now.
func (m *mermaid) appendState(dst []byte, where string, before, now annotate.EndState) []byte {
	if samePrint(before, now) {
		return dst
	}
	return m.appendNote(dst, where, append(m.text[:0], now.String()...))
}

func (m *mermaid) appendNote(dst []byte, where string, text []byte) []byte {
	dst = append(append(append(dst, "    Note "...), where...), ": "...)
	return append(appendMermaidText(dst, text), '\n')
}

func (m *mermaid) appendFindings(dst []byte, findings []annotate.Finding) []byte {
	shown := 0
	for i := range findings {
		f := &findings[i]
		if f.Kind.Visibility() > m.shown || shown == maxFindings && m.shown == annotate.Always {
			continue
		}
		shown++
		m.text = f.AppendText(m.text[:0])
		dst = m.appendNote(dst, "over C,S", m.text)
	}
	return dst
}

func (m *mermaid) appendCut(dst []byte, n uint64) []byte {
	m.text = strconv.AppendUint(m.text[:0], n, 10)
	return m.appendNote(dst, "over C,S", append(m.text, " more packets are not drawn"...))
}

// appendMermaidText appends text so that Mermaid shows it as it is. Everything
// but letters, digits and a few harmless signs is written as #N;, its code
// point: a semicolon would end the statement, other signs have meanings in
// Markdown or HTML.
func appendMermaidText(dst, text []byte) []byte {
	for _, r := range string(text) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			dst = append(dst, byte(r))
		case r < 0x80 && harmless[r]:
			dst = append(dst, byte(r))
		case r < 0x20 || r == 0x7f:
			// A control character, even as a code point, has no business here.
			dst = append(dst, '?')
		default:
			dst = strconv.AppendInt(append(dst, '#'), int64(r), 10)
			dst = append(dst, ';')
		}
	}
	return dst
}

var harmless = [0x80]bool{' ': true, '.': true, ':': true, ',': true, '_': true, '+': true, '/': true, '(': true, ')': true, '?': true, '-': true}
