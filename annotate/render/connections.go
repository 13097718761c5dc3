package render

import (
	"io"
	"net/netip"
	"strconv"

	"tcpshake/annotate"
	"tcpshake/decode"
)

// connections prints one line for each connection, as it ends. Cells hold no
// spaces but the last, and what is not known is "-", so that awk and sort can
// take the lines apart.
type connections struct {
	out   buffer
	pal   *palette
	table table
	// cells hold the line at hand, cell by cell.
	cells [connectionColumns][]byte
	begun bool
	// verbose adds what was measured to the remarks.
	verbose bool
}

// The columns of a connection line.
const (
	columnID = iota
	columnClient
	columnServer
	columnVerdict
	columnBy
	columnHandshake
	columnDuration
	columnPacketsUp
	columnBytesUp
	columnPacketsDown
	columnBytesDown
	columnResent
	columnRemarks
	connectionColumns
)

var connectionHeads = [connectionColumns]column{
	columnID:          {head: "#", width: 4, right: true},
	columnClient:      {head: "client", width: 21},
	columnServer:      {head: "server", width: 21},
	columnVerdict:     {head: "verdict", width: 11},
	columnBy:          {head: "by", width: 7},
	columnHandshake:   {head: "handshake", width: 9, right: true},
	columnDuration:    {head: "duration", width: 8, right: true},
	columnPacketsUp:   {head: "pkts>", width: 6, right: true},
	columnBytesUp:     {head: "bytes>", width: 8, right: true},
	columnPacketsDown: {head: "<pkts", width: 6, right: true},
	columnBytesDown:   {head: "<bytes", width: 8, right: true},
	columnResent:      {head: "resent", width: 6, right: true},
	columnRemarks:     {head: "remarks"},
}

func newConnections(w io.Writer, opt *Options, env *Env) *connections {
	c := &connections{out: newBuffer(w), pal: newPalette(opt.Color, env), verbose: opt.Verbose > 0}
	c.table.columns = append(c.table.columns, connectionHeads[:]...)
	return c
}

// Event prints nothing.
func (p *connections) Event(*annotate.Event) error { return p.out.err }

// Connection prints the line of c, and the heads before the first one.
func (p *connections) Connection(c *annotate.Connection) error {
	b := p.head(p.out.b)
	for i := range p.cells {
		p.cells[i] = p.appendCell(p.cells[i][:0], i, c)
	}
	b = p.table.append(b, p.cells[:], columnVerdict, p.pal.verdicts[c.Verdict])
	return p.out.put(b)
}

// head appends the heads unless they are there.
func (p *connections) head(dst []byte) []byte {
	if p.begun {
		return dst
	}
	p.begun = true
	for i := range p.cells {
		p.cells[i] = append(p.cells[i][:0], p.table.columns[i].head...)
	}
	return p.table.append(dst, p.cells[:], columnVerdict, style{})
}

func (p *connections) appendCell(dst []byte, column int, c *annotate.Connection) []byte {
	switch column {
	case columnID:
		return strconv.AppendUint(dst, c.ID, 10)
	case columnClient:
		return appendRole(appendEndpoint(dst, c.Client), c.Role)
	case columnServer:
		return appendEndpoint(dst, c.Server)
	case columnVerdict:
		return appendVerdict(dst, c)
	case columnBy:
		return append(dst, orDash(c.By.String())...)
	case columnHandshake:
		if c.Handshake.SYNs == 0 {
			return append(dst, '-')
		}
		return appendDurationOrDash(dst, c.Handshake.Connect)
	case columnDuration:
		return appendDurationOrDash(dst, c.Duration)
	case columnPacketsUp:
		return strconv.AppendUint(dst, c.ToServer.Packets, 10)
	case columnBytesUp:
		return strconv.AppendUint(dst, c.ToServer.Bytes, 10)
	case columnPacketsDown:
		return strconv.AppendUint(dst, c.ToClient.Packets, 10)
	case columnBytesDown:
		return strconv.AppendUint(dst, c.ToClient.Bytes, 10)
	case columnResent:
		return strconv.AppendUint(dst, c.ToServer.Retransmissions+c.ToClient.Retransmissions, 10)
	default:
		r := remarks{b: dst, start: len(dst)}
		r.addAll(c)
		if p.verbose {
			r.addMeasures(c)
		}
		return r.b
	}
}

// appendEndpoint appends "127.0.0.1:80" or "[::1]:80".
func appendEndpoint(dst []byte, e decode.Endpoint) []byte {
	return netip.AddrPortFrom(e.Addr.Netip(), e.Port).AppendTo(dst)
}

// appendRole marks a client that is only guessed to be the client.
func appendRole(dst []byte, r annotate.Role) []byte {
	if r == annotate.Guessed {
		return append(dst, '?')
	}
	return dst
}

// appendVerdict appends the verdict, with a question mark when it is not sure.
func appendVerdict(dst []byte, c *annotate.Connection) []byte {
	dst = append(dst, c.Verdict.String()...)
	if c.Certainty == annotate.Probable {
		return append(dst, '?')
	}
	return dst
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

func appendDurationOrDash(dst []byte, ns int64) []byte {
	if ns < 0 {
		return append(dst, '-')
	}
	return annotate.AppendDuration(dst, ns)
}

// Close prints the heads when no connection was there to do it, and flushes.
func (p *connections) Close(*End) error {
	p.out.put(p.head(p.out.b))
	return p.out.Flush()
}

// Flush writes what was gathered.
func (p *connections) Flush() error { return p.out.Flush() }
